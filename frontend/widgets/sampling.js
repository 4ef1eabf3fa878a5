import { widget } from "./frame.js";
import { sampled } from "./sums.js";

const GIVEN = [0.4, 0.25, 0.15, 0.08, 0.05, 0.04, 0.02, 0.01]; // docs/verify/decoding_samplers.py

widget("sampling", (v, say) => {
  const { warm, now, kept } = sampled(GIVEN, { ...v, p: v.p / 100, minp: v.minp / 100 });
  const names = say("tokens").split("|");
  const most = Math.max(...now, ...warm);
  return {
    formula: `softmax(log p / ${v.temperature}) → ${v.order === "kp" ? `top-${v.k || "∞"} → top-p ${v.p}%` : `top-p ${v.p}% → top-${v.k || "∞"}`} → min-p ${v.minp}%`,
    bars: names.map((label, i) => ({ label, parts: [[now[i] / most, "act"], [Math.max(0, (warm[i] - now[i]) / most), "soft"]], text: `${(100 * now[i]).toFixed(1)}%` })),
    note: say("kept", { n: kept }),
  };
});

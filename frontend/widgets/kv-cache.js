import { short, widget } from "./frame.js";
import { kvCache } from "./sums.js";

widget("kv-cache", (v, say) => {
  v.bytes = Number(v.bytes);
  const { heads, token, all, full } = kvCache(v);
  const row = v.kind === "mla" ? `(${v.latent} + ${v.rope})` : `2 × ${heads} × ${v.dim}`;
  const GiB = 2 ** 30;
  return {
    formula: `${v.layers} × ${row} × ${v.bytes} B = ${short(token / 1024, 6)} KiB / token;  × ${v.tokens.toLocaleString("en")} × ${v.batch} = ${short(all / GiB, 4)} GiB`,
    bars: [{ label: say("card"), parts: [[v.weights / v.card, "param"], [all / 1e9 / v.card, "act"]], text: `${Math.round(100 * full)}%` }],
    note: full > 1 ? say("over") : say("fits", { n: Math.floor(Math.max(0, (v.card - v.weights) * 1e9) / (token * v.tokens)) }),
  };
});

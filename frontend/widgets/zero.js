import { short, widget } from "./frame.js";
import { zero } from "./sums.js";

widget("zero", (v, say) => {
  const rows = zero(v);
  const most = rows[0].all;
  return {
    formula: [`0: (2 + 2 + 12)Ψ`, `1: 2Ψ + 2Ψ + 12Ψ/N`, `2: 2Ψ + (2 + 12)Ψ/N`, `3: 16Ψ/N`].join(";  ") + `;  Ψ = ${short(v.params)} × 10⁹, N = ${v.gpus}`,
    bars: rows.map((row) => ({
      label: `ZeRO-${row.stage}`,
      parts: [[row.weights / most, "param"], [row.grads / most, "grad"], [row.optimizer / most, "opt"]],
      text: `${short(row.all)} GB`,
    })),
    note: say("traffic", { a: short(rows[0].traffic), b: short(rows[3].traffic) }),
  };
});

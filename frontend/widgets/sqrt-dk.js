import { short, widget } from "./frame.js";
import { saturation } from "./sums.js";

// Eight scores of keys with unit variance, fixed: the quantiles of a normal distribution, shuffled.
const DRAWS = [0.49, -1.53, 1.53, -0.16, 0.89, -0.49, -0.89, 0.16];

widget("sqrt-dk", (v, say) => {
  const dk = 2 ** v.log;
  const { weights, top, keys, jacobian } = saturation(DRAWS, { dk, scaled: v.scaled === "yes" });
  return {
    formula: v.scaled === "yes" ? `softmax(q·k / √${dk}), √${dk} = ${short(Math.sqrt(dk))}` : `softmax(q·k), Std(q·k) = √${dk} = ${short(Math.sqrt(dk))}`,
    bars: weights.map((weight, i) => ({ label: `k${i + 1}`, parts: [[weight, "act"]], text: `${(100 * weight).toFixed(1)}%` })),
    note: say("note", { top: (100 * top).toFixed(1), keys: keys.toFixed(1), jacobian: jacobian.toPrecision(2) }),
  };
});

import { short, widget } from "./frame.js";
import { fourModels } from "./sums.js";

// What each step of PPO uses: which models run, which are updated.
const STEPS = { make: ["actor"], score: ["actor", "critic", "reference", "reward"], advantage: [], update: ["actor", "critic"] };
const TRAINED = ["actor", "critic"];

widget("four-models", (v, say) => {
  const memory = fourModels({ actor: v.actor, critic: v.critic, reward: v.reward, lora: v.way === "lora" });
  const all = Object.values(memory).reduce((a, b) => a + b, 0);
  const most = Math.max(...Object.values(memory));
  const used = STEPS[v.step];
  return {
    formula: `${Object.values(memory).map((x) => short(x)).join(" + ")} = ${short(all)} GB`,
    bars: Object.entries(memory).map(([name, gb]) => ({
      label: `${used.includes(name) ? "▶ " : ""}${say(name)}`,
      parts: [[gb / most, TRAINED.includes(name) ? "opt" : "param"]],
      text: `${short(gb)} GB`,
    })),
    note: say(`step_${v.step}`),
  };
});

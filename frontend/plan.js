// A plan's check-boxes: what is ticked stays ticked in this browser; the counts go along.
import { open } from "./memory.js";
import { say } from "./words.js";

const root = document.querySelector(".kb-plan");
const memory = open(self.localStorage, () => (root.querySelector("[data-part=refused]").hidden = false));
const boxes = [...root.querySelectorAll("input[data-id]")];

// Ticked on one route, ticked on all: the answer was read once.
function show() {
  const done = new Set(memory.plan());
  for (const box of boxes) box.checked = done.has(box.dataset.id);
  for (const day of root.querySelectorAll("[data-day]")) {
    const own = [...day.querySelectorAll("input[data-id]")];
    day.querySelector("output").textContent = say("plan_count", { done: own.filter((box) => box.checked).length, all: own.length });
  }
}

root.addEventListener("change", ({ target }) => {
  memory.tick(target.dataset.id, target.checked);
  show();
});
addEventListener("storage", show);
show();

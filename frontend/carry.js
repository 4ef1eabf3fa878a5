// Taking the memory along: a file to save, a file to take over after a look at what it would change.
import { local } from "./days.js";
import { parse } from "./memory.js";
import { element } from "./sides.js";
import { say } from "./words.js";

export function carry(box, memory, changed) {
  const told = box.querySelector("[role=status]");
  const tell = (...found) => told.replaceChildren(...found);

  box.querySelector("[data-carry=save]").addEventListener("click", () => {
    const now = Date.now();
    const file = new Blob([JSON.stringify(memory.dump(now), null, 1)], { type: "application/json" });
    const link = element("a", { href: URL.createObjectURL(file), download: `llm-interview-${local(now)}.json` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1e4);
    tell(say("saved", { n: memory.cards().size }));
  });

  const input = box.querySelector("input[type=file]");
  input.addEventListener("change", async () => {
    const file = input.files[0];
    input.value = "";
    if (!file) return;
    const { data, why } = parse(await file.text());
    if (why) return tell(say(`file_${why}`));
    const { fresh, later, kept, lines } = memory.compare(data);
    const take = element("button", { type: "button", textContent: say("take") });
    take.addEventListener("click", () => {
      memory.take(data);
      tell(say("taken"));
      changed();
    });
    tell(say("would", { fresh: fresh.length, later: later.length, kept, lines: lines.length }), " ", take);
  });

  box.querySelector("[data-carry=clear]").addEventListener("click", () => {
    const sure = element("button", { type: "button", textContent: say("clear_sure") });
    sure.addEventListener("click", () => {
      memory.clear();
      tell(say("cleared"));
      changed();
    });
    tell(say("clear_ask"), " ", sure);
  });
}

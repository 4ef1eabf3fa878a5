// What was practised, in words: in the header of a question and on the page of a stage. Asked for only by those who practise.
import { day } from "./days.js";
import { open } from "./memory.js";
import { say } from "./words.js";

const AGAIN = 1;
const HARD = 2;
const memory = open(self.localStorage);
const now = Date.now();

function words(card) {
  const ago = day(now) - day(card.last);
  const when = ago < 1 ? say("today") : ago < 2 ? say("yesterday") : say("days_ago", { n: ago });
  return say(card.grade === AGAIN ? "missed" : "said", { when });
}

function chip(box, text) {
  box.append(Object.assign(document.createElement("li"), { className: "kb-chip-progress", textContent: text }));
}

function question(header, id) {
  const card = memory.card(id);
  if (!card) return;
  const revision = Number(document.querySelector("meta[name=kb-revision]").content);
  chip(header, words(card));
  if (!card.rev || card.rev >= revision) return;
  chip(header, say("updated")); // once
  memory.seen(id, revision);
}

function stage(rows) {
  const cards = rows.map((row) => [row, memory.card(row.dataset.id)]).filter(([, card]) => card);
  for (const [row, card] of cards) chip(row.querySelector(".kb-chips"), words(card));
  const box = document.querySelector(".kb-progress");
  if (!box || !cards.length) return;
  const said = cards.filter(([, card]) => card.grade > AGAIN).length;
  box.textContent = say("stage", { all: rows.length, said, weak: cards.filter(([, card]) => card.grade <= HARD).length });
  box.hidden = false;
}

for (const names of document.querySelectorAll(".kb-renamed")) memory.renamed(JSON.parse(names.textContent));
const id = document.querySelector("meta[name=kb-id]")?.content;
if (id) question(document.querySelector(".kb-chips"), id);
stage([...document.querySelectorAll(".kb-row[data-id]")]);

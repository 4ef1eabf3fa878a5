// Mock interview: broad and deep questions with their follow-ups, against the clock; answers only at the end, and what was missed.
import { expanded, load } from "./cards.js";
import { open } from "./memory.js";
import { drawn } from "./draw.js";
import * as schedule from "./schedule.js";
import { address, answer, bits, boxed, element, html, title } from "./sides.js";
import { say } from "./words.js";

const TIME = 90; // seconds for an answer
const WARN = 15;

const root = document.querySelector(".kb-mock");
const { base, lang } = root.dataset;
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const form = root.querySelector("form");
const memory = open(self.localStorage, () => (part("refused").hidden = false));
let rows = new Map();
let asked = []; // ids of the questions and follow-ups, in order
let cards = new Map(); // by question
let spent = []; // seconds
let at = 0;
let begun = 0;
let ticking = 0;
let stream = null; // of the microphone
let recorder = null; // of the answer being given
let recorded = []; // promises: what was said has arrived
let sounds = []; // addresses of what was recorded, for this visit

function screen(name) {
  for (const section of root.querySelectorAll("[data-screen]")) section.hidden = section.dataset.screen !== name;
  document.body.classList.toggle("kb-practising", name !== "start");
  clearInterval(ticking);
}

const question = (id) => id.split("#")[0];
// The address holds the questions, so that a friend gets the same ones.
function remember() {
  const url = new URL(location.href);
  url.search = `?ask=${asked.map((id) => id.replace("#", ":")).join(",")}`;
  history.replaceState(null, "", url);
}

function given() {
  const listed = new URLSearchParams(location.search).get("ask") ?? "";
  return listed.split(",").map((id) => id.replace(":", "#")).filter((id) => rows.has(id));
}

function ids() {
  const stages = [...form.querySelectorAll("[name=stages]:checked")].map((box) => box.value);
  return given().length ? given() : drawn([...rows.values()], memory.cards(), { stages, coding: form.coding.checked, now: Date.now() });
}

async function fetched() {
  const names = [...new Set(asked.map(question))];
  const found = await Promise.all(names.map((name) => load(base, `${lang}/${name}`)));
  cards = new Map(names.map((name, i) => [name, found[i]]));
}

async function prepare(ids) {
  asked = ids;
  part("failed").hidden = true;
  try {
    await fetched();
  } catch {
    part("failed").hidden = false;
    return false;
  }
  remember();
  return true;
}

// ---- the interview

async function begin() {
  if (!(await prepare(ids()))) return;
  if (form.sound.checked) await record();
  [at, spent, recorded, sounds] = [0, [], [], []];
  ask();
}

function ask() {
  screen("ask");
  const id = asked[at];
  const row = rows.get(id);
  part("where").textContent = [say("mock_nth", { n: at + 1, all: asked.length }), say(`stage_${row.stage}`), ...(row.parent ? [say("followup")] : [])].join(" · ");
  part("question").replaceChildren(html("span", title(cards.get(question(id)), id)));
  part("question").focus({ preventScroll: true });
  scrollTo(0, 0);
  begun = Date.now();
  const tell = () => {
    const left = TIME - Math.floor((Date.now() - begun) / 1000);
    part("clock").textContent = left > WARN ? "" : left > 0 ? say("mock_left", { n: left }) : say("mock_over");
  };
  tell();
  ticking = setInterval(tell, 500);
  recorder = stream && recording(at);
}

function done() {
  spent[at] = Math.round((Date.now() - begun) / 1000);
  if (recorder?.state === "recording") recorder.stop();
  at += 1;
  if (at < asked.length) ask();
  else judge();
}

// What is said may be recorded, in this page only: it is gone when the page is left.
async function record() {
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    stream = null;
    part("deaf").hidden = false;
  }
}

// One recorder for each answer: what was said arrives a moment after the next question is shown.
function recording(n) {
  const made = new MediaRecorder(stream);
  made.addEventListener("dataavailable", ({ data }) => data.size && (sounds[n] = URL.createObjectURL(data)));
  recorded.push(new Promise((done) => made.addEventListener("stop", done)));
  made.start();
  return made;
}

// ---- the answers

async function judge() {
  screen("judge");
  await Promise.all(recorded);
  stream?.getTracks().forEach((track) => track.stop());
  const list = part("answers");
  list.replaceChildren(
    ...asked.map((id, i) => {
      const card = cards.get(question(id));
      const said = id.includes("#") ? element("label", { className: "kb-core" }, element("input", { type: "checkbox", name: "said" }), element("span", { textContent: say("mock_said") })) : "";
      const entry = element("li", { className: "kb-card" }, html("h2", title(card, id)), element("p", { className: "kb-small", textContent: say("mock_spent", { n: spent[i] }) }));
      if (sounds[i]) entry.append(element("audio", { src: sounds[i], controls: true }));
      entry.ticked = [];
      entry.append(...answer(card, id, address(base, lang, id), entry.ticked, () => {}), said);
      entry.id = `mock-${i}`;
      return entry;
    }),
  );
  part("answers").focus({ preventScroll: true });
  scrollTo(0, 0);
}

// What was missed, by page; written back as grades.
function result() {
  const now = Date.now();
  const missed = new Map();
  let good = 0;
  asked.forEach((id, i) => {
    const entry = document.getElementById(`mock-${i}`);
    const card = cards.get(question(id));
    const gone = id.includes("#") ? (entry.querySelector("[name=said]").checked ? [] : [title(card, id)]) : card.points.filter((_, n) => !entry.ticked[n]).map((point) => point.text);
    const grade = id.includes("#") ? (gone.length ? schedule.AGAIN : schedule.GOOD) : schedule.suggested(card.points, card.points.map((_, n) => Boolean(entry.ticked[n])));
    good += grade > schedule.AGAIN;
    memory.grade(id, schedule.graded(memory.card(id), grade, now + i, rows.get(id).revision), Math.min(999, spent[i]), bits(entry.ticked));
    if (gone.length) missed.set(question(id), [...(missed.get(question(id)) ?? []), ...gone]);
  });
  part("summary").textContent = say("mock_result", { good, all: asked.length });
  part("missed").replaceChildren(
    ...[...missed].map(([id, texts]) => element("li", {}, element("a", { href: address(base, lang, id), textContent: rows.get(id).title }), element("ul", {}, ...texts.map((text) => html("li", text))))),
  );
  part("none").hidden = missed.size > 0;
  screen("result");
  part("summary").focus({ preventScroll: true });
  scrollTo(0, 0);
}

// ---- the script for a friend who plays the interviewer

async function script() {
  if (!(await prepare(ids()))) return;
  part("sheet").replaceChildren(
    ...asked.map((id) => {
      const card = cards.get(question(id));
      const body = id.includes("#") ? [boxed(html("div", card.followups[id.split("#")[1]].answer))] : [html("p", card.short), element("ul", {}, ...card.points.map((point) => element("li", {}, "☐ ", html(point.core ? "strong" : "span", point.text))))];
      return element("li", { className: id.includes("#") ? "kb-follow" : "" }, html("h2", title(card, id)), ...body);
    }),
  );
  screen("script");
}

const acts = { begin, done, result, script, print: () => self.print(), fresh: () => location.assign(location.pathname) };
root.addEventListener("click", (event) => acts[event.target.closest("button")?.dataset.do]?.());
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("pagehide", () => sounds.forEach((sound) => sound && URL.revokeObjectURL(sound)));

async function main() {
  root.hidden = false;
  try {
    const found = await load(base, lang);
    rows = new Map(expanded(found.rows).map((row) => [row.id, row]));
    memory.renamed(found.renamed);
  } catch {
    part("failed").hidden = false;
    return;
  }
  part("given").hidden = !given().length;
  screen("start");
}

main();

// Practice: the question alone, say it, then the short answer and the points to tick, a grade, the next.
import { expanded, load } from "./cards.js";
import { open } from "./memory.js";
import { carry } from "./carry.js";
import * as days from "./days.js";
import * as schedule from "./schedule.js";
import { address, answer, bits, element, html, title } from "./sides.js";
import { say } from "./words.js";

const CARDS = 15;
const TIME = 20 * days.MINUTE;
const STALE = 120 * days.MINUTE; // a session left that long ago is over
const HALF = 30; // seconds that a short answer takes
const SESSION = "kb-session";

const root = document.querySelector(".kb-practice");
const { base, lang } = root.dataset;
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const memory = open(self.localStorage, () => (part("refused").hidden = false));
let rows = new Map();
let plans = {};
let card = null; // both sides of the one that is shown
let session = null; // {options, begun, done, skipped, journal, at, shown, ticks, unseen, asked}
let ticking = 0;

// ---- what is kept for a reload: the session, in this tab only

function keep() {
  try {
    sessionStorage.setItem(SESSION, JSON.stringify(session));
  } catch {} // a reload then starts anew; the grades are kept elsewhere
}

function kept() {
  try {
    const found = JSON.parse(sessionStorage.getItem(SESSION));
    return found && Date.now() - found.asked < STALE && rows.has(found.at) ? found : null;
  } catch {
    return null;
  }
}

// ---- screens

function screen(name) {
  for (const section of root.querySelectorAll("[data-screen]")) section.hidden = section.dataset.screen !== name;
  document.body.classList.toggle("kb-practising", name === "card");
  clearInterval(ticking);
}

function chosen({ stages = [], plan } = {}) {
  const wanted = plans[plan];
  return [...rows.values()].filter((row) => (wanted ? wanted.includes(row.parent ?? row.id) : !stages.length || stages.includes(row.stage)));
}

// What is known of a set of questions, in words.
function state(ids, now) {
  const cards = memory.cards();
  const met = ids.filter((id) => cards.has(id));
  const since = days.day(now) - 1;
  const said = met.filter((id) => cards.get(id).grade > schedule.AGAIN);
  return {
    all: ids.length,
    said: said.length,
    recent: said.filter((id) => days.day(cards.get(id).last) >= since).length,
    weak: met.filter((id) => cards.get(id).grade < schedule.GOOD).sort((a, b) => schedule.recall(cards.get(a), now) - schedule.recall(cards.get(b), now)),
  };
}

function start() {
  const now = Date.now();
  const settings = memory.settings();
  const ids = chosen(settings).filter((row) => !row.parent).map((row) => row.id);
  const { all, said, recent, weak } = state(ids, now);
  const left = days.daysLeft(settings.date, now);
  part("state").textContent = said + weak.length ? say("state", { all, said, recent, weak: weak.length }) : say("new_here");
  part("left").textContent = left === null ? "" : say(left === 0 ? "left_today" : left === 1 ? "left_one" : "left", { days: left });
  screen("start");
}

function show(id) {
  const row = rows.get(id);
  Object.assign(session, { at: id, shown: false, ticks: [], unseen: false, asked: Date.now() });
  keep();
  ask(row);
}

async function ask(row) {
  screen("card");
  card = null;
  part("where").textContent = [say("nth", { n: session.journal.length + 1 }), say(`stage_${row.stage}`), ...(row.parent ? [say("followup")] : [])].join(" · ");
  part("question").textContent = row.parent ? "…" : row.title;
  part("question").ariaBusy = "true"; // until its formulas are there
  part("note").hidden = true;
  part("suggested").textContent = "";
  part("answer").replaceChildren();
  buttons("ask");
  clock();
  const id = session.at;
  try {
    const found = await load(base, `${lang}/${id.split("#")[0]}`);
    if (session?.at !== id) return;
    card = found;
    part("question").replaceChildren(html("span", title(card, id)));
    part("question").ariaBusy = "false";
    part("question").focus({ preventScroll: true });
    scrollTo(0, 0);
    if (session.shown) reveal();
  } catch {
    part("question").textContent = row.title;
    note(say("failed"));
  }
}

function note(text) {
  part("note").textContent = text;
  part("note").hidden = false;
}

function buttons(name) {
  for (const group of root.querySelectorAll("[data-buttons]")) group.hidden = group.dataset.buttons !== name;
}

// Counts up; nothing is revealed by time.
function clock() {
  const tell = () => {
    const seconds = Math.floor((Date.now() - session.asked) / 1000);
    part("clock").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    part("clock").classList.toggle("kb-half", seconds >= HALF);
  };
  tell();
  ticking = setInterval(tell, 1000);
}

function reveal(unseen = false) {
  if (!card) return;
  clearInterval(ticking);
  const row = rows.get(session.at);
  const before = memory.card(row.id);
  Object.assign(session, { shown: true, unseen: session.unseen || unseen });
  keep();
  if (before?.rev && before.rev < row.revision) note(say("updated"));
  part("answer").replaceChildren(...answer(card, row.id, address(base, lang, row.id), session.ticks, suggest));
  buttons(session.unseen ? "unseen" : "grades");
  suggest();
  part("answer").focus({ preventScroll: true });
}

// A follow-up has no points to tick: said or not is then the reader's own judgement.
function suggestion() {
  if (session.unseen) return schedule.AGAIN;
  return session.at.includes("#") ? schedule.GOOD : schedule.suggested(card.points, card.points.map((_, i) => Boolean(session.ticks[i])));
}

function suggest() {
  keep();
  const grade = suggestion();
  for (const button of root.querySelectorAll("[data-grade]")) button.classList.toggle("kb-main", Number(button.dataset.grade) === grade);
  part("suggested").textContent = session.unseen || session.at.includes("#") ? "" : say(`suggest_${grade}`);
}

// ---- a session

function begin(options = {}) {
  session = { options, begun: Date.now(), done: [], skipped: [], journal: [], extra: Boolean(options.extra) };
  advance();
}

// What may come now, the best first.
function waiting() {
  const { stages, date, minutes } = memory.settings();
  const options = { stages, ...session.options };
  const found = schedule.candidates({
    rows: chosen(options), cards: memory.cards(), log: memory.log(), settings: { date, minutes }, now: Date.now(), done: session.done, extra: session.extra || Boolean(options.plan),
  });
  const order = found.order.filter((row) => !session.skipped.includes(row.id));
  return { ...found, order: order.length ? order : found.order.filter((row) => !row.parent) };
}

function advance(before = null) {
  const over = session.journal.length >= CARDS || Date.now() - session.begun > TIME;
  const row = over ? null : schedule.next(waiting().order, before);
  if (row) go(row.id);
  else stop();
}

function go(id) {
  history.pushState({ card: id }, "", `#${id}`);
  show(id);
}

function grade(value, followup = false) {
  const row = rows.get(session.at);
  const before = memory.card(row.id);
  const now = Date.now();
  const seconds = Math.min(999, Math.round((now - session.asked) / 1000));
  memory.grade(row.id, schedule.graded(before, value, now, row.revision), seconds, bits(session.ticks));
  session.journal.push({ id: row.id, before, grade: value, ticks: session.ticks, unseen: session.unseen });
  session.done.push(row.id);
  if (session.journal.length === 1) navigator.storage?.persist?.();
  const asked = row.parent ? null : Object.keys(row.followups).map((id) => `${row.id}#${id}`).find((id) => !memory.card(id) && !session.skipped.includes(id));
  if (asked && (followup || value > schedule.AGAIN)) go(asked);
  else advance(row);
}

function later() {
  const row = rows.get(session.at);
  session.skipped.push(row.id);
  advance(rows.get(row.parent) ?? row);
}

// Back to an earlier card, by the browser or by U: what was graded since is as before, and its answer stands open.
function back(id) {
  const from = session?.journal.findLastIndex((entry) => entry.id === id) ?? -1;
  if (!session) session = kept() ?? { options: {}, begun: Date.now(), done: [], skipped: [], journal: [] };
  if (from < 0) return show(id);
  const undone = session.journal.splice(from).reverse();
  for (const entry of undone) {
    memory.undo(entry.id, entry.before);
    session.done.splice(session.done.lastIndexOf(entry.id), 1);
  }
  const { ticks, unseen } = undone.at(-1);
  Object.assign(session, { at: id, shown: true, ticks, unseen, asked: Date.now() });
  keep();
  ask(rows.get(id));
}

function stop() {
  const now = Date.now();
  const found = waiting();
  const said = session.journal.filter((entry) => entry.grade > schedule.AGAIN).length;
  const { recent, weak } = state(chosen({ ...memory.settings(), ...session.options }).map((row) => row.id), now);
  const lines = [session.journal.length ? say("stop_said", { said, all: session.journal.length }) : say("stop_nothing")];
  if (found.waiting) lines.push(say("stop_waiting", { n: found.waiting }));
  lines.push(say("stop_safe", { n: recent }));
  if (!found.order.length && found.held) lines.push(say("stop_held"));
  const hour = new Date(now).getHours();
  if (hour >= 22 || hour < 4) lines.push(say("stop_sleep"));
  part("summary").replaceChildren(...lines.map((text) => element("p", { textContent: text })));
  part("weak-title").hidden = !weak.length;
  part("weak").replaceChildren(...weak.slice(0, 5).map((id) => element("li", {}, element("a", { href: address(base, lang, id), textContent: rows.get(id.split("#")[0]).title }))));
  root.querySelector("[data-do=again]").hidden = !found.order.length && !found.held;
  history.pushState({ screen: "stop" }, "", location.pathname);
  screen("stop");
  part("summary").focus();
  try {
    sessionStorage.removeItem(SESSION);
  } catch {}
}

// ---- hands

const acts = {
  start: () => begin(),
  again: () => begin({ ...session.options, extra: !waiting().order.length || session.extra }),
  reveal: () => reveal(),
  unseen: () => reveal(true),
  next: () => grade(schedule.AGAIN),
  later,
  full: () => root.querySelector(".kb-full")?.click(),
  undo: () => session?.journal.length && history.back(),
  leave: () => {
    history.pushState(null, "", location.pathname);
    start();
  },
  help: () => part("help").showModal(),
};

root.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.grade) grade(Number(button.dataset.grade));
  else acts[button.dataset.do]?.();
});

document.addEventListener("keydown", (event) => {
  const { key, code, target } = event;
  if (root.querySelector("[data-screen=card]").hidden || memory.settings().keys === false || part("help").open) return;
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.type !== "checkbox") return;
  const go = () => (session.shown ? (session.unseen ? grade(schedule.AGAIN) : grade(suggestion())) : reveal());
  const point = event.shiftKey && /^Digit[1-6]$/.test(code) ? root.querySelectorAll(".kb-card fieldset input")[code[5] - 1] : null;
  const act =
    (point && (() => point.click())) ||
    ((key === " " || key === "Enter") && !target.closest("button, a, input, summary") && go) ||
    (/^[1-4]$/.test(key) && session.shown && (() => grade(session.unseen ? schedule.AGAIN : Number(key)))) ||
    { e: acts.full, s: later, u: acts.undo, "?": acts.help, Escape: acts.leave, f: session.shown && !session.at.includes("#") && (() => grade(suggestion(), true)) }[key.length === 1 ? key.toLowerCase() : key];
  if (!act || (!card && act !== acts.leave)) return; // a card that does not come keeps nobody
  event.preventDefault();
  act();
});

addEventListener("popstate", ({ state }) => {
  const id = state?.card ?? location.hash.slice(1);
  if (rows.has(id)) back(id);
  else if (state?.screen === "stop" && session) stop();
  else start();
});

addEventListener("storage", () => root.querySelector("[data-screen=start]").hidden || start());

// ---- settings

function settings() {
  const form = part("settings").querySelector("form");
  const now = memory.settings();
  part("settings").open = !Object.keys(now).length; // asked once; whoever starts without has skipped it
  form.date.value = now.date ?? "";
  form.minutes.value = now.minutes ?? "";
  form.keys.checked = now.keys !== false;
  for (const box of form.querySelectorAll("[name=stages]")) box.checked = now.stages?.includes(box.value) ?? false;
  form.addEventListener("change", () => {
    const minutes = Math.min(600, Math.max(5, Number(form.minutes.value)));
    const stages = [...form.querySelectorAll("[name=stages]:checked")].map((box) => box.value);
    memory.set({ date: form.date.value || null, minutes: form.minutes.value ? minutes : undefined, keys: form.keys.checked, stages });
    start();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
}

function fragment() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return ""; // not one of ours
  }
}

async function main() {
  root.hidden = false;
  settings();
  carry(part("carry"), memory, start);
  try {
    const found = await load(base, lang);
    rows = new Map(expanded(found.rows).map((row) => [row.id, row]));
    plans = found.plans;
    memory.renamed(found.renamed);
  } catch {
    return note(say("failed")), screen("card"), buttons("");
  }
  const asked = new URLSearchParams(location.search).get("card"); // a question, or a day of a plan
  if (asked) history.replaceState(null, "", location.pathname);
  const wanted = memory.current(asked ?? fragment());
  session = kept();
  if (session && session.at === wanted) return ask(rows.get(wanted));
  session = null;
  if (rows.has(wanted)) {
    session = { options: {}, begun: Date.now(), done: [], skipped: [], journal: [], extra: false };
    history.replaceState({ card: wanted }, "", `${location.pathname}#${wanted}`);
    show(wanted);
  } else if (Object.hasOwn(plans, wanted)) begin({ plan: wanted });
  else start();
}

main();

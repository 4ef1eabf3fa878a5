// When a card comes back, and which comes next. The memory of a card is FSRS's; what is asked when, with an interview ahead, is ours: FSRS's own
// intervals would show a card said today again in two days, one said easily after the interview.
import { createEmptyCard, forgetting_curve, fsrs } from "ts-fsrs";
import { DAY, MINUTE, day, daysLeft, interview, shift } from "./days.js";

export const [AGAIN, HARD, GOOD, EASY] = [1, 2, 3, 4];
const BETWEEN = 6; // cards before one that failed comes back,
const PAUSE = 10 * MINUTE; // and the least time
const A_CARD = 6; // minutes that a new card takes, with its returns
const LONGEST = 365;

const memory = fsrs({ request_retention: 0.9, maximum_interval: LONGEST, enable_fuzz: true, learning_steps: ["10m"], relearning_steps: ["10m"] });

// FSRS counts whole days of UTC: it is given times shifted so that its days are ours.
const there = (ms) => new Date(ms - shift(ms));
// A clock may have gone back since the last grade (set right, the end of summer time, a card from another device); FSRS refuses to count backwards.
const fromOurs = (card, now) => ({
  due: there(card.due), stability: card.s, difficulty: card.d, elapsed_days: 0, scheduled_days: 0, learning_steps: card.step,
  reps: card.reps, lapses: card.lapses, state: card.state, last_review: new Date(Math.min(there(card.last), there(now))),
});

// A card after a grade: FSRS's memory state and long-term due date; a failed card's `due` is ten minutes away.
export function graded(card, grade, now, rev) {
  const { card: next } = memory.next(card ? fromOurs(card, now) : createEmptyCard(there(now)), there(now), grade);
  return {
    s: next.stability, d: next.difficulty, last: now, due: next.due.getTime() + shift(now), reps: next.reps, lapses: next.lapses + (!card && grade === AGAIN),
    state: next.state, step: next.learning_steps, grade, rev,
  };
}

// How likely a card is said at a time, 0 to 1; a card never met is not. FSRS's forgetting curve, with parts of days.
export const recall = (card, at) => (card ? forgetting_curve(memory.parameters.w, Math.max(0, at - card.last) / DAY, card.s) : 0);

// What an hour of practice is worth: how often it is asked, how likely it would fail at the interview, for the minutes it takes.
export const worth = (row, card, at) => ((row.asked + 1) * (1 - recall(card, at))) / Math.max(1, row.minutes);

// The grade that the ticked points speak for: a missing core point fails, few points are hard.
export function suggested(points, ticked) {
  if (points.some((point, i) => point.core && !ticked[i])) return AGAIN;
  return ticked.filter(Boolean).length < 0.6 * points.length ? HARD : GOOD;
}

// How many new cards a day holds.
export const newADay = (minutes) => Math.max(1, Math.round(minutes / A_CARD));

// Whether a card that was said comes again: in the long run when FSRS says so, before an interview on every following day, on its day while weak.
function comesBack(card, now, left) {
  if (left === null) return card.due <= now;
  return day(card.last) < day(now) && (left > 0 || card.grade < GOOD);
}

// The cards that may come now, the best first. `rows`: {id, stage, asked, minutes, related}; `done`: ids of this session in order, `failed` may return.
export function candidates({ rows, cards, log, settings, now, done = [], extra = false }) {
  const left = daysLeft(settings.date, now);
  const today = day(now);
  const at = left === null ? now + DAY : interview(settings.date);
  const fresh = newToday(log, cards, today);
  const room = extra ? Infinity : left === 0 ? 0 : newADay(settings.minutes ?? 60) - fresh; // nothing new on the day itself
  const found = { again: [], due: [], fresh: [], wait: [] };
  for (const row of rows) {
    const card = cards.get(row.id);
    const entry = { row, worth: worth(row, card, at) };
    if (!card) {
      if (!done.includes(row.id) && !row.parent) found.fresh.push(entry); // a follow-up is met after its question
    } else if (card.grade === AGAIN) {
      const since = done.length - 1 - done.lastIndexOf(row.id);
      const ready = !done.includes(row.id) || (since >= BETWEEN && now - card.last >= PAUSE);
      found[ready ? "again" : "wait"].push(entry);
    } else if (comesBack(card, now, left)) {
      found.due.push(entry);
    }
  }
  const best = (list) => list.sort((a, b) => b.worth - a.worth);
  const order = [...best(found.again), ...best([...found.due, ...(room > 0 ? found.fresh : [])]), ...best(found.wait)];
  return { order: order.map(({ row }) => row), waiting: found.wait.length, held: room > 0 ? 0 : found.fresh.length };
}

// The next card: the best, but after a card no other of its stage or of its relatives, where another is nearly as good.
export function next(order, before) {
  if (!before) return order[0];
  const near = (row) => row.stage === before.stage || before.related.includes(row.id) || row.parent === before.id;
  return order.slice(0, 12).find((row) => !near(row)) ?? order[0];
}

// Questions met for the first time today.
function newToday(log, cards, today) {
  const lines = new Map();
  for (const [id, ms] of log) lines.set(id, [...(lines.get(id) ?? []), ms]);
  // A card whose first grades have left the log was met long ago.
  return [...lines].filter(([id, [first, ...more]]) => !id.includes("#") && day(first) === today && cards.get(id)?.reps === more.length + 1).length;
}

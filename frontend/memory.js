// What the reader has practised, kept in this browser only: one entry for each card, a log, the settings. Keyed by permanent ids, so a page may be
// reworded or moved. Each entry is written by itself: two tabs do not overwrite each other.

const VERSION = 2;
const KIND = "llm-interview-kb practice";
const [CARD, LOG, SETTINGS, PLAN] = ["kb2/card/", "kb2/log", "kb2/settings", "kb2/plan"];
const OLD = "kb-practice-1"; // {id: {said, missed, last}}
const MOST = 5000;
const NUMBERS = ["s", "d", "last", "due", "reps", "lapses", "state", "step", "grade", "rev"];
// s: stability in days, d: difficulty 1-10, last and due: ms, state and step: FSRS's own, grade: 1-4, rev: the revision that was practised.

const whole = (value, from, to) => Number.isInteger(value) && value >= from && value <= to;
const known = (card) => NUMBERS.every((key) => Number.isFinite(card?.[key])) && card.s > 0 && card.d >= 1 && card.d <= 10 && whole(card.grade, 1, 4);
const sound = (entry) => Array.isArray(entry) && typeof entry[0] === "string" && whole(entry[1], 1, 8.64e15) && whole(entry[2], 1, 4) && entry.slice(3).every(Number.isFinite);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const same = (a, b) => a[0] === b[0] && a[1] === b[1];

// The memory over a storage; `refused` is called once when nothing can be written, and what is practised then holds for this visit.
export function open(storage, refused = () => {}) {
  const here = new Map(); // what could not be written
  let said = false;

  function read(key) {
    if (here.has(key)) return here.get(key);
    try {
      return JSON.parse(storage.getItem(key));
    } catch {
      return null; // refused or damaged
    }
  }

  function write(key, value) {
    try {
      if (value === undefined) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify(value));
      here.delete(key);
    } catch {
      here.set(key, value ?? null);
      if (!said) refused();
      said = true;
    }
  }

  function names() {
    const found = new Set(here.keys());
    try {
      for (let i = 0; i < storage.length; i++) found.add(storage.key(i));
    } catch {}
    return [...found];
  }

  const card = (id) => {
    const found = read(CARD + id);
    return known(found) ? found : null;
  };
  const cards = () => {
    const ids = names().filter((key) => key?.startsWith(CARD)).map((key) => key.slice(CARD.length));
    return new Map(ids.map((id) => [id, card(id)]).filter(([, found]) => found));
  };
  const list = (key) => (Array.isArray(read(key)) ? read(key) : []);
  const log = () => list(LOG).filter(sound);
  const settings = () => (isObject(read(SETTINGS)) ? read(SETTINGS) : {});
  const plan = () => list(PLAN).filter((name) => typeof name === "string");

  let renamed = new Map(); // old card -> new card

  // The card that an old one is now; a follow-up goes where its question went.
  function now(id) {
    const [question, followup] = id.split("#");
    const moved = renamed.get(question) ?? question;
    const whole = followup ? `${moved}#${followup}` : moved;
    return renamed.get(whole) ?? whole;
  }

  // What was practised under an old name is the new card's; where both were practised the later holds.
  function rename() {
    const old = [...cards()].filter(([id]) => now(id) !== id);
    for (const [id, found] of old) {
      const there = card(now(id));
      if (!there || there.last < found.last) write(CARD + now(id), found);
      write(CARD + id, undefined);
    }
    const lines = log();
    if (lines.some(([id]) => now(id) !== id)) write(LOG, lines.map(([id, ...rest]) => [now(id), ...rest]));
  }

  const memory = {
    current: now,
    renamed(names) {
      renamed = new Map(Object.entries(names));
      if (renamed.size) rename();
    },
    card,
    cards,
    log,
    settings,
    plan,
    set: (changed) => write(SETTINGS, { ...settings(), ...changed }),
    tick: (name, done) => write(PLAN, [...new Set([...plan().filter((other) => other !== name), ...(done ? [name] : [])])]),
    // A card after it was graded, and a line of the log: [id, ms, grade, seconds, ticked points as bits].
    grade(id, changed, seconds, ticks) {
      write(CARD + id, changed);
      write(LOG, [...log(), [id, changed.last, changed.grade, seconds, ticks]].slice(-MOST));
    },
    // As it was before its last grade.
    undo(id, before) {
      write(CARD + id, before ?? undefined);
      const lines = log();
      const at = lines.findLastIndex((line) => line[0] === id);
      if (at >= 0) write(LOG, lines.toSpliced(at, 1));
    },
    // The reworded answer was shown: not said again.
    seen(id, rev) {
      const found = card(id);
      if (found && found.rev !== rev) write(CARD + id, { ...found, rev });
    },
    clear() {
      for (const key of names()) if (key?.startsWith("kb2/")) write(key, undefined);
    },
    dump: (now) => ({ kind: KIND, version: VERSION, saved: new Date(now).toISOString(), cards: Object.fromEntries(cards()), log: log(), settings: settings(), plan: plan() }),
    // What taking over a file would change. Of a card known on both sides the one practised later holds.
    compare(data) {
      const mine = cards();
      const theirs = Object.entries(data.cards);
      const later = theirs.filter(([id, card]) => mine.has(id) && card.last > mine.get(id).last);
      const fresh = theirs.filter(([id]) => !mine.has(id));
      const lines = log();
      return { fresh, later, kept: theirs.length - fresh.length - later.length, lines: data.log.filter((line) => !lines.some((other) => same(line, other))) };
    },
    take(data) {
      const { fresh, later, lines } = memory.compare(data);
      for (const [id, card] of [...fresh, ...later]) write(CARD + id, card);
      write(LOG, [...log(), ...lines].sort((a, b) => a[1] - b[1]).slice(-MOST));
      write(SETTINGS, { ...data.settings, ...settings() });
      write(PLAN, [...new Set([...plan(), ...data.plan])]);
      rename(); // the file may be older than a name
    },
  };
  carryOver(read(OLD), memory, write);
  return memory;
}

// A file that was written by `dump`, or why it is none: "damaged", "foreign", "newer".
export function parse(text) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    return { why: "damaged" };
  }
  if (!isObject(data) || data.kind !== KIND) return { why: "foreign" };
  if (!(data.version <= VERSION)) return { why: "newer" };
  const fine = isObject(data.cards) && Object.values(data.cards).every(known) && Array.isArray(data.log) && data.log.every(sound);
  if (!fine || !isObject(data.settings) || !Array.isArray(data.plan) || !data.plan.every((name) => typeof name === "string")) return { why: "damaged" };
  return { data };
}

// The first version kept how often a question was said and missed, and no time: it counts as met yesterday, once.
function carryOver(old, memory, write) {
  if (!isObject(old)) return;
  const last = Date.now() - 864e5;
  for (const [id, { said, missed, last: known } = {}] of Object.entries(old)) {
    if (memory.card(id) || !(said + missed > 0)) continue;
    const first = known ? { s: 2.3, d: 2.1, grade: 3 } : { s: 0.2, d: 6.4, grade: 1 }; // FSRS's first Good and first Again, rounded
    memory.grade(id, { ...first, last, due: last + 864e5, reps: said + missed, lapses: missed, state: 2, step: 0, rev: 0 }, 0, 0);
  }
  write(OLD, undefined);
}

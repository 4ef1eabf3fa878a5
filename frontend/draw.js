// What a mock interview asks.
import { DAY } from "./days.js";
import { recall } from "./schedule.js";

const [BROAD, DEEP, FOLLOWUPS] = [4, 2, 2];
const CODING = "coding";

// Drawn by how often a question is asked and how weak it is; of one stage no more than two, and no two that are related.
export function drawn(all, known, { stages, coding, now, random = Math.random }) {
  const wanted = all.filter((row) => !row.parent && (row.stage === CODING ? coding : !stages.length || stages.includes(row.stage)));
  const chances = new Map(wanted.map((row) => [row, (row.asked + 1) * (1.2 - recall(known.get(row.id), now + DAY))]));
  const found = [];
  const fits = (row) => !found.some((other) => other.related.includes(row.id)) && (stages.length || found.filter((other) => other.stage === row.stage).length < 2);
  const draw = (count, from) => {
    for (let n = 0; n < count; n++) {
      const rest = from.filter((row) => !found.includes(row));
      const pool = rest.filter(fits).length ? rest.filter(fits) : rest;
      let left = random() * pool.reduce((sum, row) => sum + chances.get(row), 0);
      const row = pool.find((one) => (left -= chances.get(one)) < 0) ?? pool.at(-1);
      if (row) found.push(row);
    }
  };
  const prose = wanted.filter((row) => row.stage !== CODING);
  draw(BROAD, prose.filter((row) => row.difficulty < 3));
  draw(DEEP, prose.filter((row) => row.difficulty === 3));
  if (coding) draw(1, wanted.filter((row) => row.stage === CODING));
  return found.flatMap((row) => [row.id, ...followups(all, known, row, now)]);
}

// The weakest follow-ups first; those never met are as weak as can be.
function followups(all, known, row, now) {
  const own = all.filter((other) => other.parent === row.id);
  return own.sort((a, b) => recall(known.get(a.id), now) - recall(known.get(b.id), now)).slice(0, FOLLOWUPS).map(({ id }) => id);
}

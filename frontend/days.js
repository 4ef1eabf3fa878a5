// Days as someone who practises counts them: they end at four in the morning, for those who practise late.
export const MINUTE = 6e4;
export const DAY = 864e5;
const NIGHT = 4 * 60 * MINUTE;
const SOON = 7; // days before an interview in which its date rules

// How far our days are behind those of UTC, in ms.
export const shift = (ms) => new Date(ms).getTimezoneOffset() * MINUTE + NIGHT;

// Which day it is, as a number.
export const day = (ms) => Math.floor((ms - shift(ms)) / DAY);

const parts = (date) => date.split("-").map((part, i) => Number(part) - (i === 1));

// The date of a time, as `2026-11-21`.
export function local(ms) {
  const at = new Date(ms);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

// Days until the interview (0 on its day) where its date rules, else null: none set, past, or far away.
export function daysLeft(date, now) {
  if (!/^\d{4}-\d\d-\d\d$/.test(date ?? "")) return null;
  const left = Math.round((Date.UTC(...parts(date)) - Date.UTC(...parts(local(now - NIGHT)))) / DAY);
  return left >= 0 && left <= SOON ? left : null;
}

// Nine in the morning of the interview's day.
export const interview = (date) => {
  const [year, month, number] = parts(date);
  return new Date(year, month, number, 9).getTime();
};

// The words of the page's language, which its template hands over; {name} stands for a value.
const words = JSON.parse(document.getElementById("kb-words").textContent);

export function say(key, values = {}) {
  if (!(key in words)) throw new Error(`no word: ${key}`);
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

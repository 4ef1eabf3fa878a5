// A line at the foot of the page that asks for nothing; and the mark that says a copy was saved, kept apart from the copy.
const SAVED = "kb-copy";

export function button(text, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  made.addEventListener("click", act);
  return made;
}

export const later = (text) => button(text, () => document.querySelector(".kb-note")?.remove());

export function show(base, text, actions) {
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("assets/kb/note.css", base).href });
  style.addEventListener("load", () => (box.hidden = false));
  const box = Object.assign(document.createElement("aside"), { className: "kb-note", hidden: true });
  box.setAttribute("role", "status");
  box.append(Object.assign(document.createElement("span"), { textContent: text }), ...actions);
  document.querySelector(".kb-note")?.remove();
  document.head.append(style);
  document.body.append(box);
}

// {release, languages} of the copy that was saved, or null.
export function remembered() {
  try {
    return JSON.parse(localStorage.getItem(SAVED));
  } catch {
    return null;
  }
}

export function remember(copy) {
  try {
    if (copy) localStorage.setItem(SAVED, JSON.stringify(copy));
    else localStorage.removeItem(SAVED);
  } catch {} // refused: a lost copy will not be noticed
}

// What a card shows: the question, and its answer with the points to tick. The HTML is our own pages', formulas included.
import { placed } from "./places.js";
import { say } from "./words.js";

export const element = (tag, props = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), props);
  made.append(...children);
  return made;
};

export const html = (tag, text, props = {}) => placed(element(tag, { ...props, innerHTML: text }));

// Where a card is explained.
export function address(base, lang, id) {
  const [question, anchor] = id.split("#");
  const url = new URL(`${base}/${lang === "en" ? "en/" : ""}q/${question}/`, location.href);
  if (url.protocol === "file:") url.pathname += "index.html"; // a folder on disk has no first page
  return `${url.href}${anchor ? `#${anchor}` : ""}`;
}

export const title = (card, id) => (id.includes("#") ? card.followups[id.split("#")[1]].title : card.title);

// Tables scroll in a box of their own.
export function boxed(text) {
  for (const table of text.querySelectorAll("table")) {
    const box = element("div", { className: "kb-table", tabIndex: 0, role: "group", ariaLabel: say("table") });
    table.replaceWith(box);
    box.append(table);
  }
  return text;
}

// The answer of a card; `ticked` is what was said so far, `changed` is called when it changes.
export function answer(card, id, url, ticked, changed) {
  const open = element("p", {}, element("a", { href: url, target: "_blank", rel: "noopener", className: "kb-full", textContent: say("full") }));
  if (id.includes("#")) return [boxed(html("div", card.followups[id.split("#")[1]].answer)), open];
  const points = element("fieldset", {}, element("legend", { textContent: say("points") }));
  card.points.forEach((point, i) => {
    const box = element("input", { type: "checkbox", checked: Boolean(ticked[i]) });
    box.addEventListener("change", () => {
      ticked[i] = box.checked;
      changed();
    });
    points.append(element("label", { className: point.core ? "kb-core" : "" }, box, html("span", point.text)));
  });
  return [html("p", card.short, { className: "kb-said" }), points, open];
}

export const bits = (ticked) => ticked.reduce((sum, yes, i) => sum + (yes ? 2 ** i : 0), 0);

// Where the reader was on a page: kept over the one reload that a new release needs, which the reader asked for.
const PLACE = "kb-place";
const blocks = () => [...document.querySelectorAll("article :is(h1, h2, h3, p, li, tr, figure)")].filter((block) => block.getClientRects().length);
const fields = () => [...document.querySelectorAll("input:not([type=file], [type=radio]), textarea")];

export function keepPlace() {
  const tops = blocks().map((block) => block.getBoundingClientRect().top);
  const block = tops.findIndex((top) => top >= 0); // the first that is seen: what is far away has no height of its own yet
  const place = {
    page: location.href,
    block,
    top: tops[block],
    open: [...document.querySelectorAll("details")].map((one) => one.open),
    texts: fields().map((field) => (field.type === "checkbox" ? field.checked : field.value)),
  };
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(place));
  } catch {} // refused: the page begins at its top
}

export function takePlace() {
  try {
    const place = JSON.parse(sessionStorage.getItem(PLACE));
    sessionStorage.removeItem(PLACE);
    if (place?.page !== location.href) return;
    document.querySelectorAll("details").forEach((one, i) => (one.open = place.open[i] ?? one.open));
    fields().forEach((field, i) => {
      const was = place.texts[i];
      if (typeof was === "boolean" && field.checked !== was) field.click();
      if (typeof was === "string" && was) field.value = was;
    });
    const back = () => scrollBy(0, blocks()[place.block].getBoundingClientRect().top - place.top);
    back();
    addEventListener("load", back, { once: true });
  } catch {} // refused or damaged
}

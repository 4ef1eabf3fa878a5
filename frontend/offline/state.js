// What the reader has opened and written on a page: kept over the one reload that a new release needs, which the reader asked for. Where he was, every
// page keeps by itself.
const STATE = "kb-state";
const fields = () => [...document.querySelectorAll("input:not([type=file], [type=radio]), textarea")];

export function keepState() {
  const state = {
    page: location.href,
    open: [...document.querySelectorAll("details")].map((one) => one.open),
    texts: fields().map((field) => (field.type === "checkbox" ? field.checked : field.value)),
  };
  try {
    sessionStorage.setItem(STATE, JSON.stringify(state));
  } catch {} // refused: the page begins at its top
}

export function takeState() {
  try {
    const state = JSON.parse(sessionStorage.getItem(STATE));
    sessionStorage.removeItem(STATE);
    if (state?.page !== location.href) return;
    document.querySelectorAll("details").forEach((one, i) => (one.open = state.open[i] ?? one.open));
    fields().forEach((field, i) => {
      const was = state.texts[i];
      if (typeof was === "boolean" && field.checked !== was) field.click();
      if (typeof was === "string" && was) field.value = was;
    });
  } catch {} // refused or damaged
}

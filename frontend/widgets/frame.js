// What every widget does alike: a prediction first, fields whose state is in the address, a result that is told and drawn.
export function widget(name, result) {
  const root = document.querySelector(`[data-widget="${name}"]`);
  const { words } = JSON.parse(root.querySelector("script").textContent);
  const form = root.querySelector("form");
  const key = `w-${name}`;
  const fields = [...form.elements].filter((field) => field.name);
  const say = (word, values = {}) => (words[word] ?? word).replace(/\{(\w+)\}/g, (_, value) => values[value]);

  const values = () => {
    const found = {};
    for (const field of fields) {
      if (field.type === "checkbox") found[field.name] = [...(found[field.name] ?? []), ...(field.checked ? [field.value] : [])];
      else if (field.type === "number" || field.type === "range") found[field.name] = Math.min(Number(field.max || Infinity), Math.max(Number(field.min || 0), Number(field.value) || 0));
      else found[field.name] = field.value;
    }
    return found;
  };

  function write() {
    const url = new URL(location.href);
    url.searchParams.set(key, Object.entries(values()).map(([field, value]) => `${field}:${value}`).join(" "));
    try {
      history.replaceState(history.state, "", url);
    } catch {} // too often in a row
  }

  function read() {
    const given = new URLSearchParams(location.search).get(key);
    for (const pair of given?.split(" ") ?? []) {
      const [field, value] = pair.split(":");
      for (const one of fields.filter((other) => other.name === field)) {
        if (one.type === "checkbox") one.checked = value.split(",").includes(one.value);
        else if (one.tagName !== "SELECT" || [...one.options].some((option) => option.value === value)) one.value = value;
      }
    }
    return Boolean(given);
  }

  // {formula, bars: [{label, parts: [[share of the widest, kind]], text}], note}
  function draw() {
    for (const field of fields) if (field.tagName === "SELECT") form.dataset[field.name] = field.value; // some fields belong to one choice
    const { formula, bars, note = "" } = result(values(), say);
    root.querySelector(".kb-w-formula").textContent = formula;
    root.querySelector(".kb-w-note").textContent = note;
    root.querySelector(".kb-w-bars").replaceChildren(
      ...bars.map(({ label, parts, text }) => {
        const row = document.createElement("li");
        const track = Object.assign(document.createElement("span"), { className: "kb-w-track" });
        for (const [share, kind] of parts) {
          const part = Object.assign(document.createElement("span"), { className: `kb-w-${kind}` });
          part.style.width = `${Math.min(100, 100 * share).toFixed(2)}%`;
          track.append(part);
        }
        row.append(Object.assign(document.createElement("span"), { textContent: label }), track, Object.assign(document.createElement("b"), { textContent: text }));
        return row;
      }),
    );
  }

  function open() {
    root.classList.remove("kb-w-asking");
    form.hidden = false;
    draw();
  }

  root.classList.add("kb-w-ready");
  form.addEventListener("input", () => {
    draw();
    write();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  const guess = root.querySelector(".kb-w-guess");
  if (read() || !guess) return open();
  root.classList.add("kb-w-asking");
  guess.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const right = "right" in button.dataset;
    guess.querySelector("[role=status]").textContent = say(right ? "guess_right" : "guess_wrong");
    for (const other of guess.querySelectorAll("button")) other.classList.toggle("kb-main", "right" in other.dataset);
    open();
  });
}

// A number as people write it: few digits, thousands apart.
export const short = (x, digits = 3) => Number(x.toPrecision(digits)).toLocaleString("en", { maximumFractionDigits: 3 });

// The page about offline reading: saves the site, says how far it is and what failed, removes the copy.
import { open } from "./offline/copies.js";
import { button, remember, remembered } from "./offline/note.js";
import { newest, total } from "./offline/release.js";
import { save } from "./offline/save.js";
import { say } from "./words.js";

const root = document.querySelector(".kb-offline");
const base = new URL(`${root.dataset.base}/`, location.href);
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const form = root.querySelector("form");
const patience = () => Number(root.dataset.patience) * 1000;
let copies = null;
let sizes = null; // of the newest release, if it is known
let newer = ""; // its name
let running = null;

const megabytes = (bytes) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
const languages = () => form.languages.value.split(" ");
const tell = (key, values) => (part("state").textContent = say(key, values));

function buttons(...made) {
  part("buttons").replaceChildren(...made);
}

const start = (key) => Object.assign(button(say(key), run), { className: "kb-main" });
const remove = () => button(say("remove"), async () => {
  await copies.remove();
  remember(null);
  await look();
});

// Both languages, or one; what each takes.
function amounts() {
  for (const [value, output] of [["zh en", "both"], ["zh", "zh"], ["en", "en"]]) {
    const { fetched, kept } = sizes ? total(sizes, value.split(" ")) : {};
    part(`amount-${output}`).textContent = sizes ? say("amount", { fetched: megabytes(fetched), kept: megabytes(kept) }) : "";
  }
}

// What there is, in words, and what can be done about it.
async function look() {
  part("progress").hidden = true;
  part("failed").replaceChildren();
  const copy = await copies.whole();
  const before = remembered();
  form.hidden = false;
  if (copy) {
    form.languages.value = copy.languages.join(" ");
    form.onchange = () => languages().join() === copy.languages.join() ? look() : buttons(start("change"), remove());
    const missing = await copies.missing(copy);
    remember({ release: copy.release, languages: copy.languages });
    const values = { release: copy.release, date: new Date(copy.saved).toLocaleDateString(document.documentElement.lang), kept: megabytes(copy.bytes), n: missing.length };
    const state = missing.length ? "incomplete" : newer && newer !== copy.release ? "older" : "saved";
    tell(state, values);
    buttons(...(state === "saved" ? [] : [start(state === "older" ? "update" : "restore")]), remove());
    return;
  }
  form.onchange = null;
  if (before) form.languages.value = before.languages.join(" ");
  if (before) tell("lost");
  else if (await copies.underWay()) tell("begun");
  else tell("none");
  buttons(start(before ? "restore" : (await copies.underWay()) ? "resume" : "all"), ...((await copies.underWay()) ? [remove()] : []));
}

async function run() {
  running = new AbortController();
  form.hidden = true;
  part("failed").replaceChildren();
  part("progress").hidden = false;
  tell("saving");
  buttons(button(say("stop"), () => running.abort()));
  navigator.storage?.persist?.().catch(() => {}); // asks the browser not to clear it; it may refuse
  const ended = await save({ base, copies, languages: languages(), patience: patience(), signal: running.signal, progress: advance });
  running = null;
  await END[ended.state](ended);
}

function advance({ done, all }) {
  part("bar").value = all ? done / all : 0;
  part("done").textContent = say("progress", { percent: Math.floor(all ? (100 * done) / all : 0), done: megabytes(done), all: megabytes(all) });
}

// A save that ended before its end keeps what it has; the form shows what else could be chosen.
function unfinished(key, values) {
  tell(key, values);
  form.hidden = false;
  buttons(start("resume"), remove());
}

const END = {
  async done({ release }) {
    newer = release;
    await look();
  },
  stopped: () => unfinished("stopped"),
  away: () => unfinished("away"),
  list: () => unfinished("no_list"),
  full: ({ needed, free }) => unfinished(Number.isFinite(free) ? "full" : "full_unsaid", { needed: megabytes(needed), free: megabytes(free) }),
  failed({ files }) {
    unfinished("failed", { n: files.length });
    buttons(start("retry"), remove());
    const line = ({ path, why, status }) => Object.assign(document.createElement("li"), { textContent: `${path}: ${say(`why_${why}`, { status })}` });
    part("failed").replaceChildren(...files.map(line));
  },
};

async function main() {
  root.hidden = false;
  try {
    copies = open(base.href);
    await copies.underWay();
    if (!crypto.subtle || !navigator.serviceWorker || !self.DecompressionStream) throw new Error("too old, or no https");
  } catch {
    form.hidden = true;
    return tell("refused"); // private mode, no https, or switched off
  }
  form.languages.value = "zh en";
  const known = newest(base, { patience: patience() }).then((found) => {
    sizes = found.sizes;
    newer = found.release;
  });
  await known.catch(() => {}); // without network: what is there is said all the same
  amounts();
  if (new URLSearchParams(location.search).has("restore") && !(await copies.whole())) {
    history.replaceState(null, "", location.pathname);
    await look();
    return run();
  }
  await look();
}

main();

// Once a page is idle: registers the service worker, offers a new release once, says when the browser has dropped the saved copy. Nothing else of
// offline reading is loaded here.
import { wholeCopy } from "./offline/names.js";
import * as note from "./offline/note.js";
import { keepState, takeState } from "./offline/state.js";

const words = document.currentScript.dataset;
const base = new URL("../../", document.currentScript.src);
const OFFERED = "kb-offered"; // the release that was offered last
const PAUSE = 36e5; // ms between looks for a new release while a page stays open
let accepted = false;

takeState();
if (navigator.serviceWorker) {
  const idle = () => (self.requestIdleCallback ?? ((act) => setTimeout(act, 2000)))(() => start().catch(() => {})); // refused: everything reads without
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle);
}

async function start() {
  const container = navigator.serviceWorker;
  const first = !container.controller;
  const registration = await container.register(new URL("worker.js", base), { scope: base.pathname, updateViaCache: "none" });
  container.addEventListener("controllerchange", () => {
    if (accepted) location.reload();
  });
  if (first) {
    await container.ready;
    const addresses = [location.href, ...performance.getEntriesByType("resource").map(({ name }) => name)];
    registration.active.postMessage({ kind: "seen", addresses: addresses.map((address) => address.split("#")[0]) });
  }
  watch(registration);
  await lost();
}

function watch(registration) {
  const look = () => offer(registration.waiting).catch(() => {});
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - looked < PAUSE) return;
    looked = Date.now();
    registration.update().catch(() => {}); // no network
  });
  look();
}

async function offer(waiting) {
  if (!waiting || !navigator.serviceWorker.controller) return;
  const release = await asked(waiting);
  try {
    if (localStorage.getItem(OFFERED) === release) return;
    localStorage.setItem(OFFERED, release);
  } catch {} // refused: offered on each page
  const accept = note.button(words.accept, () => {
    accepted = true;
    keepState();
    waiting.postMessage({ kind: "accepted" });
  });
  note.show(base, words.offer, [accept, note.later(words.later)]);
}

function asked(worker) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((done) => {
    port1.onmessage = ({ data }) => done(data);
    worker.postMessage({ kind: "release" }, [port2]);
  });
}

// A copy was saved here, and the browser has dropped it: said once.
async function lost() {
  if (document.querySelector(".kb-offline") || !note.remembered()) return;
  if (await wholeCopy(base.href, caches)) return;
  note.remember(null);
  const restore = Object.assign(document.createElement("a"), { href: `${words.page}?restore`, textContent: words.restore });
  note.show(base, words.lost, [restore, note.later(words.later)]);
}

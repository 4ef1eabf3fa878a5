// The service worker. Online it changes nothing but that pages seen once are kept; without network it answers from the reader's saved copy, from what
// was seen, or with a page that says there is neither. It never takes over by itself from the worker before it.
import { keyOf, named, sha256, wholeCopy } from "./offline/names.js";

const { release, shell } = self.kb; // the release's name; the files of the shell with their hashes
const { scope } = self.registration;
const names = named(scope);
const SHELL = names.shell + release;
const PATIENCE = 3000; // ms that the network has where there is another answer
const PAUSE = 20000; // ms that it has none, after it was too slow
const MOST = 200; // pages seen that are kept
const SLOW = 30000; // ms for a file of the shell
const SAID = ["content-type", "etag", "last-modified"]; // of an answer's headers, what is kept
const NOT_KEPT = /^(anki|api|pdf|offline\/packs)\/|^(offline\/(release|list)|worker\.js|llms|SHA256SUMS|sitemap)|\.(zip|gz)$/;

const path = (key) => key.slice(scope.length);
const isPage = (key) => /(^|\/)$/.test(path(key));
let slowUntil = 0;

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || request.cache === "no-store" || request.headers.has("range")) return;
  const key = keyOf(request.url, scope);
  if (!key.startsWith(scope) || NOT_KEPT.test(path(key))) return;
  event.respondWith(answer(event, key));
});
addEventListener("message", (event) => {
  if (event.data?.kind === "release") event.ports[0].postMessage(release);
  if (event.data?.kind === "accepted") self.skipWaiting(); // the reader's own wish
  if (event.data?.kind === "seen") event.waitUntil(Promise.all(event.data.addresses.map(seen)).catch(() => {}));
});

// ---- the shell

// All of it, each file as the release has it, or the worker is not installed.
async function install() {
  const cache = await caches.open(SHELL);
  await Promise.all(Object.entries(shell).map(async ([name, hash]) => cache.put(keyOf(name, scope), await sound(name, hash))));
}

// From the shell before, from what the browser has fetched already, from the network: the first that is right. A phone that changes its network ends
// what is under way, and no more.
async function sound(name, hash) {
  const address = new URL(name.replace(/(^|\/)index\.html$/, "$1"), scope).href;
  const before = (await caches.keys()).filter((other) => other.startsWith(names.shell));
  const sources = [
    ...before.map((other) => async () => (await caches.open(other)).match(keyOf(name, scope))),
    ...["force-cache", "reload"].map((cache) => () => fetch(address, { cache, signal: AbortSignal.timeout(SLOW) })),
  ];
  for (const source of sources) {
    const found = await source().catch(() => null);
    const body = found?.ok && (await found.arrayBuffer().catch(() => null));
    if (body && (await sha256(body)) === hash) return new Response(body, { headers: { "content-type": found.headers.get("content-type") } });
  }
  throw new Error(`${name}: not as the release has it`);
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith(names.shell) && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

// ---- answers

async function answer(event, key) {
  const page = event.request.mode === "navigate";
  const network = fromNetwork(event, key);
  network.catch(() => {}); // heard below; or nobody waits for it any more
  const first = await Promise.race([network.catch(() => null), late()]);
  if (first && first !== late && !useless(first, page)) return first;
  const kept = await stored(key);
  if (kept) {
    if (first === late) slowUntil = Date.now() + PAUSE;
    return kept;
  }
  try {
    return await network;
  } catch (error) {
    if (!page) throw error;
    return Response.redirect(`${scope}away.html?from=${encodeURIComponent(event.request.url)}`, 302);
  }
}

const late = () => new Promise((done) => setTimeout(done, Date.now() < slowUntil ? 0 : PATIENCE, late));
// An error of the server; or a part of an older page that is gone.
const useless = (response, page) => response.status >= (page ? 500 : 400);

async function fromNetwork(event, key) {
  const response = (await event.preloadResponse) ?? (await fetch(event.request));
  slowUntil = 0;
  if (response.ok) event.waitUntil(keep(key, response.clone()).catch(() => {})); // no room: nothing more is kept
  return response;
}

const same = (one, other) => Boolean(one) && SAID.every((name) => one.headers.get(name) === (other.headers.get(name) ?? "")) && Boolean(one.headers.get("etag") || one.headers.get("last-modified"));

// A page of ours leads to our manifest; what else comes as HTML is somebody's login page.
async function keep(key, response) {
  if (response.type !== "basic" || response.redirected) return;
  const html = response.headers.get("content-type")?.startsWith("text/html") ?? false;
  if (html !== isPage(key)) return;
  const cache = await caches.open(names.visited);
  if (!html && same(await cache.match(key), response)) return;
  const body = await response.arrayBuffer();
  if (html && !new TextDecoder().decode(body).includes("manifest.webmanifest")) return;
  await cache.delete(key); // the newest stand last
  await cache.put(key, new Response(body, { headers: SAID.map((name) => [name, response.headers.get(name) ?? ""]) }));
  if (!html) return;
  const pages = (await cache.keys()).filter(({ url }) => isPage(url));
  await Promise.all(pages.slice(0, Math.max(0, pages.length - MOST)).map((old) => cache.delete(old)));
}

// The whole copy before what was seen here and there: its files are of one release.
async function stored(key) {
  const copy = await wholeCopy(scope, caches).catch(() => null);
  for (const name of [copy?.name, names.visited, SHELL]) {
    const found = name && (await caches.match(key, { cacheName: name }).catch(() => null));
    if (found) return found;
  }
  return null;
}

// What the first page had fetched before there was a worker.
async function seen(address) {
  const key = keyOf(address, scope);
  if (!key.startsWith(scope) || NOT_KEPT.test(path(key))) return;
  const response = await fetch(address, { cache: "force-cache" });
  if (response.ok) await keep(key, response);
}

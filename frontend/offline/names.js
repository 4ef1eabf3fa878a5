// What the page about offline reading and the service worker both know: the names of the caches, and under which address a file is kept.
// Caches belong to a host; two sites on one host are told apart by their path.

export function named(scope) {
  const own = `kb:${new URL(scope).pathname}:`;
  return { own, shell: `${own}shell:`, visited: `${own}visited`, copy: `${own}copy:` };
}

// Under these a copy says what it is: the list of its release, and, once it is whole, which languages it has.
export const LIST = ".list";
export const WHOLE = ".whole";

// A page's address without what it was asked with; a folder's first page is the folder.
export function keyOf(address, scope) {
  const url = new URL(address, scope);
  return `${url.origin}${url.pathname.replace(/(^|\/)index\.html$/, "$1")}`;
}

// The cache that holds a whole copy, with what it says of itself; the newest should there be two.
export async function wholeCopy(scope, caches) {
  const found = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith(named(scope).copy)) continue;
    const cache = await caches.open(name);
    const said = await cache.match(new URL(WHOLE, scope).href);
    if (said) found.push({ name, cache, ...(await said.json()) });
  }
  return found.sort((a, b) => b.saved - a.saved)[0] ?? null;
}

export async function sha256(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

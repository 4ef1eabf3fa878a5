// The copies in the browser: one cache for each release, whole or under way. A file enters only as its release has it.
import { LIST, WHOLE, keyOf, named, sha256, wholeCopy } from "./names.js";

const TYPES = {
  html: "text/html; charset=utf-8", css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8", json: "application/json", svg: "image/svg+xml", png: "image/png",
  woff2: "font/woff2", py: "text/plain; charset=utf-8", webmanifest: "application/manifest+json",
}; // prettier-ignore

export function open(scope) {
  const prefix = named(scope).copy;
  const special = (name) => new URL(name, scope).href;
  const json = (data) => new Response(JSON.stringify(data), { headers: { "content-type": TYPES.json } });

  // All copies but one, newest whole first.
  async function others(name) {
    return (await caches.keys()).filter((other) => other.startsWith(prefix) && other !== name);
  }

  async function begun(list) {
    const name = prefix + list.release;
    const cache = await caches.open(name);
    await cache.put(special(LIST), json(list));
    const keys = new Set((await cache.keys()).map(({ url }) => url));
    const there = new Set(list.packs.flatMap(({ files }) => files).map(([path]) => path).filter((path) => keys.has(keyOf(path, scope))));

    // A file's bytes, if they are what the release says; false if not.
    async function put([path, length, hash], body) {
      if (body.byteLength !== length || (await sha256(body)) !== hash) return false;
      await cache.put(keyOf(path, scope), new Response(body, { headers: { "content-type": TYPES[path.split(".").pop()] ?? "application/octet-stream" } }));
      there.add(path);
      return true;
    }

    // What another copy has of the same bytes need not be fetched again.
    async function reuse(files) {
      for (const other of await others(name)) {
        const before = await caches.open(other);
        const said = await before.match(special(LIST));
        if (!said) continue;
        const hashes = new Map((await said.json()).packs.flatMap((pack) => pack.files).map(([path, , hash]) => [path, hash]));
        for (const file of files) {
          if (there.has(file[0]) || hashes.get(file[0]) !== file[2]) continue;
          const found = await before.match(keyOf(file[0], scope));
          if (found) await put(file, await found.arrayBuffer());
        }
      }
    }

    // From now on this is the reader's copy; only now the others go, and what was not chosen.
    async function finish(languages, files) {
      const bytes = files.reduce((sum, [, length]) => sum + length, 0);
      await cache.put(special(WHOLE), json({ release: list.release, languages, bytes, saved: Date.now() }));
      const wanted = new Set([special(LIST), special(WHOLE), ...files.map(([path]) => keyOf(path, scope))]);
      for (const { url } of await cache.keys()) if (!wanted.has(url)) await cache.delete(url);
      for (const other of await others(name)) await caches.delete(other);
    }

    return { there, put, reuse, finish };
  }

  // What is missing of the whole copy that should be there, as paths.
  async function missing(copy) {
    const said = await copy.cache.match(special(LIST));
    if (!said) return ["release.json"];
    const keys = new Set((await copy.cache.keys()).map(({ url }) => url));
    const wanted = (await said.json()).packs.filter(({ lang }) => lang === "both" || copy.languages.includes(lang));
    return wanted.flatMap(({ files }) => files).map(([path]) => path).filter((path) => !keys.has(keyOf(path, scope)));
  }

  // The list of a release whose copy was begun before.
  async function known(release) {
    const name = prefix + release;
    const said = (await caches.has(name)) && (await caches.match(special(LIST), { cacheName: name }));
    return said ? said.json() : null;
  }

  return {
    begun,
    known,
    missing,
    whole: () => wholeCopy(scope, caches),
    underWay: async () => (await others("")).length > 0,
    remove: async () => {
      for (const name of await others("")) await caches.delete(name);
    },
  };
}

// Bytes that the browser still has for us, as far as it says.
export async function room() {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return Math.max(0, quota - usage);
  } catch {
    return Infinity;
  }
}

// Published in the worker's place it takes everything away that workers of this site have stored, then itself. Progress is not touched: it is no cache.
import { named } from "./offline/names.js";

addEventListener("install", () => self.skipWaiting());
addEventListener("activate", (event) => event.waitUntil(away()));

async function away() {
  const { own } = named(self.registration.scope);
  await Promise.all((await caches.keys()).filter((name) => name.startsWith(own)).map((name) => caches.delete(name)));
  await self.registration.unregister();
}

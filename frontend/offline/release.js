// What the newest release consists of, and how its missing files are fetched with the fewest bytes.
import { Failed, bytes } from "./fetched.js";

const A_REQUEST = 1000; // bytes that a request costs besides its body
const PACKED = 0.25; // what is left of a text that a host compresses; measured on our pages: 0.16 to 0.3

async function json(address, sound, options) {
  const got = await bytes(address, options);
  try {
    const data = JSON.parse(new TextDecoder().decode(got));
    if (sound(data)) return data;
  } catch {}
  throw new Failed("list"); // a login page, or cut short
}

// The newest release: {release, sizes: {zh | en | both: [bytes to fetch, bytes kept]}}.
export const newest = (base, options) => json(new URL("offline/release.json", base), ({ release, sizes }) => typeof release === "string" && sizes.both.length === 2, options);

// Its packs and their files.
export async function listed(base, release, options) {
  const file = ([path, size, hash]) => path && size >= 0 && /^[0-9a-f]{64}$/.test(hash);
  return json(new URL(`offline/list-${release}.json`, base), (list) => list.release === release && list.packs.every(({ files }) => files.every(file)), options);
}

export function total(sizes, languages) {
  const wanted = [sizes.both, ...languages.map((lang) => sizes[lang])];
  return { fetched: wanted.reduce((sum, [one]) => sum + one, 0), kept: wanted.reduce((sum, [, one]) => sum + one, 0) };
}

// The packs that a choice of languages needs.
export const chosen = (list, languages) => list.packs.filter((pack) => pack.lang === "both" || languages.includes(pack.lang));

export const filesOf = (packs) => packs.flatMap((pack) => pack.files);
export const size = (files) => files.reduce((sum, [, bytes]) => sum + bytes, 0);

// For each pack what is missing of it, and whether that comes as the pack or file by file.
export function routes(packs, there) {
  return packs
    .map((pack) => {
      const missing = pack.files.filter(([path]) => !there.has(path));
      const single = missing.reduce((sum, [, bytes]) => sum + A_REQUEST + bytes * PACKED, 0);
      const whole = missing.length === pack.files.length || single > pack.size + A_REQUEST;
      return { pack, missing, whole, cost: whole ? pack.size : Math.min(single, size(missing)) };
    })
    .filter(({ missing }) => missing.length);
}

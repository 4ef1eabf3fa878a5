// Saves a release, or what is missing of it. Ends with {state}: "done"; "stopped"; "away" (no connection); "full" with the bytes `needed` and `free`;
// "failed" with the `files` that could not be had and why; "list" (the list of the release cannot be read). Whatever was saved stays saved.
import { room } from "./copies.js";
import { Failed, bytes, unpacked } from "./fetched.js";
import { chosen, filesOf, listed, newest, routes, size } from "./release.js";

const AT_ONCE = 3;
const RELEASES = 5; // how often a site may change while it is saved
const SPARE = 1.05; // of what a cache needs beyond the bodies

export async function save({ base, copies, languages, patience, signal, progress }) {
  const options = { patience, signal };
  let left = 0;
  const told = (now) => {
    left = now.all - now.done;
    progress(now);
  };
  try {
    for (let tries = 0; tries < RELEASES; tries++) {
      const ended = await attempt({ base, copies, languages, options, told });
      if (ended) return ended;
    }
    return { state: "list" };
  } catch (error) {
    if (error.name === "QuotaExceededError") return { state: "full", needed: Math.ceil(left * SPARE), free: await room() };
    if (!(error instanceof Failed)) throw error;
    if (error.why === "full") return { state: "full", ...error.room };
    return { state: { stopped: "stopped", list: "list", status: "list" }[error.why] ?? "away" };
  }
}

// One release; nothing where it was replaced meanwhile.
async function attempt({ base, copies, languages, options, told }) {
  const { release } = await newest(base, options);
  const work = { base, release, options, failed: new Map() }; // failed: path -> why
  const list = (await copies.known(release)) ?? (await listed(base, release, options).catch(async (error) => {
    if (error.why !== "stopped" && (await replaced(work))) return null;
    throw error;
  }));
  if (!list) return null;
  const packs = chosen(list, languages);
  const files = filesOf(packs);
  const copy = await copies.begun(list);
  const left = () => files.filter(([path]) => !copy.there.has(path));
  work.told = () => told({ release, done: size(files) - size(left()), all: size(files) });
  work.copy = copy;
  work.told();
  await enough(size(left()));
  await copy.reuse(files);
  work.told();
  if (!(await each(routes(packs, copy.there), (route) => fetched(route, work)))) return null;
  if (work.failed.size) return { state: "failed", files: [...work.failed].map(([path, why]) => ({ path, ...why })) };
  await copy.finish(languages, files);
  return { state: "done", release };
}

async function enough(needed) {
  const free = await room();
  if (needed * SPARE <= free) return;
  throw Object.assign(new Failed("full"), { room: { needed: Math.ceil(needed * SPARE), free } });
}

// A few at a time; false as soon as one finds that the release was replaced.
async function each(plan, act) {
  const left = [...plan];
  let same = true;
  const worker = async () => {
    while (left.length && same) if (!(await act(left.shift()))) same = false;
  };
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  const broken = ended.find(({ status }) => status === "rejected");
  if (broken) throw broken.reason;
  return same;
}

async function fetched({ pack, missing, whole }, work) {
  let rest = missing;
  if (whole) {
    try {
      rest = await fromPack(pack, missing, work);
    } catch (error) {
      if (!(error instanceof Failed) || error.why === "stopped") throw error;
      if (await replaced(work)) return false; // and where there is no connection, this says so
    }
  }
  for (const file of rest) if (!(await single(file, work))) return false;
  return true;
}

// The files of a pack that were not right.
async function fromPack(pack, missing, { base, options, copy, told }) {
  const got = await bytes(new URL(`offline/packs/${pack.name}`, base), options);
  const whole = await unpacked(got).catch(() => new Uint8Array());
  const wanted = new Set(missing);
  const wrong = [];
  let at = 0;
  for (const file of pack.files) {
    const body = whole.slice(at, (at += file[1]));
    if (wanted.has(file) && !(await copy.put(file, body.buffer))) wrong.push(file);
  }
  told();
  return wrong;
}

// One file from where readers read it; false where the release was replaced.
async function single(file, work) {
  const { base, options, copy, failed, told } = work;
  const [path] = file;
  try {
    const body = await bytes(new URL(path.replace(/(^|\/)index\.html$/, "$1"), base), options);
    if (await copy.put(file, body.buffer)) failed.delete(path);
    else failed.set(path, { why: "wrong" });
  } catch (error) {
    if (!(error instanceof Failed) || error.why === "stopped") throw error;
    failed.set(path, { why: error.why, status: error.status });
  }
  told();
  return !failed.has(path) || !(await replaced(work));
}

async function replaced({ base, release, options }) {
  return (await newest(base, options)).release !== release;
}

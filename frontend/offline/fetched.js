// Bytes from the network, or why not: {why: "status", status}, {why: "stalled"}, {why: "network"}, {why: "stopped"}.

export class Failed extends Error {
  constructor(why, status = 0) {
    super(why);
    Object.assign(this, { why, status });
  }
}

// `patience`: ms without a byte after which nothing more is expected. Nothing is taken from, nor left in, the browser's own cache.
export async function bytes(address, { patience, signal }) {
  const control = new AbortController();
  let stalled = false;
  let timer = 0;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      stalled = true;
      control.abort();
    }, patience);
  };
  const stop = () => control.abort();
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  alive();
  try {
    const response = await fetch(address, { cache: "no-store", signal: control.signal });
    if (!response.ok) throw new Failed("status", response.status);
    const parts = [];
    const reader = response.body.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      alive();
      parts.push(next.value);
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  } catch (error) {
    if (error instanceof Failed) throw error;
    throw new Failed(signal?.aborted ? "stopped" : stalled ? "stalled" : "network");
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

// A pack as it was before it was gzipped; a host may have undone that on the way.
export async function unpacked(packed) {
  if (packed[0] !== 0x1f || packed[1] !== 0x8b) return packed;
  const whole = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(whole).arrayBuffer());
}

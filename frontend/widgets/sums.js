// What the widgets compute: plain numbers in, plain numbers out. The tests compare each with the verify script of its pages.

// Bytes of the KV cache. GQA and MHA keep a key and a value for each KV head, MLA one latent and one rotated key for all.
export function kvCache({ kind, layers, kv, dim, latent, rope, bytes, tokens, batch, card, weights }) {
  const heads = { mha: kv, gqa: kv, mqa: 1 }[kind];
  const layer = bytes * (kind === "mla" ? latent + rope : 2 * heads * dim);
  const token = layers * layer;
  const all = token * tokens * batch;
  return { heads, token, all, room: card * 1e9 - weights * 1e9, full: (all + weights * 1e9) / (card * 1e9) };
}

// Bytes of a GPU's share of weights, gradients and optimizer under ZeRO stages 0 to 3, for parameters in billions; 2 + 2 + 12 bytes each.
export function zero({ params, gpus }) {
  const [weights, grads, optimizer] = [2, 2, 12].map((bytes) => bytes * params);
  return [0, 1, 2, 3].map((stage) => {
    const parts = { weights: stage > 2 ? weights / gpus : weights, grads: stage > 1 ? grads / gpus : grads, optimizer: stage > 0 ? optimizer / gpus : optimizer };
    return { stage, ...parts, all: parts.weights + parts.grads + parts.optimizer, traffic: (stage > 2 ? 3 : 2) * weights };
  });
}

const normalized = (list) => {
  const sum = list.reduce((a, b) => a + b, 0);
  return list.map((x) => (sum ? x / sum : 0));
};

// The probabilities of a step of decoding, largest first: temperature, then top-k and top-p in the order given, then min-p.
export function sampled(given, { temperature, k, p, minp, order = "kp" }) {
  let now = given.map((x) => Math.log(x) / temperature);
  const most = Math.max(...now);
  now = normalized(now.map((x) => Math.exp(x - most)));
  const warm = now;
  const topK = (list) => normalized(list.map((x, i) => (k && i >= k ? 0 : x)));
  const topP = (list) => {
    let before = 0;
    return normalized(list.map((x) => {
      const kept = before < p - 1e-12 ? x : 0;
      before += x;
      return kept;
    }));
  };
  const minP = (list) => normalized(list.map((x) => (x >= minp * list[0] - 1e-12 ? x : 0)));
  for (const cut of order === "kp" ? [topK, topP] : [topP, topK]) now = cut(now);
  now = minP(now);
  return { warm, now, kept: now.filter(Boolean).length };
}

// Parameters of a decoder block by module: [in, out] of each matrix.
export const modules = ({ hidden, ffn, kv }) => ({ q: [hidden, hidden], k: [hidden, kv], v: [hidden, kv], o: [hidden, hidden], gate: [hidden, ffn], up: [hidden, ffn], down: [ffn, hidden] });

// LoRA on the chosen modules of every layer: r (in + out) for each matrix; 16 bytes a trained parameter under mixed-precision Adam.
export function lora({ hidden, ffn, kv, layers, vocab, rank, alpha, chosen }) {
  const shapes = modules({ hidden, ffn, kv });
  const block = Object.values(shapes).reduce((sum, [a, b]) => sum + a * b, 0) + 2 * hidden;
  const all = layers * block + 2 * vocab * hidden + hidden;
  const trained = layers * chosen.reduce((sum, name) => sum + rank * (shapes[name][0] + shapes[name][1]), 0);
  return { all, trained, share: trained / all, scale: alpha / rank, full: 16 * all, lora: 2 * all + 16 * trained, qlora: 0.5 * all + 16 * trained };
}

// Softmax over scores of random keys whose variance is d_k: what scaling by √d_k keeps from saturating. Scores are standard normal draws, fixed.
export function saturation(draws, { dk, scaled }) {
  const scores = draws.map((x) => x * Math.sqrt(dk) / (scaled ? Math.sqrt(dk) : 1));
  const most = Math.max(...scores);
  const weights = normalized(scores.map((x) => Math.exp(x - most)));
  const [s2, s3] = [2, 3].map((power) => weights.reduce((sum, x) => sum + x ** power, 0));
  const entropy = -weights.reduce((sum, x) => sum + (x ? x * Math.log(x) : 0), 0);
  return { scores, weights, top: Math.max(...weights), keys: Math.exp(entropy), jacobian: Math.sqrt(Math.max(0, s2 - 2 * s3 + s2 * s2)) };
}

// GB of the four models of PPO: 16 bytes a parameter that is trained, 2 of one that is frozen; parameters in billions.
export function fourModels({ actor, critic, reward, lora }) {
  const trained = lora ? 2 : 16;
  return { actor: trained * actor, critic: trained * critic, reference: lora ? 0 : 2 * actor, reward: 2 * reward };
}

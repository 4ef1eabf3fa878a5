"""软提示一族：参数量、KV cache、因果等价。 | Soft prompts: parameter counts, KV cache, causal equivalence."""
import numpy as np

# Llama-3.2-3B: layers, width, key/value heads times head size (GQA); virtual tokens
L, H, KV, TOKENS = 28, 3072, 8 * 128, 200
prompt = TOKENS * H  # input vectors
prefix = 2 * L * TOKENS * KV  # a key and a value per layer and virtual token
prefix_mha = 2 * L * TOKENS * H  # were keys and values as wide as the model
def ptuning(tokens, width=H):  # PEFT's prompt encoder: embedding and a three-layer MLP
    return tokens * width + 3 * (width * width + width)
def prefix_mlp(tokens, dim, hidden):  # PEFT's prefix_projection: embedding, Linear, tanh, Linear
    return tokens * dim + dim * hidden + hidden + (hidden + 1) * 2 * L * dim
lora = L * 32 * ((H + H) + (H + KV))  # rank 32 on the query and value projections
# The counts that PEFT's own runs report for this model
assert (prompt, prefix, ptuning(20), lora) == (614_400, 11_468_800, 28_382_208, 9_175_040)
assert 2 * L * 50 * KV == 2_867_200

# Bytes in BF16. A stored prefix is its own KV cache; a prompt grows into a cache of the same size.
BYTES, BATCH = 2, 64
cache = BYTES * prefix

# The runs: seconds of training, and the standard error of an accuracy on GSM8K's test questions
PROMPT_S, LORA_S, QUESTIONS, CORRECT = 1428.5, 942.0, 1319, 631
accuracy = CORRECT / QUESTIONS
assert abs(accuracy - 0.4783927) < 1e-6
error = 100 * (accuracy * (1 - accuracy) / QUESTIONS) ** 0.5

# A two-layer causal Transformer, one head: virtual tokens in front are a constant prefix of keys and values
rng = np.random.default_rng(0)  # any: a sample
D, V, N = 8, 3, 5  # any: width, virtual tokens, text tokens
W = rng.normal(size=(2, 5, D, D)) / D**0.5  # any: query, key, value, two of the FFN
def run(x, past=None):
    caches, weights = [], []
    for layer, (wq, wk, wv, w1, w2) in enumerate(W):
        k, v = x @ wk, x @ wv
        if past is not None:
            k, v = np.vstack((past[layer][0], k)), np.vstack((past[layer][1], v))
        s = x @ wq @ k.T / D**0.5
        s[np.triu(np.ones_like(s, bool), 1 + len(k) - len(x))] = -np.inf
        a = np.exp(s - s.max(1, keepdims=True))
        a /= a.sum(1, keepdims=True)
        caches.append((k, v))
        weights.append(a)
        x = x + a @ v
        x = x + np.tanh(x @ w1) @ w2
    return x, caches, weights
P, X = rng.normal(size=(V, D)), rng.normal(size=(N, D))
alone = run(P)[1]
assert np.allclose(run(np.vstack((P, X)))[0][V:], run(X, alone)[0])  # prompt = prefix, computed once
other = rng.normal(size=(2, D))
behind = [run(np.vstack((t, P)))[1][1][0][2:] for t in (X[:2], other)]  # any: second layer, keys
assert not np.allclose(*behind)  # virtual tokens inside the text depend on what precedes them
# In the first layer the weights among text tokens keep their ratios; in the second they do not
bare, with_prefix = run(X)[2], run(X, alone)[2]
def ratios(a, skip):
    return a[-1, skip:] / a[-1, skip:].sum()
assert np.allclose(ratios(bare[0], 0), ratios(with_prefix[0], V))
assert not np.allclose(ratios(bare[1], 0), ratios(with_prefix[1], V))
# Over many queries, what the prefix itself adds lies in the span of its value rows
many = rng.normal(size=(100, D)) @ W[0][0] @ alone[0][0].T  # any: queries
added = np.exp(many) @ alone[0][1]  # any: first layer, values
assert np.linalg.matrix_rank(added) == V < D

VALUES = {
    "prompt": (prompt, "params"),
    "prefix": (prefix, "params"),
    "prefix_mha": (prefix_mha, "params"),
    "ptuning": (ptuning(TOKENS), "params"),
    "ptuning_run": (ptuning(20), "params"),
    "prefix_mlp": (prefix_mlp(TOKENS, KV, KV), "params"),
    "freedom": (prefix / prompt, "x"),
    "prompt_mb": (BYTES * prompt / 1e6, "MB"),
    "lora_mb": (BYTES * lora / 1e6, "MB"),
    "cache_mb": (cache / 1e6, "MB"),
    "batch": (BATCH, ""),
    "cache_batch_gb": (BATCH * cache / 1e9, "GB"),
    "slower": (100 * (PROMPT_S / LORA_S - 1), "%"),
    "error": (error, "pp"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")

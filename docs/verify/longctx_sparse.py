"""改结构能省多少：混合层的缓存份额，DSA 的计算账。 | What structure saves: cache shares of hybrids, DSA's operations."""

MID, LONG = 131072, 1048576

# 1. Share of the full-attention KV cache that is left at 1M tokens.
GLOBAL, LAYERS, WINDOW = 10, 62, 1024  # Gemma 3 27B
gemma = 100 * (GLOBAL * LONG + (LAYERS - GLOBAL) * WINDOW) / (LAYERS * LONG)
minimax = 100 / 8  # one softmax layer after every seven
kimi = 100 / 4  # three linear layers to one full one

# 2. DSA on DeepSeek-V3.2-Exp: multiply-accumulates per query and layer.
HEADS, LATENT, ROPE = 128, 512, 64
main = HEADS * (LATENT + ROPE + LATENT)  # MLA in MQA mode, per position
NOPE, VDIM = 128, 128
mha = HEADS * (NOPE + ROPE + VDIM)  # MLA in MHA mode: how the dense model prefills
IHEADS, IDIM, TOPK = 64, 128, 2048
indexer = IHEADS * IDIM  # per position, and it scans all of them


def cost(n):
    return n * indexer + min(n, TOPK) * main


saved = {n: n * main / cost(n) for n in (MID, LONG)}
share = 100 * LONG * indexer / cost(LONG)
limit = main / indexer  # one decoded token
prefill_limit = mha / indexer
assert prefill_limit < limit
# Quadratic still: twice the length, about twice the cost of one query.
assert cost(2 * LONG) / cost(LONG) > 1.9
assert saved[MID] < saved[LONG] < limit

VALUES = {
    "gemma_share": (gemma, "%"),
    "minimax_share": (minimax, "%"),
    "kimi_share": (kimi, "%"),
    "main_macs": (main, ""),
    "mha_macs": (mha, ""),
    "index_macs": (indexer, ""),
    "saved_mid": (saved[MID], "x"),
    "saved_long": (saved[LONG], "x"),
    "limit": (limit, "x"),
    "prefill_limit": (prefill_limit, "x"),
    "index_share": (share, "%"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")

"""MoE：总参数、激活参数、路由器开销、批量碰到多少专家。 | MoE: total and active weights, router cost, experts touched by a batch."""
from math import comb


def attention(d, heads, kv, dh):
    return 2 * d * heads * dh + 2 * d * kv * dh


# 1. Mixtral 8x7B: 32 layers, d 4096, 8 experts of width 14336 (SwiGLU), top-2, 32 heads, 8 KV heads, vocabulary 32000.
expert = 3 * 4096 * 14336
gate = 8 * 4096                                     # any: too small to show
rest = 32 * (attention(4096, 32, 8, 128) + gate) + 2 * 32000 * 4096
mix_total, mix_active = 32 * 8 * expert + rest, 32 * 2 * expert + rest
dense = 32 * expert + rest - 32 * gate              # the same model with one FFN a layer: Mistral 7B's shape
assert mix_total < 0.9 * 56e9 and mix_active < 0.95 * 14e9  # not 8 x 7B, not 2 x 7B

# 2. DeepSeek-V3 (report, 4.2; config_671B.json): 61 layers, the first 3 dense; 256 routed experts, 8 chosen, 1 shared.
D, LAYERS, DENSE, WIDTH, ROUTED, CHOSEN, SHARED = 7168, 61, 3, 2048, 256, 8, 1
one = 3 * D * WIDTH
mla = D * 1536 + 1536 * 128 * 192 + D * 576 + 512 * 128 * 256 + 128 * 128 * D
router = ROUTED * D
embed = 129280 * D                                  # looked up, not multiplied; the output matrix is as large
common = LAYERS * mla + DENSE * 3 * D * 18432 + (LAYERS - DENSE) * (SHARED * one + router) + 2 * embed
v3_total = common + (LAYERS - DENSE) * ROUTED * one
v3_active = common + (LAYERS - DENSE) * CHOSEN * one
assert round(v3_total / 1e9) == 671                 # the report's own figure
layer_active = (CHOSEN + SHARED) * one

# 3. Decoding a batch: a routed expert is untouched by one token with probability 1 - k/N (uniform, independent tokens).
touched = {b: 100 * (1 - (1 - CHOSEN / ROUTED) ** b) for b in (1, 8, 32, 128, 512)}
rows = {b: b * CHOSEN / ROUTED for b in touched}

# 4. Fine-grained experts: 16 experts top-2 against 64 quarter-size experts top-8, same weights and same compute.
coarse, fine = comb(16, 2), comb(64, 8)
assert (coarse, fine) == (120, 4426165368)          # as the DeepSeekMoE paper says

VALUES = {
    "expert": (expert, "params"),
    "mix_total": (mix_total, "params"),
    "mix_active": (mix_active, "params"),
    "mix_experts": (32 * 8 * expert, "params"),
    "mix_rest": (rest, "params"),
    "mix_dense": (dense, "params"),
    "mix_total_x": (mix_total / dense, "x"),
    "mix_active_x": (mix_active / dense, "x"),
    "v3_total": (v3_total, "params"),
    "v3_active": (v3_active, "params"),
    "v3_bytes": (v3_total / 1e9, "GB"),             # one byte a weight: FP8
    "v3_flops": (2 * (v3_active - embed), "FLOPs"),  # without attention scores
    "v3_dense_x": ((v3_total - embed) / (v3_active - embed), "x"),
    "router_m": (router, "params"),
    "router_share": (100 * router / layer_active, "%"),
    **{f"touched_{b}": (t, "%") for b, t in touched.items()},
    **{f"rows_{b}": (r, "tokens") for b, r in rows.items()},
    "coarse": (coarse, ""),
    "fine": (fine, ""),
    "ratio_mixtral": (100 * 13 / 47, "%"),
    "ratio_v3": (100 * 37 / 671, "%"),
    "ratio_qwen": (100 * 22 / 235, "%"),
    "ratio_k2": (100 * 32 / 1000, "%"),
    "ratio_oss": (100 * 5.1 / 117, "%"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")

"""Llama 3 70B 切 8 份：每卡的形状、每层的字节、走哪种网要多久。 | Llama 3 70B cut 8 ways: shapes per GPU, bytes per layer, time by network."""

# Table 3 of the Llama 3 report (vocabulary as in the released configuration)
L, H, FFN, HEADS, KV, D, VOCAB = 80, 8192, 28672, 64, 8, 128, 128_256
T, S, BF16 = 8, 8192, 2
ACHIEVED = 400e12  # FLOP/s per H100: what the report gives for 405B; assumed here
NVLINK, IB = 450e9, 50e9  # bytes/s and direction per GPU: half of 900 GB/s; 400 Gbit/s

attn, mlp = 2 * H * HEADS * D + 2 * H * KV * D, 3 * H * FFN
layer = attn + mlp
total = L * layer + 2 * VOCAB * H
assert round(total / 1e9, 1) == 70.6

A100, A100_IB = 300, 25  # GB/s per GPU and direction: NVLink 3, one 200 Gbit/s card
H800, H800_IB = 160, 50  # as the DeepSeek-V3 report gives them

message = S * H * BF16  # one all-reduce: b·s·h elements, b = 1
sent = 4 * 2 * (T - 1) / T * message  # ring: 2(t-1)/t of the message, four times a layer
assert sent == 8 * S * H * (T - 1) / T * BF16
step = L * sent
compute = 6 * L * layer * S / T / ACHIEVED  # forward and backward of the layers, attention scores left out
nv, ib = step / NVLINK, step / IB


def ratio(t: int, bandwidth: float, s: int = S) -> float:
    """Communication over computation, in time. s cancels: a bigger batch or longer sequence does not help."""
    comm = 8 * s * H * (t - 1) / t * BF16 / bandwidth
    return comm / (6 * layer * s / t / ACHIEVED)


assert abs(ratio(T, NVLINK) - nv / compute) < 1e-12 and abs(ratio(T, NVLINK) - ratio(T, NVLINK, 2 * S)) < 1e-12
# 16 ranks in two machines: rings that cross at different GPUs use all 8 cards at once; the cards, not NVLink, are the limit.
two_nodes = T * IB
assert two_nodes < NVLINK and ratio(2 * T, two_nodes) > 2 * ratio(T, NVLINK)
SMALL_H, SMALL_LAYER = 4096, 218_103_808  # Llama 3 8B
small = ratio(T, NVLINK) * SMALL_H / H * layer / SMALL_LAYER

regather = 10 / 8  # Megatron's sequence parallelism gathers the input of both column layers once more in backward

# Activations of one layer, in s·b·h bytes, attention scores recomputed: GPT layer with dropout, 16 bits.
tp_only, tp_sp = 10 + 24 / T, 34 / T

gather_logits = S * VOCAB * BF16
scalars = 3 * S * 4

# Decoding one token: 2 all-reduces per layer, messages of one row
decode = H * BF16
reduces = 2 * L

WIDE = 16
copies = WIDE / KV  # ranks that share one KV head

VALUES = {
    "t": (T, ""),
    "seq": (S, "tokens"),
    "kv_heads": (KV, ""),
    "q_cols": (HEADS * D // T, ""),
    "kv_cols": (KV * D // T, ""),
    "ffn_cols": (FFN // T, ""),
    "vocab_rows": (VOCAB // T, ""),
    "vocab_m": (VOCAB * H / T, "params"),
    "layer_share": (layer / T, "params"),
    "q_m": (H * HEADS * D / T, "params"),
    "kv_m": (2 * H * KV * D / T, "params"),
    "mlp_m": (mlp / T, "params"),
    "norm_m": (2 * H, "params"),
    "message_mb": (message / 1e6, "MB"),
    "layer_mb": (sent / 1e6, "MB"),
    "step_gb": (step / 1e9, "GB"),
    "compute_s": (compute, "s"),
    "nv_s": (nv, "s"),
    "ib_s": (ib, "s"),
    "nv_share": (100 * nv / compute, "%"),
    "ib_ratio": (ib / compute, "x"),
    "two_node_bw": (two_nodes / 1e9, "GB/s"),
    "two_node_share": (100 * ratio(2 * T, two_nodes), "%"),
    "small_share": (100 * small, "%"),
    "regather": (100 * (regather - 1), "%"),
    "act_tp": (tp_only, ""),
    "act_sp": (tp_sp, ""),
    "logits_gb": (gather_logits / 1e9, "GB"),
    "scalars_kb": (scalars / 1e3, "KB"),
    "decode_kb": (decode / 1024, "KiB"),
    "reduces": (reduces, ""),
    "wide": (WIDE, ""),
    "copies": (copies, ""),
    "wide_q": (HEADS / WIDE, ""),
    "a100_ib": (A100_IB, "GB/s"),
    "a100_ratio": (A100 / A100_IB, "x"),
    "h800_ratio": (H800 / H800_IB, "x"),
    "h100_ratio": (NVLINK / IB, "x"),
    "nvlink": (NVLINK / 1e9, "GB/s"),
    "ib": (IB / 1e9, "GB/s"),
    "achieved": (ACHIEVED / 1e12, "TFLOPS"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")

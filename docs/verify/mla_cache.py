"""MLA：缓存、计算、参数的账，以及 93.3% 从哪来。 | MLA: cache, compute and weights, and where 93.3% comes from."""

# DeepSeek-V3 (technical report, 4.2): width, layers, heads, head width, latent, rotated part, query latent
D, LAYERS, HEADS, DH, DC, DR, DQ = 7168, 61, 128, 128, 512, 64, 1536
GIB, KIB = 2**30, 2**10

# 1. Cache: elements per token and layer; bytes in BF16 over all layers.
mla, mha, gqa8, mqa = DC + DR, 2 * HEADS * DH, 2 * 8 * DH, 2 * DH
assert mla > mqa  # MLA's cache is not smaller than that of MQA
size = {"mla": mla, "mha": mha, "gqa": gqa8, "mqa": mqa}
token = {k: e * LAYERS * 2 for k, e in size.items()}
LONG = 131072
full = {k: t * LONG / GIB for k, t in token.items()}

# 2. Multiply-accumulates per head and cached position. MHA mode: q.k of 128 + 64, weighted sum of 128.
#    MQA mode (absorbed): q.c of 512 + 64, weighted sum of 512.
plain, absorbed = DH + DR + DH, DC + DR + DC
# Operations per byte of cache read in decoding, BF16
intensity = HEADS * 2 * absorbed / (mla * 2)
plain_intensity = HEADS * 2 * plain / (HEADS * plain * 2)
assert plain_intensity == 1

# 3. Without absorption the keys of all earlier positions would be computed again at every step.
redo = DC * HEADS * DH / (HEADS * absorbed)

# 4. "Absorbing" by multiplying the two matrices out: the query latent (1536) times the latent (512), for every head.
apart = HEADS * (DQ * DH + DH * DC)
merged = HEADS * DQ * DC
assert merged == 3 * apart

# 5. Weights of one attention layer, against MHA with as many heads of the same width.
parts = [D * DQ, DQ * HEADS * (DH + DR), D * (DC + DR), DC * HEADS * 2 * DH, HEADS * DH * D]
full_mha = 4 * D * HEADS * DH

# 6. 93.3%: DeepSeek 67B (95 layers, 8 KV heads of 128, GQA) at 16 bits against DeepSeek-V2 (60 layers) at 6 bits.
old = 2 * 8 * 128 * 95
new = (512 + 64) * 60
saved = 100 * (1 - new * 6 / (old * 16))
same_bits = 100 * (1 - new / old)
assert round(saved, 1) == 93.3 and round(same_bits, 1) != 93.3

VALUES = {
    **{f"elements_{k}": (e, "") for k, e in size.items()},
    "groups": (mla / (2 * DH), ""),
    "against_mha": (mha / mla, "x"),
    "token_mha_kib": (token["mha"] / KIB, "KiB"),
    "token_gqa_kib": (token["gqa"] / KIB, "KiB"),
    "token_mla_kib": (token["mla"] / KIB, "KiB"),
    "token_mqa_kib": (token["mqa"] / KIB, "KiB"),
    **{f"long_{k}_gib": (f, "GiB") for k, f in full.items()},
    "plain_macs": (plain, ""),
    "absorbed_macs": (absorbed, ""),
    "more_macs": (absorbed / plain, "x"),
    "intensity": (intensity, ""),
    "redo": (redo, "x"),
    "apart_m": (apart / 1e6, ""),
    "merged_m": (merged / 1e6, ""),
    "merged_ratio": (merged / apart, "x"),
    "layer_m": (sum(parts) / 1e6, ""),
    "mha_layer_m": (full_mha / 1e6, ""),
    "old_kb": (old * 2 / 1e3, "KB"),
    "new_kb": (new * 6 / 8 / 1e3, "KB"),
    "saved": (saved, "%"),
    "same_bits": (same_bits, "%"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")

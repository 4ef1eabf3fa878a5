"""七个模型的 KV cache：每 token 的字节数与 131,072 个 token 的总量。 | KV cache of seven models: bytes per token and total at 131,072 tokens."""

KiB, MiB, GiB = 2**10, 2**20, 2**30
T, W = 131072, 2  # tokens in one sequence; BF16


def kv(kv_heads, head_dim, width=W):
    """Bytes per token and layer: one K and one V for each KV head."""
    return 2 * kv_heads * head_dim * width


GEMMA_GLOBAL, GEMMA_LOCAL, GEMMA_WINDOW = 10, 52, 1024  # every sixth of 62 layers is global
OSS_FULL, OSS_LOCAL, OSS_WINDOW = 18, 18, 128
NEXT_FULL, NEXT_LINEAR = 12, 36
assert sum((i + 1) % 6 == 0 for i in range(62)) == GEMMA_GLOBAL and 62 - GEMMA_GLOBAL == GEMMA_LOCAL
models = {  # layers that keep every token, bytes per token and layer, and for some bytes that do not grow
    "llama405": (126, kv(8, 128)),
    "llama70": (80, kv(8, 128)),
    "llama8": (32, kv(8, 128)),
    "gemma27": (GEMMA_GLOBAL, kv(16, 128), GEMMA_LOCAL * GEMMA_WINDOW * kv(16, 128)),
    "dsv3": (61, (512 + 64) * W),  # MLA: one latent and one rotated key, no factor 2
    "oss120": (OSS_FULL, kv(8, 64), OSS_LOCAL * OSS_WINDOW * kv(8, 64)),
    "next80": (NEXT_FULL, kv(2, 256), NEXT_LINEAR * 32 * 128 * 128 * W),  # 32 states of 128 x 128 in a linear layer
}


def size(layers, per_layer, fixed=0, tokens=T):
    return layers * per_layer * tokens + fixed


token = {m: layers * per_layer for m, (layers, per_layer, *_) in models.items()}
total = {m: size(*row) for m, row in models.items()}
gemma_all = 62 * kv(16, 128) * T  # if all layers kept every token
llama7_mha = 32 * kv(32, 128)  # Llama-2-7B
assert llama7_mha > token["llama405"]  # a 7B model with MHA needs more per token than a 405B model with GQA
dsv3_plain = 61 * 128 * (192 + 128) * W  # the same layers with 128 expanded heads: keys of 192, values of 128

# Two common shortcuts, both wrong: hidden size instead of KV heads x head dim, and head dim = hidden / heads.
shortcut_8b = 2 * 32 * 4096 * W
oss_guess = kv(8, 2880 / 64)  # 45 instead of 64
assert shortcut_8b / token["llama8"] == 4 and oss_guess == kv(8, 45)

# Llama 3 70B on eight cards
def on_card(cards):
    return token["llama70"] / min(cards, 8)  # split by KV heads, of which there are 8


PARAMS = 80 * (2 * 8192 * 8192 + 2 * 8192 * 1024 + 3 * 8192 * 28672) + 2 * 128256 * 8192 + 161 * 8192
assert PARAMS == 70_553_706_496
CARDS, CARD, USE, REST = 8, 80e9, 0.9, 4e9
weights = PARAMS * W / CARDS
room = CARD * USE - weights - REST
per_card = on_card(CARDS)
pool = room / per_card
SHORT = 8192
assert on_card(16) == per_card  # more cards than KV heads: copies

# Scales of a 4-bit cache: groups of 32 numbers, a 16-bit scale and a 16-bit zero point each
GROUP = 32
bits = 4 + (16 + 16) / GROUP

VALUES = {
    "tokens": (T, "tokens"),
    "llama405_kib": (token["llama405"] / KiB, "KiB"),
    "llama70_kib": (token["llama70"] / KiB, "KiB"),
    "llama8_kib": (token["llama8"] / KiB, "KiB"),
    "gemma27_kib": (token["gemma27"] / KiB, "KiB"),
    "dsv3_kib": (token["dsv3"] / KiB, "KiB"),
    "oss120_kib": (token["oss120"] / KiB, "KiB"),
    "next80_kib": (token["next80"] / KiB, "KiB"),
    "llama405_gib": (total["llama405"] / GiB, "GiB"),
    "llama70_gib": (total["llama70"] / GiB, "GiB"),
    "llama8_gib": (total["llama8"] / GiB, "GiB"),
    "gemma27_gib": (total["gemma27"] / GiB, "GiB"),
    "dsv3_gib": (total["dsv3"] / GiB, "GiB"),
    "oss120_gib": (total["oss120"] / GiB, "GiB"),
    "next80_gib": (total["next80"] / GiB, "GiB"),
    "gemma27_fixed_mib": (models["gemma27"][2] / MiB, "MiB"),
    "oss120_fixed_mib": (models["oss120"][2] / MiB, "MiB"),
    "next80_fixed_mib": (models["next80"][2] / MiB, "MiB"),
    "gemma27_all_gib": (gemma_all / GiB, "GiB"),
    "gemma27_ratio": (gemma_all / total["gemma27"], "x"),
    "llama7_kib": (llama7_mha / KiB, "KiB"),
    "dsv3_plain_kib": (dsv3_plain / KiB, "KiB"),
    "dsv3_ratio": (dsv3_plain / token["dsv3"], "x"),
    "shortcut_ratio": (shortcut_8b / token["llama8"], "x"),
    "oss_guess_share": (100 * oss_guess / kv(8, 64), "%"),
    "cards": (CARDS, ""),
    "card_gb": (CARD / 1e9, "GB"),
    "use": (100 * USE, "%"),
    "rest_gb": (REST / 1e9, "GB"),
    "weights_gb": (weights / 1e9, "GB"),
    "room_gb": (room / 1e9, "GB"),
    "per_card_kib": (per_card / KiB, "KiB"),
    "pool_tokens": (pool, "tokens"),
    "pool_long": (pool / T, ""),
    "pool_short": (pool / SHORT, ""),
    "fp8_long": (2 * pool / T, ""),
    "int4_bits": (bits, "bits"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")

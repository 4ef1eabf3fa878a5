"""QLoRA 的账：缩放常数、65B 的底座与优化器状态、哪些状态真会分页。 | QLoRA's ledger: scale constants, a 65B base and its optimizer state, which states are paged."""

# Bits per weight: NF4 with a 32-bit scale per 64 weights; double quantization stores scales in 8 bits, 256 to a 32-bit scale
BLOCK, BLOCK2 = 64, 256
single = 32 / BLOCK
double = 8 / BLOCK + 32 / (BLOCK * BLOCK2)
saved = single - double
assert round(double, 3) == 0.127 and round(saved, 3) == 0.373  # the paper's own figures


def linear(layers: int, h: int, f: int, kv: int) -> float:
    return layers * (2 * h * h + 2 * h * kv + 3 * h * f)


def lora(layers: int, h: int, f: int, kv: int, r: int) -> float:
    return layers * r * (2 * 2 * h + 2 * (h + kv) + 3 * (h + f))


# LLaMA-65B: 80 layers, h = 8192, f = 22016, vocabulary 32000
BIG = (80, 8192, 22016, 8192)
big_linear, big_other = linear(*BIG), 2 * 32000 * 8192
assert round((big_linear + big_other) / 1e9, 1) == 65.3
big_lora = lora(*BIG, 64)
adam = 8 * big_lora / 1e9  # two FP32 moments

# Paging starts at tensors of 1e5 elements (bitsandbytes): Llama-2-7B, h = 4096, f = 11008
FLOOR, H, F = 1e5, 4096, 11008


def paged_share(r: int) -> float:
    sizes = [r * H] * (8 + 2 + 1) + [r * F] * (2 + 1)  # A and B of q, k, v, o; gate and up; down
    assert sum(sizes) * 32 == lora(32, H, F, H, r)
    return 100 * sum(size for size in sizes if size >= FLOOR) / sum(sizes)


all_from = -(-FLOOR // H)
assert paged_share(int(all_from)) == 100 > paged_share(int(all_from) - 1)

# Llama-3.1-8B: what prepare_model_for_kbit_training leaves in FP32 (embedding and output head; the norms are small)
llama3_nf4 = (4 + double) / 8 * linear(32, 4096, 14336, 1024) / 1e9
llama3_fp32 = 4 * 2 * 128256 * 4096 / 1e9
assert llama3_fp32 > llama3_nf4

GB_S = 16 * 0.5  # PCIe 3.0 x16 at half its rate, as bitsandbytes' guide reckons

VALUES = {
    "single": (single, ""),
    "double": (double, ""),
    "saved": (saved, ""),
    "big_16bit": (2 * (big_linear + big_other) / 1e9, "GB"),
    "big_single": (((4 + single) / 8 * big_linear + 2 * big_other) / 1e9, "GB"),
    "big_double": (((4 + double) / 8 * big_linear + 2 * big_other) / 1e9, "GB"),
    "big_saved": (saved / 8 * big_linear / 1e9, "GB"),
    "big_lora": (big_lora, "params"),
    "big_adam": (adam, "GB"),
    "big_move": (adam / GB_S, "s"),
    "a_16": (16 * H, ""),
    "b_16": (16 * F, ""),
    "paged_16": (paged_share(16), "%"),
    "all_from": (all_from, ""),
    "llama3_nf4": (llama3_nf4, "GB"),
    "llama3_fp32": (llama3_fp32, "GB"),
    "llama3_bf16": (llama3_fp32 / 2, "GB"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")

"""示例放进上下文要付多少：每次请求对一次微调。 | What examples in the context cost: every request against one fine-tuning."""
PARAMS = 8.03e9  # Llama 3.1 8B
LAYERS, HEADS, KV_HEADS, HEAD = 32, 32, 8, 128
EXAMPLE = 100  # tokens of one example
FEW, MANY = 8, 500
EPOCHS = 3

kv = 2 * LAYERS * KV_HEADS * HEAD * 2  # bytes a token: K and V, 2 bytes each


def prompt(k):
    return k * EXAMPLE


def prefill(k):
    return 2 * PARAMS * prompt(k)


def attention(k):
    """QKᵀ and AV of causal attention over the examples: 2 FLOPs × 2 products × half of the pairs."""
    return 2 * 2 * LAYERS * HEADS * HEAD * prompt(k) ** 2 / 2


train = 6 * PARAMS * EPOCHS * prompt(MANY)
even = train / prefill(MANY)  # requests after which the examples have cost more than the training
assert abs(even - 3 * EPOCHS) < 1e-9

VALUES = {
    "example": (EXAMPLE, "tokens"), "few": (FEW, ""), "many": (MANY, ""), "epochs": (EPOCHS, ""), "even": (even, ""),
    "few_tokens": (prompt(FEW), "tokens"), "many_tokens": (prompt(MANY), "tokens"),
    "few_flops": (prefill(FEW), "FLOPs"), "many_flops": (prefill(MANY), "FLOPs"), "train_flops": (train, "FLOPs"), "attention": (100 * attention(MANY) / prefill(MANY), "%"),
    "few_kv": (prompt(FEW) * kv / 2**20, "MiB"), "many_kv": (prompt(MANY) * kv / 2**30, "GiB"), "weights": (2 * PARAMS / 2**30, "GiB"),
    "extra": (100 * prompt(MANY) * kv / (2 * PARAMS), "%"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:12} {number:.6g} {unit}")

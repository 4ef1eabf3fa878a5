"""约束解码每步的开销：掩码字节、CPU 时间、一批里最慢的一个。 | Cost of constrained decoding per step: mask bytes, CPU time, the slowest mask of a batch."""

VOCAB = 128256  # Llama 3
mask = VOCAB / 8  # one bit a token
words = VOCAB / 32
logits = VOCAB * 4  # FP32
BATCH = 256

# Walking the whole token trie: about two nodes a token, 13 cycles a node, 2 GHz (llguidance's own figures).
NODES, CYCLES, CLOCK = 2, 13, 2e9
walk = NODES * VOCAB * CYCLES / CLOCK
MEAN, CORES, FORWARD = 50e-6, 16, 10e-3  # mean mask time, cores, one forward pass (same source)
sustain = CORES * FORWARD / MEAN
assert sustain == 3200
serial = BATCH * MEAN

# A step waits for its slowest mask: with 100 requests, how often is at least one above the 99th percentile?
CROWD, TAIL = 100, 0.99
hit = 1 - TAIL**CROWD

VALUES = {
    "vocab": (VOCAB, ""),
    "mask": (mask, "bytes"),
    "words": (words, ""),
    "logits": (logits / 1000, "KB"),
    "ratio": (logits / mask, "x"),
    "batch": (BATCH, ""),
    "batch_mb": (BATCH * mask / 1e6, "MB"),
    "nodes": (NODES * VOCAB, ""),
    "walk_ms": (walk * 1e3, "ms"),
    "mean_us": (MEAN * 1e6, "us"),
    "serial_ms": (serial * 1e3, "ms"),
    "cores": (CORES, ""),
    "forward_ms": (FORWARD * 1e3, "ms"),
    "spread_ms": (serial / CORES * 1e3, "ms"),
    "crowd": (CROWD, ""),
    "hit": (100 * hit, "%"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:10} {number:.6g} {unit}")

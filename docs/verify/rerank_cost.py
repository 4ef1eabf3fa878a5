"""重排的账：双塔、后期交互、交叉编码器各要算多少、存多少。 | What reranking costs: compute and storage of three architectures."""
from itertools import combinations
from math import cos, pi, sin

# 1. A bge-m3 body (568M parameters less the vocabulary table) reading a query of 32 tokens and chunks of 512;
#    two FLOPs per weight and token, attention scores left out, on an A100 at an assumed 40 % of its BF16 peak.
BODY = 568_000_000 - 256_002_048
QUERY, CHUNK, CANDIDATES, CORPUS = 32, 512, 100, 1_000_000
PEAK, USED = 312e12, 0.40


def seconds(tokens):
    return 2 * BODY * tokens / (PEAK * USED)


bi = QUERY                                   # the chunks were read offline
cross = CANDIDATES * (QUERY + CHUNK)         # every pair is read afresh
everything = CORPUS * (QUERY + CHUNK)
ratio = cross / bi
assert ratio > 1000

# 2. Storage of a million chunks: one vector of 1,024 float32, or one of 128 float16 for every token.
DIM, LATE_DIM = 1024, 128
single = CORPUS * DIM * 4 / 1e9
late = CORPUS * CHUNK * LATE_DIM * 2 / 1e9
assert late > 30 * single

# 3. Training: with B queries and B passages a bi-encoder gets all B² scores from 2B encodings, a cross-encoder reads B² pairs.
B = 32
encodings, pairs = 2 * B, B * B

# 4. What one dot product can express: eight documents on a circle; which pairs can be the top two of some query?
DOCS = 8
points = [(cos(2 * pi * i / DOCS), sin(2 * pi * i / DOCS)) for i in range(DOCS)]
reached = set()
for step in range(3600):                     # any: a fine sweep of query directions
    angle = (step + 0.5) * 2 * pi / 3600     # any: the same sweep
    scores = [x * cos(angle) + y * sin(angle) for x, y in points]
    order = sorted(range(DOCS), key=lambda i: -scores[i])
    reached.add(frozenset(order[:2]))
possible = len(list(combinations(range(DOCS), 2)))
assert len(reached) == DOCS < possible

VALUES = {
    "query": (QUERY, "tokens"), "chunk": (CHUNK, "tokens"), "candidates": (CANDIDATES, ""), "used": (100 * USED, "%"),
    "bi_ms": (1000 * seconds(bi), "ms"), "cross_s": (seconds(cross), "s"), "all_hours": (seconds(everything) / 3600, "hours"),
    "cross_tokens": (cross, "tokens"), "ratio": (ratio, "x"),
    "single_gb": (single, "GB"), "late_gb": (late, "GB"),
    "batch": (B, ""), "encodings": (encodings, ""), "pairs": (pairs, ""),
    "docs": (DOCS, ""), "reached": (len(reached), ""), "possible": (possible, ""),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")

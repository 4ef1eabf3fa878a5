"""重排的得失：同一批候选换不同精排器，以及分数过 sigmoid。 | What reranking gains: one candidate list, six rerankers, and scores through a sigmoid."""
from math import exp

# 1. Scores published in the README of Qwen3-Embedding (2025-06): the top 100 of Qwen3-Embedding-0.6B, reranked. (MTEB-R, CMTEB-R)
BASE = (61.82, 71.02)
SCORES = {
    "jina": (58.22, 63.37), "gte": (59.51, 74.08), "bge": (57.03, 72.16),
    "q06": (65.80, 71.31), "q4": (69.76, 75.94), "q8": (69.02, 77.45),
}
gain = {name: (en - BASE[0], zh - BASE[1]) for name, (en, zh) in SCORES.items()}
worse = sum(en < 0 for en, _ in gain.values())  # any: no gain is exactly 0
assert worse == 3 and gain["q8"][0] < gain["q4"][0]      # a reranker can hurt, and the largest isn't always the best

# 2. Two FlagEmbedding rerankers on the same two pairs: raw scores as documented, mapped by a sigmoid.
def sigmoid(x):
    return 1 / (1 + exp(-x))


LOW_LARGE, LOW_V2 = -5.60546875, -8.1875
HIGH_LARGE, HIGH_V2 = 5.76171875, 5.26171875     # any: the relevant pair; anything larger keeps its place
ratio = sigmoid(LOW_LARGE) / sigmoid(LOW_V2)
assert sigmoid(LOW_LARGE) < sigmoid(HIGH_LARGE) and sigmoid(LOW_V2) < sigmoid(HIGH_V2)     # the order never changes

# 3. Two stages in a row: found by the first, then kept by the second.
FOUND, KEPT = 0.70, 0.95
final = FOUND * KEPT

VALUES = {"models": (len(SCORES), ""), "worse": (worse, ""), "ratio": (ratio, "x"), "base_en": (BASE[0], ""), "base_zh": (BASE[1], ""),
          "low_large": (sigmoid(LOW_LARGE), ""), "low_v2": (sigmoid(LOW_V2), ""),
          "found": (100 * FOUND, "%"), "kept": (100 * KEPT, "%"), "final": (100 * final, "%")}
for name, (en, zh) in gain.items():
    VALUES[f"{name}_en"], VALUES[f"{name}_zh"] = (en, ""), (zh, "")
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")

"""检索指标走一遍：上下文精度只看取回来的，漏掉的证据不扣分。 | Retrieval metrics worked through: context precision looks only at what came back and forgives missed evidence."""
from math import log2

K, GOLD = 5, 3                       # results kept; pieces of evidence the question needs
RANKS = {"a": [1], "b": [2, 3, 5], "c": [1, 2, 4]}    # where each system puts evidence


def precision_at(ranks, k):
    return sum(r <= k for r in ranks) / k


def metrics(ranks):
    hits = [r for r in ranks if r <= K]
    summed = sum(precision_at(hits, r) for r in hits)
    ideal = sum(1 / log2(1 + i) for i in range(1, min(K, GOLD) + 1))
    return {"hit": float(bool(hits)), "recall": len(hits) / GOLD, "mrr": 1 / min(hits), "ndcg": sum(1 / log2(1 + r) for r in hits) / ideal,
            "cp": summed / len(hits), "ap": summed / GOLD}


rows = {name: metrics(ranks) for name, ranks in RANKS.items()}
assert rows["a"]["cp"] > rows["c"]["cp"] > rows["b"]["cp"]            # by context precision A is perfect ...
assert rows["a"]["hit"] == rows["b"]["hit"] == rows["c"]["hit"]
assert rows["a"]["recall"] < rows["b"]["recall"] == rows["c"]["recall"]   # ... though it missed two of three pieces
assert rows["a"]["ap"] < rows["b"]["ap"] < rows["c"]["ap"]           # dividing by all the evidence restores the order

VALUES = {f"{m}_{n}": (v, "") for n, row in rows.items() for m, v in row.items() if m != "hit"}
VALUES |= {"hit_a": (rows["a"]["hit"], ""), "kept": (K, ""), "gold": (GOLD, "")}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")

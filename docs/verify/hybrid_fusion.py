"""混合检索：同两份名单，RRF 的 k 与加权求和给出不同的次序。 | Hybrid search: the same two lists, ordered differently by RRF's k and by a weighted sum."""
# Two windows of five, best first. Scores are assumed, not measured: X is the answer in other words, which BM25 doesn't find.
BM25 = {"A": 12.4, "B": 11.8, "C": 9.0, "D": 8.1, "E": 7.5}
DENSE = {"X": 0.82, "B": 0.58, "E": 0.57, "A": 0.56, "F": 0.55}
NAMES = sorted(set(BM25) | set(DENSE))


def rank(scores):
    return {name: place for place, name in enumerate(sorted(scores, key=lambda n: -scores[n]), 1)}


def rrf(k):
    return {n: sum(1 / (k + rank(s)[n]) for s in (BM25, DENSE) if n in s) for n in NAMES}


def scaled(scores):
    """Min-max within the window; what a list hasn't found gets 0."""
    low, high = min(scores.values()), max(scores.values())
    return {n: (scores[n] - low) / (high - low) if n in scores else 0.0 for n in NAMES}


def convex(alpha):
    dense, lexical = scaled(DENSE), scaled(BM25)
    return {n: alpha * dense[n] + (1 - alpha) * lexical[n] for n in NAMES}


K, SMALL, ALPHA = 60, 1, 0.6
sixty, one, mixed = rrf(K), rrf(SMALL), convex(ALPHA)
place60, place1, place_cc = rank(sixty), rank(one), rank(mixed)
both = [n for n in NAMES if n in BM25 and n in DENSE]
assert all(sixty[b] > sixty[n] for b in both for n in NAMES if n not in both)      # with k = 60 two mentions beat a first place
assert [place60["X"], place1["X"], place_cc["X"]] == [4, 3, 1]
assert scaled(DENSE)["F"] == 0 == scaled(DENSE)["C"]                               # last in the window counts as not found

VALUES = {}
for n in "XABE":
    VALUES |= {f"rrf60_{n.lower()}": (sixty[n], ""), f"place60_{n.lower()}": (place60[n], ""), f"place1_{n.lower()}": (place1[n], ""),
               f"cc_{n.lower()}": (mixed[n], ""), f"placecc_{n.lower()}": (place_cc[n], "")}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")

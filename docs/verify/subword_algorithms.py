"""子词算法：三种选对准则、三种切法、一元模型的采样。 | Subword algorithms: three ways to pick a pair, three ways to cut, sampling from the unigram model."""

from collections import Counter
from math import log

# 1. Training: which pair is merged first? "fjord" occurs once, all its letters nowhere else.
corpus = {"queen": 8, "quiet": 7, "nine": 6, "inn": 5, "tin": 9, "net": 6, "ten": 5, "fjord": 1}
one, two = Counter(), Counter()
for word, times in corpus.items():
    for c in word:
        one[c] += times
    for pair in zip(word, word[1:]):
        two[pair] += times
N = sum(one.values())


def f(x):
    return x * log(x) if x else 0.0


def delta(k, a, b, total):  # exact change of log-likelihood, in nats, of a unigram model refitted after k merges
    return f(k) + f(a - k) - f(a) + f(b - k) - f(b) + f(total) - f(total - k)


def gain(pair):
    return delta(two[pair], one[pair[0]], one[pair[1]], N)


def ratio(pair):  # the score most tutorials give for WordPiece
    return two[pair] / (one[pair[0]] * one[pair[1]])


pairs = [p for p in two if p[0] != p[1]]
frequent, likely, rare = max(pairs, key=two.get), max(pairs, key=gain), max(pairs, key=ratio)
assert (frequent, likely, rare) == (("i", "n"), ("q", "u"), ("f", "j"))  # three rules, three pairs
assert ratio(rare) == 1 and two[rare] == 1  # the ratio's maximum, reached by a pair seen once
assert gain(("e", "n")) < 0  # a frequent pair whose merge lowers the likelihood
for k, a, b, total in ((9, 900, 1500, 10**5), (5, 2000, 800, 10**6)):  # any: k small beside the rest
    assert abs(delta(k, a, b, total) - k * (log(k * total / (a * b)) - 1)) < 0.05 * k

# 2. Using: one vocabulary, three ways to cut. Probabilities of a unigram model over the pieces (chosen by hand)
TEXT = "研究生命起源"  # to study the origin of life
prob = {
    "研究": 0.05,
    "研究生": 0.02,
    "生命": 0.04,
    "起源": 0.03,
    "研": 0.002,
    "究": 0.001,
    "生": 0.02,
    "命": 0.004,
    "起": 0.01,
    "源": 0.003,
}


def cuts(text):  # every segmentation with its probability
    if not text:
        return [([], 1.0)]
    return [
        ([text[:i], *rest], prob[text[:i]] * p)
        for i in range(1, len(text) + 1)
        if text[:i] in prob
        for rest, p in cuts(text[i:])
    ]


def longest(text):  # WordPiece: the longest piece that fits, again and again
    out = []
    while text:
        i = next(i for i in range(len(text), 0, -1) if text[:i] in prob)
        out.append(text[:i])
        text = text[i:]
    return out


def replay(text, merges):  # BPE: apply the merges in the order in which they were learned
    parts = list(text)
    for a, b in merges:
        i = 0
        while i + 1 < len(parts):
            if parts[i] == a and parts[i + 1] == b:
                parts[i : i + 2] = [a + b]
            i += 1
    return parts


ranked = sorted(cuts(TEXT), key=lambda c: -c[1])
best = ranked[0]
greedy = longest(TEXT)
p_greedy = next(p for c, p in ranked if c == greedy)
assert best[0] == ["研究", "生命", "起源"] and greedy == ["研究生", "命", "起源"]
first = [("研", "究"), ("生", "命"), ("研究", "生"), ("起", "源")]
second = [("研", "究"), ("研究", "生"), ("生", "命"), ("起", "源")]  # the same pieces, two merges swapped
assert replay(TEXT, first) == best[0] and replay(TEXT, second) == greedy
assert len(best[0]) == len(greedy)  # the number of pieces does not tell them apart

# 3. Sampling: P(cut)^alpha, renormalized
share = {}
for alpha in (1.0, 0.2):  # any: alpha = 1 samples the model itself, below that it is flatter
    total = sum(p**alpha for _, p in ranked)
    share[alpha] = [100 * p**alpha / total for _, p in ranked]
assert share[0.2][0] < share[1.0][0] and abs(sum(share[0.2]) - 100) < 1e-9

VALUES = {
    "n_in": (two[frequent], ""),
    "n_qu": (two[likely], ""),
    "n_fj": (two[rare], ""),
    "n_en": (two[("e", "n")], ""),
    "gain_en": (gain(("e", "n")), "nats"),
    "ratio_en": (ratio(("e", "n")), ""),
    "gain_in": (gain(frequent), "nats"),
    "gain_qu": (gain(likely), "nats"),
    "gain_fj": (gain(rare), "nats"),
    "ratio_in": (ratio(frequent), ""),
    "ratio_qu": (ratio(likely), ""),
    "ratio_fj": (ratio(rare), ""),
    "p_best": (best[1], ""),
    "p_greedy": (p_greedy, ""),
    "best_over_greedy": (best[1] / p_greedy, "x"),
    "all_cuts": (len(ranked), ""),
    "share_1": (share[1.0][0], "%"),
    "share_02": (share[0.2][0], "%"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:18} {number:.6g} {unit}")
    for c, p in ranked:
        print(c, p)

"""量化加重算：合成数据上，粗筛取几倍再用原向量重排，召回回到多少。 | Quantization with rescoring: on synthetic data, how recall returns when more candidates are rescored."""
import numpy as np

N, D, QUERIES, K = 6_000, 1024, 50, 10
GROUPS, SPREAD = 12, 0.8            # a mixture of clusters; the spread of a cluster against that of the centres
rng = np.random.default_rng(0)       # any: a sample
centres = rng.standard_normal((GROUPS, D))
points = centres[rng.integers(0, GROUPS, N)] + SPREAD * rng.standard_normal((N, D))
queries = points[:QUERIES] + SPREAD * rng.standard_normal((QUERIES, D))


def unit(x):
    return (x / np.linalg.norm(x, axis=1, keepdims=True)).astype(np.float32)


points, queries = unit(points), unit(queries)
exact = queries @ points.T
truth = np.argpartition(-exact, K, axis=1)[:, :K]


def recall(scores, factor):
    """Take factor*K by the coarse scores, rescore them exactly, keep K."""
    rough = np.argpartition(-scores, factor * K, axis=1)[:, :factor * K]
    fine = np.take_along_axis(exact, rough, axis=1)
    best = np.take_along_axis(rough, np.argpartition(-fine, K - 1, axis=1)[:, :K], axis=1)
    return np.mean([len(set(b) & set(t)) / K for b, t in zip(best, truth, strict=True)])


signs = np.sign(points)
both = np.sign(queries) @ signs.T     # 1 bit on both sides: Hamming distance
mixed = queries @ signs.T                                             # 1 bit stored, the query in full
scale = np.abs(points).max() / 127
whole = queries @ (np.round(points / scale) * scale).T                # int8 stored, one scale for all
FACTORS = (1, 2, 4, 10)
VALUES = {f"{name}{f}": (100 * recall(s, f), "%") for name, s in (("both", both), ("mixed", mixed), ("int8_", whole)) for f in FACTORS
}
assert VALUES["both1"][0] < VALUES["mixed1"][0] < VALUES["int8_1"][0]
assert VALUES["both1"][0] < VALUES["both4"][0] <= VALUES["both10"][0]
VALUES |= {"n": (N, ""), "d": (D, ""), "k": (K, "")}
if __name__ == "__main__":
    for name, (number, unit_) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit_}")

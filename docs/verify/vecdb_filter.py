"""过滤与向量检索：后过滤剩几条，图上还剩几条边，精确扫描要多久。 | Filters and vector search: what is left after, of the graph, and the cost of an exact scan."""
from math import comb

N, D, BANDWIDTH = 10_000_000, 1024, 100e9
EF, K, M = 40, 10, 16                # pgvector's default ef_search, the wanted results, a common M


def at_least(n, p, k):
    """The chance of k or more matches among n independent candidates."""
    return 1 - sum(comb(n, i) * p ** i * (1 - p) ** (n - i) for i in range(k))


LOOSE, TIGHT = 0.10, 0.01            # the share of rows that pass the filter
left_loose, left_tight = EF * LOOSE, EF * TIGHT
full_loose = at_least(EF, LOOSE, K)
need_tight = K / TIGHT
scan_tight_ms = N * TIGHT * 4 * D / BANDWIDTH * 1e3
scan_loose_ms = N * LOOSE * 4 * D / BANDWIDTH * 1e3
edges_loose, edges_tight = 2 * M * LOOSE, 2 * M * TIGHT
assert edges_tight < 1 < edges_loose             # below one surviving link per node the walk gets stuck
QDRANT_LINKS, QDRANT_PASS = 21, 0.04             # Qdrant's article: about 21 links, 96% of points filtered out
qdrant_left = QDRANT_LINKS * QDRANT_PASS
assert qdrant_left < 1
THRESHOLD_KB = 10_000                            # Qdrant's full_scan_threshold_kb; 1 KB is one vector of 256 dimensions
threshold = THRESHOLD_KB * 256 / D

VALUES = {"ef": (EF, ""), "k": (K, ""), "loose": (100 * LOOSE, "%"), "tight": (100 * TIGHT, "%"), "left_loose": (left_loose, ""),
          "left_tight": (left_tight, ""), "full_loose": (100 * full_loose, "%"), "need_tight": (need_tight, ""),
          "rows_tight": (N * TIGHT, ""), "scan_tight_ms": (scan_tight_ms, "ms"), "scan_loose_ms": (scan_loose_ms, "ms"),
          "edges_all": (2 * M, ""), "edges_loose": (edges_loose, ""), "edges_tight": (edges_tight, ""), "qdrant_left": (qdrant_left, ""),
          "threshold": (threshold, "")}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")

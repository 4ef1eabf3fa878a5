"""一千万条 1,024 维向量：各种索引每条几字节、合计多大、扫一遍多久。 | Ten million vectors of 1,024 dimensions: bytes per vector, total size and scan time by index."""
N, D = 10_000_000, 1024
BANDWIDTH = 100e9                    # bytes per second, assumed for one server's memory
SUBVECTORS = 64                      # product quantization: one byte each


def links(m):
    """hnswlib's layout per element: links at level 0 and above, label, pointer, level (no locks, no id table)."""
    level0 = 2 * m * 4 + 4           # up to 2M neighbours of 4 bytes, and their count
    upper = (m * 4 + 4) / (m - 1)    # levels above 0: 1/(M-1) of them expected per element
    return level0 + 8 + 8 + 4 + upper


for m in (16, 32):
    assert 8 * m <= links(m) <= 10 * m           # the rule of thumb of hnswlib's documentation

fp32, int8, bit = 4 * D, D, D / 8
lists = round(N ** 0.5)              # pgvector's advice for more than a million rows
probes = round(lists ** 0.5)
centroids = lists * fp32
codebook = 256 * fp32                # 256 centroids in each subspace
per = {"flat": fp32, "ivf": fp32 + 8, "h16": fp32 + links(16), "h32": fp32 + links(32), "h32i8": int8 + links(32),
       "h32b": bit + links(32), "h16b": bit + links(16), "pq": SUBVECTORS + 8}
extra = {"ivf": centroids, "pq": centroids + codebook}
total = {k: v * N / 1e9 for k, v in per.items()}
for k, more in extra.items():
    total[k] += more / 1e9
graph_full, graph_bit = links(32) / per["h32"], links(32) / per["h32b"]
assert graph_full < 0.1 < 0.5 < graph_bit        # after 1-bit codes the graph, not the vectors, is the bulk

opensearch_fp32 = 1.1 * (4 * D + 8 * 32) * N / 1e9
opensearch_bit = 1.1 * (D / 8 + 8 * 32) * N / 1e9
assert abs(opensearch_bit / total["h32b"] - 1) < 0.1
scan_ms = N * fp32 / BANDWIDTH * 1e3
probe_ms = N * fp32 * probes / lists / BANDWIDTH * 1e3
tenant_ms = 10_000 * fp32 / BANDWIDTH * 1e3
million_ms = 1e6 * fp32 / BANDWIDTH * 1e3

VALUES = {f"{k}_b": (v, "bytes") for k, v in per.items()}
VALUES |= {f"{k}_gb": (v, "GB") for k, v in total.items()}
VALUES |= {"rows": (N, ""), "dim": (D, ""), "links32": (links(32), "bytes"),
           "share_full": (100 * graph_full, "%"), "share_bit": (100 * graph_bit, "%"), "lists": (lists, ""), "probes": (probes, ""),
           "os_fp32": (opensearch_fp32, "GB"), "os_bit": (opensearch_bit, "GB"), "bandwidth": (BANDWIDTH / 1e9, "GB"),
           "scan_ms": (scan_ms, "ms"), "probe_ms": (probe_ms, "ms"), "tenant_ms": (tenant_ms, "ms"), "million_ms": (million_ms, "ms"),
           "codes": (SUBVECTORS, "bytes")}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")

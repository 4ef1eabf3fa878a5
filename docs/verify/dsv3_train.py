"""DeepSeek-V3：训练账、DualPipe 的气泡、限节点路由、MTP 的开销。 | DeepSeek-V3: training budget, DualPipe bubbles, node limit, cost of MTP."""
from math import comb

# 1. Budget (report, section 1 and 4.2): GPU hours per trillion tokens, trillions of tokens, GPUs, active parameters.
PER_T, TOKENS, GPUS, ACTIVE = 180e3, 14.8, 2048, 37e9
hours = PER_T * TOKENS
assert round(hours / 1e3) == 2664                        # the report's own figure
days = hours / GPUS / 24
tflops = 6 * ACTIVE * TOKENS * 1e12 / (hours * 3600) / 1e12  # 6ND, attention scores left out
peak_share = 100 * tflops / 990                          # H800, BF16 peak
usd_m = 2788e3 * 2 / 1e6                                 # all stages at 2 dollars an hour
assert round(usd_m, 3) == 5.576

# 2. Parallelism: 16 pipeline stages, no tensor parallelism; 15360 sequences a step.
PP = 16
replicas = GPUS / PP
micro = 15360 / replicas
D, LAYERS, DENSE, ROUTED = 7168, 61, 3, 256
expert = 3 * D * 2048
mla = D * 1536 + 1536 * 128 * 192 + D * 576 + 512 * 128 * 256 + 128 * 128 * D
embed = 129280 * D
routed = (LAYERS - DENSE) * ROUTED * expert              # split over 64-way EP as well as the stages
rest = LAYERS * mla + DENSE * 3 * D * 18432 + (LAYERS - DENSE) * (expert + ROUTED * D) + 2 * embed
assert round((routed + rest) / 1e9) == 671
copy_b = (routed / (64 * PP) + rest / PP) / 1e9          # mean over GPUs of one copy of the weights

# 3. Bubbles (report, Table 2). f, b, w: forward, whole backward, backward for weights; fb: a forward and a backward overlapped.
def bubbles(f, b, w, fb):
    return (PP - 1) * (f + b), (PP - 1) * (f + b - 2 * w), (PP / 2 - 1) * (fb + b - 3 * w)

calm = bubbles(1, 2, 1, 3)                               # no communication: overlapping gains nothing
busy = bubbles(2, 4, 1, 3)                               # communication as long as computation, all of it hidden by DualPipe
steady = (6, 6, 3)                                       # one micro-batch, forward and backward, in the busy case
total = [micro * s + x for s, x in zip(steady, busy)]

# 4. Node limit: 8 distinct experts out of 256 on 8 nodes of 32, drawn evenly; expected number of nodes hit.
nodes = 8 * (1 - comb(224, 8) / comb(256, 8))
per_node = 160 / 50                                      # NVLink over IB bandwidth
most = 4 * per_node

# 5. MTP module: projection 2d x d, one MoE layer with 9 experts at work, the shared output head once more.
extra = 2 * D * D + mla + 9 * expert + ROUTED * D + embed
main = rest - embed + (LAYERS - DENSE) * 8 * expert      # active weights that are multiplied
mtp_cost = 100 * extra / main
assert embed > extra / 2                                 # more than half of it is the output head
gain_low, gain_high = 1 + 0.85, 1 + 0.90                 # tokens a step at the reported acceptance

VALUES = {
    "hours": (hours, ""), "days": (days, ""), "tflops": (tflops, "TFLOPS"), "peak_share": (peak_share, "%"),
    "usd": (usd_m * 1e6, ""), "replicas": (replicas, ""), "micro": (micro, ""),
    "copy_b": (copy_b * 1e9, "params"), "two_gb": (2 * 2 * copy_b, "GB"),
    **{f"calm_{n}": (x, "") for n, x in zip(("1f1b", "zb", "dual"), calm)},
    **{f"busy_{n}": (x, "") for n, x in zip(("1f1b", "zb", "dual"), busy)},
    **{f"total_{n}": (x, "") for n, x in zip(("1f1b", "zb", "dual"), total)},
    "faster": (total[1] / total[2], "x"),
    "nodes": (nodes, ""), "per_node": (per_node, ""), "most": (most, ""),
    "mtp_cost": (mtp_cost, "%"), "gain_low": (gain_low, ""), "gain_high": (gain_high, ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")

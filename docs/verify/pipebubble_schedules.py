"""四种流水线调度逐步模拟：气泡与在途微批。 | Four pipeline schedules, simulated step by step: bubbles and micro-batches in flight."""

# One stage's share of the layers and one micro-batch: forward, gradient of the input, gradient of the weights.
F, B, W = 1, 1, 1  # any: time units; backward = 2 forward, as one matmul becomes two. Some results below need F = B = W


def run(orders: list[list[tuple]], stages: int) -> dict:
    """Each device runs its list in order; `stages` model chunks, chunk c on device c mod p."""
    p = len(orders)
    done, free, at = {}, [0] * p, [0] * p
    cost = {"f": F, "b": B, "w": W, "bw": B + W}
    moved = True
    while moved:
        moved = False
        for d in range(p):
            while at[d] < len(orders[d]):
                kind, k, c = orders[d][at[d]]
                needs = [("f", k, c - 1)] if kind == "f" and c else []
                if kind in ("b", "bw"):
                    needs = [("b", k, c + 1)] if c < stages - 1 else [("f", k, c)]
                if any(n not in done for n in needs):
                    break
                start = max([free[d]] + [done[n] for n in needs])
                free[d] = done[("b" if kind == "bw" else kind, k, c)] = start + cost[kind]
                at[d] += 1
                moved = True
    assert all(at[d] == len(orders[d]) for d in range(p))  # no deadlock
    return {"time": max(free), "ends": free, "done": done}


def in_flight(order: list[tuple]) -> int:
    """Most micro-batch chunks whose activations one device holds: from F to the end of their backward."""
    now = top = 0
    for kind, _, _ in order:
        now += {"f": 1, "b": 0, "w": -1, "bw": -1}[kind]
        top = max(top, now)
    return top


def gpipe(p: int, m: int) -> list:
    return [[("f", k, d) for k in range(m)] + [("bw", k, d) for k in range(m)] for d in range(p)]


def interleaved(p: int, m: int, v: int = 1) -> list:
    """1F1B; with v > 1 the interleaved one: v chunks a device, micro-batches in groups of p."""
    out = []
    for d in range(p):
        units = [(g + k, c) for g in range(0, m, p) for c in range(v) for k in range(p)]
        fwd = [("f", k, c * p + d) for k, c in units]
        bwd = [("bw", k, (v - 1 - c) * p + d) for k, c in units]
        warm = p - 1 - d if v == 1 else 2 * (p - 1 - d) + (v - 1) * p
        warm = min(warm, len(fwd))
        order = fwd[:warm]
        for i, f in enumerate(fwd[warm:]):
            order += [f, bwd[i]]
        out.append(order + bwd[len(fwd) - warm :])
    return out


def zb_h1(p: int, m: int) -> list:
    """1F1B with the backward split: device d puts each W off by d steps, so that no more than p stay in flight."""
    out = []
    for d, order in enumerate(interleaved(p, m)):
        new, b = [], 0
        for kind, k, c in order:
            if kind == "f":
                new.append((kind, k, c))
                continue
            new.append(("b", k, c))
            b += 1
            if b > d:
                new.append(("w", b - 1 - d, c))
        out.append(new + [("w", k, d) for k in range(m - d, m)])
    return out


def share(orders: list, p: int, m: int, v: int = 1) -> float:
    time = run(orders, p * v)["time"]
    work = m * (F + B + W) * v  # with v chunks a device, each chunk is one unit here
    return 100 * (time - work) / time


P, M = 8, 32
for p, m in ((4, 8), (P, M), (8, 64)):
    ideal = m * (F + B + W)
    for make in (gpipe, interleaved):
        assert run(make(p, m), p)["time"] - ideal == (p - 1) * (F + B + W)  # the same bubble
    assert in_flight(gpipe(p, m)[0]) == m and in_flight(interleaved(p, m)[0]) == p  # not the same memory
    assert [in_flight(o) for o in interleaved(p, m)] == list(range(p, 0, -1))  # device d holds p - d
    for v in (2, 4):
        time = run(interleaved(p, m, v), p * v)["time"] / v  # chunks are v times smaller
        assert time - ideal == (p - 1) * (F + B + W) / v
        assert in_flight(interleaved(p, m, v)[0]) == p * v + p - 1  # in chunks: L (1 + (p-1)/(pv)) layers
    assert run(zb_h1(p, m), p)["time"] - ideal == (p - 1) * (F + B - W)  # a third, when F = B = W
    assert max(in_flight(o) for o in zb_h1(p, m)) == p

fig_p, fig_m = 4, 8
LIMIT = 8  # stage micro-batches of activations that fit
assert (P - 1) / (5 * P - 1) > 0.15  # claim "with m >= 4p the bubble can be neglected": not by the formula

VALUES = {
    "p": (P, ""),
    "m": (M, ""),
    "flush": (share(interleaved(P, M), P, M), "%"),
    "inter2": (share(interleaved(P, M, 2), P, M, 2), "%"),
    "inter4": (share(interleaved(P, M, 4), P, M, 4), "%"),
    "h1": (share(zb_h1(P, M), P, M), "%"),
    "gpipe_hold": (max(in_flight(o) for o in gpipe(P, M)), ""),
    "flush_hold": (in_flight(interleaved(P, M)[0]), ""),
    "inter2_hold": (in_flight(interleaved(P, M, 2)[0]) / 2, ""),
    "inter4_hold": (in_flight(interleaved(P, M, 4)[0]) / 4, ""),
    "h1_hold": (max(in_flight(o) for o in zb_h1(P, M)), ""),
    "gpipe_capped": (share(gpipe(P, LIMIT), P, LIMIT), "%"),
    "flush_free": (share(interleaved(P, 64), P, 64), "%"),
    "fig_gpipe": (run(gpipe(fig_p, fig_m), fig_p)["time"], ""),
    "fig_flush": (run(interleaved(fig_p, fig_m), fig_p)["time"], ""),
    "fig_inter": (run(interleaved(fig_p, fig_m, 2), 2 * fig_p)["time"] / 2, ""),
    "fig_h1": (run(zb_h1(fig_p, fig_m), fig_p)["time"], ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")

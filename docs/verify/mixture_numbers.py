"""数据配比：轮数、温度采样、代理实验的代价、各阶段的份额。 | Data mixture: passes, temperature sampling, the cost of
proxies, shares by stage."""
import math

# Olmo 3, Table 4: tokens in the pool and in the 6T mix, in billions
POOL = {"web": 8140, "pdf": 972, "code": 137, "arxiv": 21.4, "math": 34.1, "wiki": 3.69}
MIX = {"web": 4510, "pdf": 805, "code": 409, "arxiv": 50.8, "math": 152, "wiki": 2.51}
passes = {k: MIX[k] / POOL[k] for k in POOL}
share = {k: 100 * MIX[k] / sum(MIX.values()) for k in MIX}
natural = {k: 100 * POOL[k] / sum(POOL.values()) for k in POOL}
assert all(value < 7 for value in passes.values())      # its own cap on repeats: about 4 to 7
assert abs(share["code"] - 6.89) < 0.05                 # the table's own percentages
# its Table 5, the 100B of midtraining, in billions
MID_WEB = 22.4 + 4.99
MID_CODE = 10.0 + 10.0
MID_MATH = 0.898 + 0.241 + 5.62 + 1.73 + 10.7
MID_TOTAL = 99.95
assert round(MID_MATH, 3) == 19.189
mid = {"web": 100 * MID_WEB / MID_TOTAL, "code": 100 * MID_CODE / MID_TOTAL, "math": 100 * MID_MATH / MID_TOTAL}

# temperature sampling: share ~ size**alpha; an example with three sources, sizes and budget in billions of tokens
SIZES = (1000, 100, 10)
BUDGET = 1000


def tempered(alpha):
    weights = [size**alpha for size in SIZES]
    shares = [weight / sum(weights) for weight in weights]
    return [100 * s for s in shares], [s * BUDGET / size for s, size in zip(shares, SIZES)]


shares_10, epochs_10 = tempered(1.0)
shares_07, epochs_07 = tempered(0.7)
shares_03, epochs_03 = tempered(0.3)
assert max(epochs_10) - min(epochs_10) < 1e-9           # in proportion to size: every source equally often

# one step of DoReMi's reweighting: three domains start equal, (loss of the proxy, loss of the reference)
DOMAINS = {"web": (3.0, 2.9), "code": (1.4, 1.2), "noise": (8.0, 8.0)}
ETA = 1.0
pushed = {k: math.exp(ETA * (proxy - reference)) for k, (proxy, reference) in DOMAINS.items()}
doremi = {k: 100 * v / sum(pushed.values()) for k, v in pushed.items()}
assert doremi["code"] > doremi["web"] > doremi["noise"]  # the highest loss is not what counts

# cost of the search, 6ND
regmix_cost = 100 * 512 * 6 * 1e6 * 1e9 / (6 * 1e9 * 25e9)
PROXY_N, PROXY_D, TOPICS = 30e6, 3e9, 24
assert 1e9 * min(POOL.values()) > PROXY_D                # the proxies finish no source even once
assert PROXY_D == 5 * 20 * PROXY_N                      # "5x Chinchilla"
swarm = 5 * TOPICS
olmo_cost = 100 * swarm * 6 * PROXY_N * PROXY_D / (6 * 7e9 * sum(MIX.values()) * 1e9)

# what the search finds depends on its target: shares on the Pile in sail-sg/regmix, mixture_config/config_1b
PILE = {"human": (0.1121, 0.0427), "doremi": (0.6057, 0.0179), "regmix": (0.8701291419934237, 0.00022861228152440253)}
pile = {k: (100 * web, 100 * code) for k, (web, code) in PILE.items()}

# SmolLM3: weights summed from its configuration files, stage 1, 2, 3 (English web, code, math), sums of all weights
SMOL = (((0.703, 0.125, 0.027), 1.0), ((0.63, 0.1432, 0.0908), 1.0), ((0.5, 0.2333, 0.115), 1.0056))
smol = [[100 * part / total for part in parts] for parts, total in SMOL]
END_1, END_2, END_3 = 3_450_000, 4_198_000, 4_720_000   # last step of each stage
STEP_TOKENS = 192 * 3 * 4096                            # data-parallel ranks x micro-batch x sequence
smol_tokens = [steps * STEP_TOKENS for steps in (END_1, END_2 - END_1, END_3 - END_2)]

# Olmo 3, Table 38: bits per byte
NATURAL_CODE, FINAL_CODE = 0.592, 0.489
FINAL_QA, QA_MIX_QA = 0.995, 0.972
gain_code = NATURAL_CODE - FINAL_CODE
cost_qa = FINAL_QA - QA_MIX_QA

VALUES = {
    **{f"pass_{k}": (v, "") for k, v in passes.items()},
    **{f"share_{k}": (share[k], "%") for k in ("web", "code", "math")},
    **{f"natural_{k}": (natural[k], "%") for k in ("web", "code", "math")},
    **{f"mid_{k}": (v, "%") for k, v in mid.items()},
    **{f"s{a}_{i}": (s, "%") for a, row in (("10", shares_10), ("07", shares_07), ("03", shares_03))
       for i, s in enumerate(row)},
    **{f"e{a}_{i}": (e, "") for a, row in (("10", epochs_10), ("07", epochs_07), ("03", epochs_03))
       for i, e in enumerate(row)},
    **{f"doremi_{k}": (v, "%") for k, v in doremi.items()},
    "regmix_cost": (regmix_cost, "%"), "swarm": (swarm, ""), "olmo_cost": (olmo_cost, "%"),
    **{f"pile_{k}_web": (v[0], "%") for k, v in pile.items()},
    **{f"pile_{k}_code": (v[1], "%") for k, v in pile.items()},
    **{f"smol{i + 1}_{k}": (smol[i][j], "%") for i in range(3) for j, k in enumerate(("web", "code", "math"))},
    **{f"smol{i + 1}_tokens": (smol_tokens[i], "tokens") for i in range(3)},
    "gain_code": (gain_code, ""), "cost_qa": (cost_qa, ""),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:18} {number:.6g} {unit}")

"""SFT 配比：条数、token、梯度三种占比，上限与温度，冲突时的可行区间。 | SFT mixing: shares by sample, token and gradient; cap and temperature; the range under conflict."""

# --- 1. Llama 3's SFT mix (Table 7): percent of the samples, average tokens, in the context, in the final response ---
LLAMA3 = {
    "general": (52.66, 974.0, 656.7, 317.1),
    "code": (14.89, 753.3, 378.8, 374.5),
    "multilingual": (3.01, 520.5, 230.8, 289.7),
    "exam": (8.14, 297.8, 124.4, 173.4),
    "reasoning": (21.19, 661.6, 359.8, 301.9),
    "long": (0.11, 38_135.6, 37_395.2, 740.5),
}
assert abs(sum(r[0] for r in LLAMA3.values()) - 100) < 0.01
assert all(abs(t - c - f) < 0.25 for _, t, c, f in LLAMA3.values())
mean_all = sum(p * t for p, t, _, _ in LLAMA3.values()) / 100
mean_context = sum(p * c for p, _, c, _ in LLAMA3.values()) / 100
mean_final = sum(p * f for p, _, _, f in LLAMA3.values()) / 100
# The totals of the table; the context differs a little because 0.11% is rounded.
assert abs(mean_final - 310.4) < 0.05 and abs(mean_context - 535.7) < 2 and abs(mean_all - 846.1) < 2

# --- 2. Half the samples with long reasoning, half short chat ---
LONG, SHORT, HALF = 6_000, 300, 0.5
long_token = HALF * LONG / (HALF * LONG + (1 - HALF) * SHORT)
long_needed = (1 / LONG) / (1 / LONG + 1 / SHORT)      # share of the samples that gives half of the tokens
check = long_needed * LONG / (long_needed * LONG + (1 - long_needed) * SHORT)
assert abs(check - 0.5) < 1e-12

# --- 3. Cap and temperature on an invented pool ---
POOL = {"math": 2_000_000, "chat": 400_000, "code": 200_000, "safety": 20_000, "tool": 5_000}
CAP, T, BUDGET = 100_000, 2, 300_000


def rates(cap, temperature):
    w = {k: min(n, cap) ** (1 / temperature) for k, n in POOL.items()}
    return {k: x / sum(w.values()) for k, x in w.items()}


RULES = {
    "prop": rates(max(POOL.values()), 1),
    "cap": rates(CAP, 1),
    "capt": rates(CAP, T),
    "equal": {k: 1 / len(POOL) for k in POOL},
}

# --- 4. Two tasks, gradients of length 1 with inner product -C: which shares lower both losses ---
C = 0.3
low, high = C / (1 + C), 1 / (1 + C)
assert abs(low - (1 - low) * C) < 1e-12               # task A stands still at the lower end
assert abs(low + high - 1) < 1e-12

# --- 5. What the ablations of Olmo 3 Instruct cost against one full run, in samples ---
BASE, EXTRA, RUNS, FULL = 100_000, 100_000, 8, 2_152_112
ablation = BASE + RUNS * (BASE + EXTRA)               # at most

# --- 6. Olmo 3: prompts used for SFT by category, instruct (Table 30) and thinking 7B (Table 17) ---
INSTRUCT = {
    "chat": 302_406 + 136_833 + 7_132, "math": 149_958 + 19_999 + 49_980 + 50_000 + 4_557 + 99_268,  # with science, as Table 17 counts STEM
    "code": 186_345 + 34_999 + 107_270, "safety": 10_957 + 49_373 + 49_965,
    "lang": 99_987, "tool": 227_579, "logic": 159_882 + 310_572, "other": 5_000 + 89_981 + 69,
}
THINK = {
    "chat": 83_054 + 6_800 + 223_123 + 135_792, "math": 752_997 + 99_269 + 104_569,
    "code": 113_777 + 88_900 + 466_677, "safety": 10_227 + 38_315 + 41_100, "lang": 98_597, "other": 4_981 + 290,
}
assert sum(INSTRUCT.values()) == FULL and sum(THINK.values()) == 2_268_468   # the totals of the tables

VALUES = {
    "instruct_total": (FULL, ""), "think_total": (sum(THINK.values()), ""),
    "long_len": (LONG, "tokens"), "short_len": (SHORT, "tokens"),
    "long_token": (100 * long_token, "%"), "long_needed": (100 * long_needed, "%"),
    "pool_math": (POOL["math"], ""), "pool_chat": (POOL["chat"], ""), "pool_code": (POOL["code"], ""),
    "pool_safety": (POOL["safety"], ""), "pool_tool": (POOL["tool"], ""),
    "cap_k": (CAP, ""), "temp": (T, ""), "budget": (BUDGET, ""),
    "conflict": (C, ""), "low": (100 * low, "%"), "high": (100 * high, "%"),
    "ablation": (ablation, ""), "ablation_share": (100 * ablation / FULL, "%"),
}
for k in ("chat", "math", "code", "safety", "lang", "tool", "logic"):
    VALUES[f"{k}_instruct"] = (100 * INSTRUCT[k] / FULL, "%")
for k in ("chat", "math", "code", "safety", "lang"):
    VALUES[f"{k}_think"] = (100 * THINK[k] / sum(THINK.values()), "%")
for name, (p, t, _, f) in LLAMA3.items():
    VALUES[f"{name}_sample"] = (p, "%")
    VALUES[f"{name}_all"] = (p * t / mean_all, "%")
    VALUES[f"{name}_final"] = (p * f / mean_final, "%")
for rule, r in RULES.items():
    assert abs(sum(r.values()) - 1) < 1e-12
    for k in ("math", "tool"):
        VALUES[f"{k}_{rule}"] = (100 * r[k], "%")
    VALUES[f"epochs_{rule}"] = (BUDGET * r["tool"] / POOL["tool"], "")
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:20} {number:.6g} {unit}")

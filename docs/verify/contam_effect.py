"""污染的影响：干净子集对比与新题对比能说明多少。 | Effect of contamination: what clean subsets and fresh items can show."""
from math import sqrt

Z = 1.96                                  # 95 % interval

# Score on all items minus score on the clean ones; the overlapping items are easier anyway.
DIRTY, CLEAN_ACC, DIRTY_ACC, EASIER = 0.30, 0.80, 0.90, 0.06
total = DIRTY * DIRTY_ACC + (1 - DIRTY) * CLEAN_ACC
gain = 100 * (total - CLEAN_ACC)
gain_true = 100 * DIRTY * (DIRTY_ACC - CLEAN_ACC - EASIER)   # what training on them really added

# A benchmark against a newly written twin of the same difficulty: different items, so the errors add up.
ITEMS, ACC = 1000, 0.80
half_twin = 100 * Z * sqrt(2 * ACC * (1 - ACC) / ITEMS)
assert 2 < half_twin < 8                  # eight points stand out, two do not

VALUES = {
    "dirty": (100 * DIRTY, "%"), "clean_acc": (100 * CLEAN_ACC, "%"), "dirty_acc": (100 * DIRTY_ACC, "%"),
    "total": (100 * total, "%"), "gain": (gain, ""), "easier": (100 * EASIER, ""), "gain_true": (gain_true, ""),
    "items": (ITEMS, ""), "acc": (100 * ACC, "%"), "half_twin": (half_twin, ""),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:10} {number:.6g} {unit}")

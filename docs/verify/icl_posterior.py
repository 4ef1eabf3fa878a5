"""隐式贝叶斯的玩具：示例数、先验与后验。 | A toy of implicit Bayes: examples, prior and posterior."""
from math import ceil, log

RATIO = 3.0  # each example is this many times likelier under the shown task than under the rest
COMMON, RARE = 1e-2, 1e-6  # prior of the shown task: one of many known tasks; a mapping that contradicts pretraining
FEW, SOME, MANY = 4, 8, 16


def posterior(prior, k):
    odds = prior / (1 - prior) * RATIO**k
    return odds / (1 + odds)


def to_half(prior):
    """Smallest number of examples that makes the shown task the likelier one."""
    return ceil(log((1 - prior) / prior) / log(RATIO))


for prior in (COMMON, RARE):
    assert posterior(prior, to_half(prior) - 1) < 0.5 < posterior(prior, to_half(prior))

VALUES = {
    "ratio": (RATIO, ""), "common": (100 * COMMON, "%"), "rare": (1 / RARE, ""), "few": (FEW, ""), "some": (SOME, ""), "many": (MANY, ""),
    **{f"{name}_{k}": (100 * posterior(prior, k), "%") for name, prior in (("common", COMMON), ("rare", RARE)) for k in (FEW, SOME, MANY)},
    "half_common": (to_half(COMMON), ""), "half_rare": (to_half(RARE), ""),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")

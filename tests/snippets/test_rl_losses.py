"""DPO, PPO and GRPO losses against loops, known values and the slips candidates make."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from snippets import rl_losses
from snippets.rl_losses import clipped_loss, dpo_loss, gae, group_advantages, grpo_loss, ppo_loss, value_loss
from tests.snippets.slips import on_page, slipped

Space = dict[str, Any]
Data = dict[str, Any]
Q, G, T, V = 2, 3, 6, 11
MASK = np.zeros((Q * G, T), bool)
for row, (first, end) in enumerate([(1, 6), (2, 4), (1, 3), (2, 6), (1, 5), (3, 4)]):
    MASK[row, first:end] = True  # prompt, answer, padding


def sample(seed: int = 0) -> Data:
    rng = np.random.default_rng(seed)
    names = ["logp", "old", "ref", "adv", "values", "old_values", "returns", "rewards"]
    data: Data = {name: rng.standard_normal((Q * G, T)) * 0.5 for name in names}
    data["scores"] = rng.standard_normal((Q, G)) * 3
    data["logits"], data["tokens"] = rng.standard_normal((Q * G, T, V)), rng.integers(0, V, (Q * G, T))
    return data


def run(f: Space, d: Data, mask: np.ndarray = MASK) -> list[float]:
    """Everything the module offers, on one batch; the first half of the rows plays chosen, the second rejected."""
    half = Q * G // 2
    own, ref = (f["answer_log_prob"](d["logits"] * s, d["tokens"], mask) for s in (1.0, 0.7))
    adv, returns = f["gae"](d["rewards"], d["values"], mask)
    return [
        float(x)
        for x in (
            f["dpo_loss"](own[:half], own[half:], ref[:half], ref[half:]),
            f["ppo_loss"](d["logp"], d["old"], d["adv"], mask),
            f["value_loss"](d["values"], d["old_values"], d["returns"], mask),
            np.where(mask, adv, 0).sum() + np.where(mask, returns, 0).sum() ** 2,
            f["grpo_loss"](d["logp"], d["old"], d["ref"], d["scores"], mask),
        )
    ]


def by_loops(d: Data) -> list[float]:
    """The definitions, one number at a time."""
    rows, half = range(Q * G), Q * G // 2
    answer = [[t for t in range(T) if MASK[i, t]] for i in rows]

    def log_prob(i: int, scale: float) -> float:
        total = 0.0
        for t in answer[i]:  # token t is predicted from position t - 1
            z = [scale * float(x) for x in d["logits"][i, t - 1]]
            total += z[d["tokens"][i, t]] - math.log(sum(math.exp(x) for x in z))
        return total

    h = [log_prob(i, 1.0) - log_prob(i, 0.7) for i in rows]
    dpo = [-math.log(1 / (1 + math.exp(-0.1 * (h[i] - h[half + i])))) for i in range(half)]

    def clip(x: float, low: float, high: float) -> float:
        return min(max(x, low), high)

    def surrogate(i: int, t: int, adv: float) -> float:
        rho = math.exp(d["logp"][i, t] - d["old"][i, t])
        return -min(rho * adv, clip(rho, 0.8, 1.2) * adv)

    ppo = [surrogate(i, t, d["adv"][i, t]) for i in rows for t in answer[i]]
    value = []
    for i in rows:
        for t in answer[i]:
            v, old, ret = (float(d[name][i, t]) for name in ("values", "old_values", "returns"))
            value.append(max((v - ret) ** 2, (old + clip(v - old, -0.2, 0.2) - ret) ** 2) / 2)
    advantages, returns = 0.0, 0.0
    for i in rows:
        for t in answer[i]:  # sum over later answer tokens of (gamma lambda)^n delta, gamma = 1, lambda = 0.95
            total = 0.0
            for n, u in enumerate(s for s in answer[i] if s >= t):
                after = d["values"][i, u + 1] if u + 1 in answer[i] else 0.0
                total += 0.95**n * (d["rewards"][i, u] + after - d["values"][i, u])
            advantages += total
            returns += total + d["values"][i, t]
    grpo = []
    for i in rows:
        group = [float(x) for x in d["scores"][i // G]]
        mean = sum(group) / G
        std = math.sqrt(sum((x - mean) ** 2 for x in group) / (G - 1))
        a = (group[i % G] - mean) / (std + 1e-4)
        s = [d["logp"][i, t] - d["ref"][i, t] for t in range(T)]
        terms = [surrogate(i, t, a) + 0.04 * (math.exp(-s[t]) - 1 + s[t]) for t in answer[i]]
        grpo.append(sum(terms) / len(terms))
    return [sum(x) / len(x) for x in (dpo, ppo, value)] + [advantages + returns**2] + [sum(grpo) / len(grpo)]


def agrees_with_loops(f: Space) -> bool:
    return np.allclose(run(f, sample()), by_loops(sample()))


def reads_only_the_answer(f: Space) -> bool:
    """NaN wherever no answer token is concerned must change nothing."""
    d, dirty = sample(), sample()
    for name in ("logp", "old", "ref", "adv", "values", "old_values", "returns", "rewards"):
        dirty[name][~MASK] = np.nan
    dirty["logits"][:, -1] = np.nan  # the last position predicts nothing here
    dirty["logits"][:, :-1][~MASK[:, 1:]] = np.nan
    return np.allclose(run(f, d), run(f, dirty))


def starts_right(f: Space) -> bool:
    """Policy = old = reference: DPO log 2; PPO minus the mean advantage; GRPO 0, k3 included."""
    d = sample()
    same = f["answer_log_prob"](d["logits"], d["tokens"], MASK)
    dpo = f["dpo_loss"](same[:3], same[3:], same[:3], same[3:])
    ppo = f["ppo_loss"](d["old"], d["old"], d["adv"], MASK)
    grpo = f["grpo_loss"](d["old"], d["old"], d["old"], d["scores"], MASK)
    return bool(np.isclose(dpo, math.log(2)) and np.isclose(ppo, -d["adv"][MASK].mean()) and abs(grpo) < 1e-9)


def survives_extremes(f: Space) -> bool:
    """A margin of -1000 costs 1000; a group of equal rewards gives 0, not NaN."""
    far, zero = np.full(2, -1e4), np.zeros(2)
    loss = f["dpo_loss"](far, zero, zero, zero)
    return bool(np.isclose(loss, 1000) and np.allclose(f["group_advantages"](np.ones((2, 4))), 0))


TESTS: list[Callable[[Space], bool]] = [agrees_with_loops, reads_only_the_answer, starts_right, survives_extremes]

# What is typed, what is typed by mistake, and which of TESTS then fail: the table on the page.
GROUP_MEAN = "rewards.mean(axis=1, keepdims=True)"
SLIPS: dict[str, list[tuple[str, str]]] = {
    "labels not shifted": [("logits[:, :-1]", "logits[:, 1:]")],
    "mask not shifted": [("answer[:, 1:]", "answer[:, :-1]")],
    "DPO by the mean per token": [
        (
            "logp, 0).sum(axis=1)",
            "logp, 0).sum(axis=1) / answer.sum(1)",
        )
    ],
    "DPO without the reference": [("(chosen - ref_chosen) - (rejected - ref_rejected)", "chosen - rejected")],
    "log of sigmoid": [("np.logaddexp(0, -margin)", "-np.log(1 / (1 + np.exp(-margin)))")],
    "max for min": [("-np.minimum(ratio", "-np.maximum(ratio")],
    "clip only": [
        (
            "-np.minimum(ratio * adv, clipped * adv)",
            "-clipped * adv",
        )
    ],
    "value clipping by min": [("np.maximum((values", "np.minimum((values")],
    "padding in the mean": [("np.where(mask, x, 0).sum() / mask.sum()", "x.mean()")],
    "mask by multiplication": [("np.where(mask, x, 0).sum()", "(x * mask).sum()")],
    "GAE reads a value after the end": [
        ("next_value = np.where(mask[:, t], values[:, t], 0)", "next_value = values[:, t]")
    ],
    "whole batch as one group": [
        ("rewards.mean(axis=1, keepdims=True)", "rewards.mean()"),
        ("rewards.std(axis=1, ddof=1, keepdims=True)", "rewards.std(ddof=1)"),
    ],
    "k3 the wrong way round": [("gap = ref - logp", "gap = logp - ref")],
    "GRPO averaged over all tokens": [("(loss.sum(axis=1) / mask.sum(axis=1)).mean()", "loss.sum() / mask.sum()")],
}
EXPECTED = {
    "labels not shifted": "1100",
    "mask not shifted": "1100",
    "DPO by the mean per token": "1000",
    "DPO without the reference": "1010",
    "log of sigmoid": "0001",
    "max for min": "1000",
    "clip only": "1000",
    "value clipping by min": "1000",
    "padding in the mean": "1110",
    "mask by multiplication": "0100",
    "GAE reads a value after the end": "1100",
    "whole batch as one group": "1000",
    "k3 the wrong way round": "1000",
    "GRPO averaged over all tokens": "1010",
}


def verdict(space: Space) -> str:
    return "".join("01"[not test(space)] for test in TESTS)


def test_right() -> None:
    assert verdict(vars(rl_losses)) == "0000"


@pytest.mark.parametrize("name", SLIPS)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_each_slip_is_caught_as_the_page_says(name: str) -> None:
    slip = slipped("rl_losses", SLIPS[name])
    assert verdict(slip) == EXPECTED[name]
    assert np.isfinite(run(slip, sample())).all()  # ordinary data give nothing away


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_of_the_page_is_this_one(language: str) -> None:
    assert on_page("code-dpo-ppo-grpo-loss", language) == list(EXPECTED.values())


def test_dpo_of_the_dpo_page() -> None:
    a, b, c, d = (np.array([x]) for x in (-42.0, -50.0, -45.0, -48.0))
    assert round(dpo_loss(a, b, c, d), 3) == 0.474


def test_dpo_does_not_mind_a_shared_prompt_only_while_it_sums() -> None:
    """The prompt's log-probabilities are the same in both answers: they cancel in the sum, not in the mean."""
    rng = np.random.default_rng(3)
    prompt, chosen, rejected = -rng.random(5), -rng.random(4), -rng.random(9)
    zero = np.zeros(1)

    def loss(reduce: Callable[..., Any], *parts: np.ndarray) -> float:
        a, b = (np.array([reduce(np.concatenate([*parts, x]))]) for x in (chosen, rejected))
        return float(dpo_loss(a, b, zero, zero))

    assert math.isclose(loss(np.sum, prompt), loss(np.sum))
    assert not math.isclose(loss(np.mean, prompt), loss(np.mean))


@pytest.mark.parametrize(
    ("ratio", "adv", "slope"), [(0.7, 1, -0.7), (1, 1, -1), (1.4, 1, 0), (0.7, -1, 0), (1, -1, 1), (1.4, -1, 1.4)]
)
def test_gradient_of_the_six_cases(ratio: float, adv: float, slope: float) -> None:
    """d loss / d log p: zero only where the step already went the favourable way."""
    step = 1e-6
    up, down = (clipped_loss(np.array(math.log(ratio) + s), np.array(0.0), np.array(adv)) for s in (step, -step))
    assert math.isclose(float(up - down) / (2 * step), slope, abs_tol=1e-6)


def test_value_loss_pulls_back_what_went_the_wrong_way() -> None:
    one, mask = np.ones((1, 1)), np.ones((1, 1), bool)
    assert value_loss(0.7 * one, 0.4 * one, one, mask) == value_loss(0.9 * one, 0.4 * one, one, mask)  # clipped: flat
    assert value_loss(-0.1 * one, 0.4 * one, one, mask) > value_loss(0.0 * one, 0.4 * one, one, mask)  # not flat


def test_gae_ends() -> None:
    rng = np.random.default_rng(4)
    rewards, values = rng.standard_normal((2, 1, 5))
    mask = np.array([[0, 1, 1, 1, 0]], bool)
    adv, returns = gae(rewards, values, mask, lam=1.0)  # lambda = 1: reward to go minus value
    np.testing.assert_allclose(returns[0, 1:4], np.cumsum(rewards[0, 1:4][::-1])[::-1])
    np.testing.assert_allclose(adv[0, 1:4], returns[0, 1:4] - values[0, 1:4])
    adv, _ = gae(rewards, values, mask, lam=0.0)  # lambda = 0: one-step error
    np.testing.assert_allclose(adv[0, 1:4], rewards[0, 1:4] + np.append(values[0, 2:4], 0) - values[0, 1:4])


def test_gae_discounts_by_gamma_and_by_gamma_lambda() -> None:
    """No critic: the reward after n steps counts (gamma lambda)^n; no rewards: gamma alone weighs the next value."""
    zero, mask = np.zeros((1, 3)), np.ones((1, 3), bool)
    adv, _ = gae(np.array([[0.0, 0, 1]]), zero, mask, gamma=0.9, lam=0.5)
    np.testing.assert_allclose(adv, [[0.45**2, 0.45, 1]])
    adv, _ = gae(zero, np.array([[0.0, 1, 0]]), mask, gamma=0.9, lam=0.0)
    np.testing.assert_allclose(adv, [[0.9, -1, 0]])


def test_clip_higher_moves_the_upper_bound_only() -> None:
    zero, one = np.array(0.0), np.array(1.0)
    for ratio, adv, want in [(1.25, one, -1.25), (1.4, one, -1.28), (0.7, -one, 0.8)]:
        assert math.isclose(float(clipped_loss(np.log(np.array(ratio)), zero, adv, high=0.28)), want)


def test_group_advantages() -> None:
    np.testing.assert_allclose(group_advantages(np.array([[1.0, 0, 0, 0]])), [[1.5, -0.5, -0.5, -0.5]], rtol=1e-3)
    np.testing.assert_allclose(group_advantages(np.array([[0.0, 0], [1, 1]])), 0)


def test_grpo_and_ppo_differ_only_in_how_they_average() -> None:
    """The same advantages, no KL, answers of one length: one number. Of different length: two."""
    d = sample()
    adv = np.broadcast_to(group_advantages(d["scores"]).reshape(-1, 1), MASK.shape)
    same = np.ones_like(MASK)
    logp, old, ref = d["logp"], d["old"], d["ref"]
    grpo = [grpo_loss(logp, old, ref, d["scores"], m, beta=0.0) for m in (same, MASK)]
    ppo = [ppo_loss(logp, old, adv, m) for m in (same, MASK)]
    assert math.isclose(grpo[0], ppo[0])
    assert not math.isclose(grpo[1], ppo[1], rel_tol=1e-3)

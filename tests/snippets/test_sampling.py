"""Sampling and beam search against plain definitions, exhaustive search and the slips candidates make."""

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from snippets import sampling
from snippets.sampling import beam_search, distribution, draw, gumbel_draw, keep_top_k, next_token, softmax
from tests.snippets.slips import on_page, slipped

Space = dict[str, Any]
RIGHT: Space = vars(sampling)


def by_definition(logits: list[float], t: float, k: int, p: float) -> list[float]:
    """One row, one token at a time: rank, keep k, renormalize, add up until p is reached, renormalize."""
    weight = [math.exp(z / t) for z in logits]
    ranked = sorted(range(len(logits)), key=lambda i: -weight[i])
    ranked = ranked[:k] if k else ranked
    total = sum(weight[i] for i in ranked)
    kept: list[int] = []
    for i in ranked:
        kept.append(i)
        if sum(weight[j] for j in kept) / total >= p:
            break
    return [weight[i] / sum(weight[j] for j in kept) if i in kept else 0.0 for i in range(len(logits))]


def agrees_with_definition(f: Space) -> bool:
    logits = 2 * np.random.default_rng(0).standard_normal((6, 9))
    return all(
        np.allclose(f["distribution"](logits, t, k, p), [by_definition(list(row), t, k, p) for row in logits])
        for t, k, p in itertools.product((0.5, 1.0, 2.0), (0, 1, 4), (0.3, 0.9, 1.0))
    )


def holds_at_the_edges(f: Space) -> bool:
    """p = 0, ties at the k-th place, a first token of probability 0 and u = 0."""
    row = np.array([[1.0, 3.0, 2.0, 2.0, 2.0]])

    class Zero:
        def random(self, shape: Any = None) -> Any:
            return np.zeros(shape) if shape else 0.0

    return bool(
        np.allclose(f["distribution"](row, p=0.0), [0, 1, 0, 0, 0])
        and (f["distribution"](row, k=2) > 0).sum() == 2
        and (f["distribution"](row, k=99) > 0).sum() == 5
        and f["draw"](np.array([[0.0, 1.0]]), Zero())[0] == 1
    )


def draws_with_the_right_frequency(f: Space) -> bool:
    """20,000 draws in rows of equal logits: frequencies, and neighboring rows are independent."""
    logits = np.array([[0.5, -1.0, 2.0, 0.0, 1.0]])
    p = np.array(by_definition(list(logits[0]), 0.8, 4, 0.95))
    n = 20_000
    got = f["next_token"](np.repeat(logits, n, axis=0), np.random.default_rng(1), 0.8, 4, 0.95)
    counts = np.bincount(got, minlength=5)
    same = (got[1:] == got[:-1]).mean()
    close = np.abs(counts - n * p) <= 4 * np.sqrt(n * p * (1 - p)) + 1e-9
    return bool(len(counts) == 5 and close.all() and abs(same - (p**2).sum()) < 0.02)


def survives_large_logits(f: Space) -> bool:
    out = f["distribution"](np.array([[1e4, -1e4, 0.0]]), 0.5, 2, 0.9)
    return bool(np.allclose(out, [[1, 0, 0]]))


# The beam search's language model: log-probabilities that depend on the whole prefix; token 0 ends a sequence.
EOS, VOCAB, STEPS = 0, 4, 4
PROMPT = np.array([2, 3])


def model(prefixes: np.ndarray, seed: int) -> np.ndarray:
    out = []
    for row in prefixes.tolist():
        z = np.random.default_rng([seed, *row]).standard_normal(VOCAB)
        out.append(z - math.log(sum(math.exp(x) for x in z)))
    return np.array(out)


def exhaustive(seed: int, alpha: float) -> tuple[float, list[int]]:
    """Every finished sequence of at most STEPS tokens."""
    best = (-math.inf, [EOS])
    for n in range(STEPS):
        for head in itertools.product(range(1, VOCAB), repeat=n):
            tokens = [*head, EOS]
            total = sum(model(np.array([[*PROMPT, *tokens[:i]]]), seed)[0, tokens[i]] for i in range(n + 1))
            best = max(best, (total / (n + 1) ** alpha, tokens))
    return best


def plain_beam(seed: int, width: int, alpha: float) -> tuple[float, list[int]]:
    """Lists and no early stop."""
    live: list[tuple[float, list[int]]] = [(0.0, [])]
    done: list[tuple[float, list[int]]] = []
    for _ in range(STEPS):
        longer = [
            (s + float(model(np.array([[*PROMPT, *tokens]]), seed)[0, v]), [*tokens, v])
            for s, tokens in live
            for v in range(VOCAB)
        ]
        longer.sort(key=lambda item: -item[0])
        done += [(s / len(tokens) ** alpha, tokens) for s, tokens in longer[:width] if tokens[-1] == EOS]
        live = [item for item in longer if item[1][-1] != EOS][:width]
    return max(done) if done else (live[0][0] / STEPS**alpha, live[0][1])


def beam(f: Space, seed: int, width: int, alpha: float) -> tuple[float, list[int]]:
    found: tuple[float, list[int]] = f["beam_search"](lambda x: model(x, seed), PROMPT, width, EOS, STEPS, alpha)
    return found


def alike(a: tuple[float, list[int]], b: tuple[float, list[int]]) -> bool:
    return a[1] == b[1] and math.isclose(a[0], b[0])


def finds_the_best_when_wide(f: Space) -> bool:
    return all(alike(beam(f, s, VOCAB**STEPS, a), exhaustive(s, a)) for s in range(12) for a in (0.0, 1.0))


def agrees_with_lists(f: Space) -> bool:
    return all(alike(beam(f, s, w, a), plain_beam(s, w, a)) for s in range(12) for w in (2, 3) for a in (0.0, 0.6, 1.0))


def width_one_is_greedy(f: Space) -> bool:
    for seed in range(12):
        tokens: list[int] = []
        while len(tokens) < STEPS and EOS not in tokens:
            tokens.append(int(model(np.array([[*PROMPT, *tokens]]), seed)[0].argmax()))
        if beam(f, seed, 1, 0.0)[1] != tokens:
            return False
    return True


Test = Callable[[Space], bool]
DRAWS: list[Test] = [
    agrees_with_definition, holds_at_the_edges, draws_with_the_right_frequency, survives_large_logits,
]  # fmt: skip
BEAMS: list[Test] = [finds_the_best_when_wide, agrees_with_lists, width_one_is_greedy]

# What is typed, what is typed by mistake, which tests then fail: the two tables on the page.
THRESHOLD = (
    "    out = np.full_like(logits, -np.inf)\n"
    "    values = np.take_along_axis(logits, kept, axis=-1)  # (B, k)\n"
    "    np.put_along_axis(out, kept, values, axis=-1)\n"
    "    return out\n"
)
SLIPS: dict[str, tuple[list[Test], list[tuple[str, str]], str]] = {
    "the crossing token is dropped": (DRAWS, [("drop = before >= p", "drop = before + probs > p")], "1010"),
    "not back in vocabulary order": (
        DRAWS, [("np.put_along_axis(dropped, order, drop, axis=-1)", "dropped = drop")], "1110",
    ),
    "truncated before the temperature": (
        DRAWS,
        [("    logits = logits / t\n", ""), ("    return softmax(logits)  # ren", "    return softmax(logits / t)  # ren")],
        "1000",
    ),
    "filled with 0 instead of -inf": (
        DRAWS, [("full_like(logits, -np.inf)", "zeros_like(logits)"), ("np.where(dropped, -np.inf, logits)", "np.where(dropped, 0, logits)")], "1110",
    ),
    "argmax instead of a draw": (
        DRAWS, [("draw(distribution(logits, t, k, p), rng)", "distribution(logits, t, k, p).argmax(axis=-1)")], "0010",
    ),
    "one random number for all rows": (DRAWS, [("rng.random((len(probs), 1))", "rng.random()")], "0010"),
    "threshold keeps ties": (
        DRAWS,
        [(THRESHOLD, "    kth = np.take_along_axis(logits, kept, axis=-1).min(axis=-1, keepdims=True)\n"
          "    return np.where(logits < kth, -np.inf, logits)\n")],
        "0100",
    ),
    "the set may be empty": (DRAWS, [("    drop[..., 0] = False", "    pass")], "0100"),
    "< instead of <=": (DRAWS, [("(cdf <= u)", "(cdf < u)")], "0100"),
    "no maximum subtracted": (DRAWS, [(" - logits.max(axis=-1, keepdims=True)", "")], "0001"),
    "width copies at the start": (
        BEAMS,
        [("prompt[None, :], np.zeros(1)", "np.repeat(prompt[None, :], width, axis=0), np.zeros(width)")],
        "110",
    ),
    "only width candidates": (BEAMS, [("[: 2 * width]", "[:width]")], "011"),
    "finished beams keep growing": (BEAMS, [("np.flatnonzero(~ended)[:width]", "np.arange(min(width, len(best)))")], "110"),
    "stops at the first finished": (BEAMS, [("if done and max(done)[0] >= sums[0] / steps**alpha:", "if done:")], "110"),
    "bound by the current length": (BEAMS, [("sums[0] / steps**alpha:", "sums[0] / length**alpha:")], "110"),
    "length counts the prompt": (BEAMS, [("sums[i] / length**alpha", "sums[i] / grown.shape[1]**alpha")], "110"),
    "sums not divided": (BEAMS, [("(sums[i] / length**alpha,", "(sums[i],")], "110"),
}  # fmt: skip


def fails(test: Test, f: Space) -> bool:
    try:
        return not test(f)
    except (IndexError, ValueError):
        return True


@pytest.mark.parametrize("test", DRAWS + BEAMS)
def test_right(test: Test) -> None:
    assert test(RIGHT)


@pytest.mark.parametrize("name", SLIPS)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_each_slip_is_caught_as_the_page_says(name: str) -> None:
    tests, edits, expected = SLIPS[name]
    wrong = slipped("sampling", edits)
    assert "".join("01"[fails(test, wrong)] for test in tests) == expected


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_tables_of_the_page_are_these(language: str) -> None:
    assert on_page("code-sampling", language) == [s[2] for s in SLIPS.values()]


def test_greedy() -> None:
    logits = np.random.default_rng(0).standard_normal((3, 7))
    rng = np.random.default_rng(0)
    for t, k, p in ((0.0, 0, 1.0), (1.0, 1, 1.0), (1.0, 0, 0.0)):
        assert (next_token(logits, rng, t, k, p) == logits.argmax(axis=-1)).all()


def test_gumbel_draws_from_the_softmax() -> None:
    logits = keep_top_k(np.array([[0.5, -1.0, 2.0, 0.0]]), 3)
    p, n = softmax(logits)[0], 20_000
    counts = np.bincount(gumbel_draw(np.repeat(logits, n, axis=0), np.random.default_rng(2)), minlength=4)
    assert (np.abs(counts - n * p) <= 4 * np.sqrt(n * p * (1 - p))).all()


def test_top_k_is_untouched_by_temperature_and_top_p_is_not() -> None:
    logits = np.random.default_rng(3).standard_normal((20, 30))
    same = [(distribution(logits, t, k=5) > 0).tolist() for t in (0.5, 1.0, 2.0)]
    assert same[0] == same[1] == same[2]
    sizes = [(distribution(logits, t, p=0.9) > 0).sum() for t in (0.5, 1.0, 2.0)]
    assert sizes[0] < sizes[1] < sizes[2]


def test_single_precision_sums_do_not_reach_one() -> None:
    """Without scaling u by the last sum, a draw can fall off the end."""
    probs = softmax(np.random.default_rng(4).standard_normal((1, 128_256)).astype(np.float32))
    u = 1 - 2.0**-53
    assert (np.cumsum(probs, axis=-1)[0] <= u).sum() == 128_256  # off the end

    class Last:
        def random(self, shape: Any) -> Any:
            return np.full(shape, u)

    assert draw(probs, Last())[0] < 128_256  # type: ignore[arg-type]


def test_a_wider_beam_is_not_always_better() -> None:
    worse = [
        s for s in range(200) if beam_search(lambda x, s=s: model(x, s), PROMPT, 2, EOS, STEPS, 0.0)[0]  # type: ignore[misc]
        < beam_search(lambda x, s=s: model(x, s), PROMPT, 1, EOS, STEPS, 0.0)[0] - 1e-12  # type: ignore[misc]
    ]  # fmt: skip
    assert worse


def test_nothing_finished() -> None:
    def endless(prefixes: np.ndarray) -> np.ndarray:
        return np.tile([-np.inf, math.log(0.4), math.log(0.6)], (len(prefixes), 1))

    score, tokens = beam_search(endless, PROMPT, 2, 0, 3, 1.0)
    assert tokens == [2, 2, 2]
    assert math.isclose(score, math.log(0.6))

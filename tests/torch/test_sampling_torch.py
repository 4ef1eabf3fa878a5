"""The PyTorch sampler draws from the NumPy version's distribution."""
# mypy: ignore-errors

import numpy as np
import pytest
import torch

from snippets.sampling import distribution
from snippets.sampling_torch import next_token


@pytest.mark.parametrize(("t", "k", "p"), [(1.0, 0, 1.0), (0.7, 4, 0.9), (2.0, 0, 0.5), (1.5, 3, 1.0), (1.0, 0, 0.0)])
def test_frequencies(t: float, k: int, p: float) -> None:
    torch.manual_seed(0)
    logits, n = torch.randn(1, 8), 20_000
    expected = distribution(logits.double().numpy(), t, k, p)[0]
    counts = np.bincount(next_token(logits.repeat(n, 1), t, k, p)[:, 0].numpy(), minlength=8)
    assert (np.abs(counts - n * expected) <= 4 * np.sqrt(n * expected * (1 - expected)) + 1e-9).all()
    assert (counts[expected == 0] == 0).all()


def test_greedy_and_input_untouched() -> None:
    logits = torch.randn(3, 8)
    before = logits.clone()
    assert (next_token(logits, 0)[:, 0] == logits.argmax(-1)).all()
    next_token(logits, 1.0, 2, 0.5)
    assert torch.equal(logits, before)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision(dtype: torch.dtype) -> None:
    token = next_token((10 * torch.randn(4, 1000)).to(dtype), 0.7, 50, 0.9)
    assert token.shape == (4, 1)
    assert ((token >= 0) & (token < 1000)).all()


def test_top_p_switched_off_cuts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cumulative sums in FP32 exceed 1: comparing them with p = 1 would cut the tail."""
    torch.manual_seed(0)
    logits = 3 * torch.randn(1, 128_256)
    probs = logits.softmax(-1).sort(descending=True).values
    assert (probs.cumsum(-1) - probs >= 1).any()
    seen = []
    multinomial = torch.multinomial
    monkeypatch.setattr(torch, "multinomial", lambda w, **k: (seen.append(w), multinomial(w, **k))[1])
    next_token(logits)
    assert (seen[0] > 0).all()

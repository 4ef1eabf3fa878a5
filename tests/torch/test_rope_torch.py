"""The PyTorch versions against the NumPy ones, in half precision, with positions per sequence."""
# mypy: ignore-errors

import numpy as np
import pytest
import torch

from snippets import rope
from snippets.rope_torch import angles, rotate_complex, rotate_half_split

PAIRS = [(rotate_complex, rope.rotate), (rotate_half_split, rope.rotate_half_split)]


def sample() -> torch.Tensor:
    return torch.randn(2, 3, 7, 8, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize(("ours", "reference"), PAIRS)
def test_against_numpy(ours, reference) -> None:
    positions = torch.tensor([[0, 0, 0, 1, 2, 3, 4], [5, 6, 7, 8, 9, 10, 11]])  # left padding; a later piece
    got = ours(sample(), angles(positions, 8))
    for b in range(2):
        expected = reference(sample()[b].numpy(), *rope.table(positions[b].numpy(), 8))
        np.testing.assert_allclose(got[b].numpy(), expected, atol=1e-5)


@pytest.mark.parametrize("ours", [p[0] for p in PAIRS])
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_far_out(ours, dtype) -> None:
    """Only the input and the output are rounded; angles computed in the dtype itself would be useless."""
    x, positions = sample().to(dtype), torch.arange(8185, 8192).repeat(2, 1)
    got, exact = ours(x, angles(positions, 8)), ours(x.float(), angles(positions, 8))
    assert got.dtype == dtype
    torch.testing.assert_close(got.float(), exact, rtol=2**-8, atol=1e-3)
    bad = ours(x.float(), angles(positions.to(dtype), 8))
    assert (bad - exact).abs().max() > 0.5


def test_gradient_is_the_rotation_back() -> None:
    x, angle = sample().requires_grad_(), angles(torch.arange(7).repeat(2, 1), 8)
    grad = torch.randn(2, 3, 7, 8)
    rotate_complex(x, angle).backward(grad)
    torch.testing.assert_close(x.grad, rotate_complex(grad, -angle))


def test_complex_numbers_refuse_bf16() -> None:
    with pytest.raises(RuntimeError, match="BFloat16"):
        torch.view_as_complex(torch.zeros(2, 2, dtype=torch.bfloat16))

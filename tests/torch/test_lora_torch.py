"""The LoRA module against the NumPy version, autograd and the slips candidates make."""
# mypy: ignore-errors

import numpy as np
import pytest
import torch
from torch import nn

from snippets import lora
from snippets.lora_torch import LoRALinear, adapter_state, add_lora

D, K, R, ALPHA, N = 6, 8, 2, 4.0, 5


def layer(dropout: float = 0.0, dtype: torch.dtype = torch.float32) -> LoRALinear:
    torch.manual_seed(0)
    return LoRALinear(nn.Linear(K, D, dtype=dtype), R, ALPHA, dropout)


def trained(**kind) -> LoRALinear:
    m = layer(**kind)
    with torch.no_grad():
        m.b.normal_(generator=torch.Generator().manual_seed(1))
    return m


def sample(dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.randn(N, K, generator=torch.Generator().manual_seed(2)).to(dtype)


def test_starts_as_the_old_layer() -> None:
    m, x = layer(), sample()
    assert torch.equal(m(x), m.base(x))
    assert m.a.abs().max() <= K**-0.5  # kaiming_uniform_ with a = sqrt(5) is U(-1/sqrt k, 1/sqrt k)
    big = nn.init.kaiming_uniform_(torch.empty(64, 4096), a=5**0.5)
    assert 0.99 / 64 < big.abs().max() <= 1 / 64


def test_against_numpy_forward_and_backward() -> None:
    m, x = trained(), sample().requires_grad_()
    ref = lora.LoRALinear(m.base.weight.detach().numpy(), R, ALPHA, np.random.default_rng(0))
    ref.a, ref.b = m.a.detach().numpy(), m.b.detach().numpy()
    y = m(x) - m.base.bias
    np.testing.assert_allclose(y.detach().numpy(), ref.forward(x.detach().numpy()), atol=1e-6)
    grad = torch.randn(N, D, generator=torch.Generator().manual_seed(3))
    y.backward(grad)
    np.testing.assert_allclose(x.grad.numpy(), ref.backward(grad.numpy()), atol=1e-5)
    np.testing.assert_allclose(m.a.grad.numpy(), ref.da, atol=1e-5)
    np.testing.assert_allclose(m.b.grad.numpy(), ref.db, atol=1e-5)
    assert m.base.weight.grad is None
    assert m.base.bias.grad is None


def test_only_b_moves_first_then_a() -> None:
    m, x = layer(), sample()
    optimizer = torch.optim.SGD([p for p in m.parameters() if p.requires_grad], 0.1)
    for step in range(2):
        optimizer.zero_grad()
        m(x).square().sum().backward()
        assert m.b.grad.abs().sum() > 0
        assert (m.a.grad.abs().sum() > 0) == (step == 1)
        optimizer.step()


def test_merged_is_the_same_and_changes_nothing() -> None:
    m, x = trained().eval(), sample()
    before = m.base.weight.clone()
    plain = m.merged()
    torch.testing.assert_close(plain(x), m(x))
    assert isinstance(plain, nn.Linear)
    assert torch.equal(m.base.weight, before)
    torch.testing.assert_close(m.merged()(x), plain(x))  # twice is once


def test_dropout_is_on_the_path_only() -> None:
    m, x = trained(dropout=0.5), sample()
    assert not torch.allclose(m(x), m(x))
    torch.testing.assert_close(m.eval()(x), m.merged()(x))
    fresh = layer(dropout=0.5)
    assert torch.equal(fresh.train()(x), fresh.base(x))  # B = 0: the base sees the whole x


def test_half_precision_base_keeps_fp32_adapters() -> None:
    m = trained(dtype=torch.bfloat16)
    x = sample(torch.bfloat16)
    assert (m.a.dtype, m.b.dtype, m(x).dtype) == (torch.float32, torch.float32, torch.bfloat16)
    plain = m.merged()
    assert plain.weight.dtype == torch.bfloat16
    exact = m.base.weight.double() + m.scale * m.b.double() @ m.a.double()
    assert ((plain.weight.double() - exact).abs() <= exact.abs() * 2.0**-8).all()  # half a unit


def test_subtracting_does_not_restore_bf16() -> None:
    w = torch.randn(64, 64, generator=torch.Generator().manual_seed(4)).bfloat16()
    delta = 0.05 * torch.randn(64, 64, generator=torch.Generator().manual_seed(5))
    back = ((w + delta).bfloat16() - delta).bfloat16()
    assert (back != w).any()


def test_small_steps_are_lost_in_bf16() -> None:
    """What is bound on the page: a step of 1e-4 does not move a BF16 number of 0.03125 or more."""
    for value in (0.03125, 0.0625, 0.1, 0.5):
        p = torch.tensor(value, dtype=torch.bfloat16)
        assert p + 1e-4 == p
    assert torch.tensor(0.03125) + 1e-4 != 0.03125  # FP32


class Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.q_proj, self.v_proj, self.up = nn.Linear(K, K), nn.Linear(K, K), nn.Linear(K, K)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.up(self.q_proj(x) * self.v_proj(x))


def model() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(Block(), Block())


def test_add_lora_wraps_freezes_and_counts() -> None:
    m, x = model(), sample()
    before = m(x)
    assert add_lora(m, {"q_proj", "v_proj"}, R, ALPHA) == 4
    assert torch.equal(m(x), before)
    trainable = {n for n, p in m.named_parameters() if p.requires_grad}
    assert trainable == {f"{i}.{n}.{w}" for i in (0, 1) for n in ("q_proj", "v_proj") for w in "ab"}
    assert sum(p.numel() for p in m.parameters() if p.requires_grad) == 4 * R * (K + K)
    with pytest.raises(ValueError, match="no linear layer"):
        add_lora(model(), {"q_porj"}, R, ALPHA)


def test_freezing_after_wrapping_trains_nothing() -> None:
    m = model()
    add_lora(m, {"q_proj"}, R, ALPHA)
    m.requires_grad_(False)  # the slip
    assert not adapter_state(m)


def test_saved_adapters_restore_the_model() -> None:
    m, x = model(), sample()
    add_lora(m, {"q_proj", "v_proj"}, R, ALPHA)
    frozen = {n: p.clone() for n, p in m.named_parameters() if not p.requires_grad}
    optimizer = torch.optim.AdamW([p for p in m.parameters() if p.requires_grad], 0.01)
    for _ in range(3):
        optimizer.zero_grad()
        m(x).square().sum().backward()
        optimizer.step()
    assert all(torch.equal(p, frozen[n]) for n, p in m.named_parameters() if n in frozen)
    other = model()
    add_lora(other, {"q_proj", "v_proj"}, R, ALPHA)
    left = other.load_state_dict(adapter_state(m), strict=False)
    assert not left.unexpected_keys
    torch.testing.assert_close(other(x), m(x))


def test_an_overridden_eval_of_a_child_is_never_called() -> None:
    """model.eval() is model.train(False), which calls the children's train, not their eval."""
    calls = []

    class Child(nn.Linear):
        def eval(self):
            calls.append("eval")
            return super().eval()

        def train(self, mode=True):
            calls.append(f"train({mode})")
            return super().train(mode)

    nn.Sequential(Child(2, 2)).eval()
    assert calls == ["train(False)"]

"""The PyTorch losses against the NumPy ones; what autograd may see."""
# mypy: ignore-errors

import math

import numpy as np
import pytest
import torch

from snippets import rl_losses as plain
from snippets.rl_losses_torch import dpo_loss, grpo_loss, ppo_loss, token_log_probs

Q, G, T, V = 2, 3, 6, 11
MASK = torch.zeros(Q * G, T, dtype=torch.bool)
for row, (first, end) in enumerate([(1, 6), (2, 4), (1, 3), (2, 6), (1, 5), (3, 4)]):
    MASK[row, first:end] = True


def sample(*names: str) -> list[torch.Tensor]:
    gen = torch.Generator().manual_seed(0)
    return [torch.randn(Q * G, T, generator=gen, dtype=torch.float64) / 2 for _ in names]


def scores() -> torch.Tensor:
    return torch.randn(Q, G, generator=torch.Generator().manual_seed(1), dtype=torch.float64) * 3


def test_token_log_probs() -> None:
    gen = torch.Generator().manual_seed(2)
    logits, tokens = torch.randn(3, 5, V, generator=gen), torch.randint(0, V, (3, 5), generator=gen)
    np.testing.assert_allclose(
        token_log_probs(logits, tokens), plain.token_log_probs(logits.numpy(), tokens.numpy()), rtol=1e-5
    )


def test_dpo_value_and_gradient() -> None:
    chosen, rejected = (torch.tensor([x], requires_grad=True) for x in (-42.0, -50.0))
    loss = dpo_loss(chosen, rejected, torch.tensor([-45.0]), torch.tensor([-48.0]))
    loss.backward()
    assert math.isclose(loss.item(), 0.474077, rel_tol=1e-5)
    weight = 0.1 / (1 + math.exp(0.5))  # beta sigmoid(-margin)
    assert math.isclose(chosen.grad.item(), -weight, rel_tol=1e-5)
    assert math.isclose(rejected.grad.item(), weight, rel_tol=1e-5)


def test_log_of_sigmoid_overflows_where_logsigmoid_does_not() -> None:
    x = torch.tensor([-120.0], requires_grad=True)
    assert x.sigmoid().log().isinf()
    zero = torch.zeros(1)
    loss = dpo_loss(x, zero, zero, zero, beta=1.0)
    loss.backward()
    assert loss.item() == 120
    assert x.grad.item() == -1


def test_ppo_against_numpy() -> None:
    logp, old, adv, values, old_values = sample("logp", "old", "adv", "values", "old_values")
    got = ppo_loss(logp, old, adv, values, old_values, MASK)
    x, m = adv.numpy(), MASK.numpy()
    white = (x - x[m].mean()) / (x[m].std(ddof=1) + 1e-8)
    want = plain.ppo_loss(logp.numpy(), old.numpy(), white, m) + 0.1 * plain.value_loss(
        values.numpy(), old_values.numpy(), x + old_values.numpy(), m
    )
    assert math.isclose(got.item(), want, rel_tol=1e-9)


def test_grpo_against_numpy() -> None:
    logp, old, ref = sample("logp", "old", "ref")
    want = plain.grpo_loss(logp.numpy(), old.numpy(), ref.numpy(), scores().numpy(), MASK.numpy())
    assert math.isclose(grpo_loss(logp, old, ref, scores(), MASK).item(), want, rel_tol=1e-9)


def test_only_policy_and_value_get_a_gradient() -> None:
    logp, old, adv, values, old_values = (x.requires_grad_() for x in sample("logp", "old", "adv", "values", "old"))
    ppo_loss(logp, old, adv, values, old_values, MASK).backward()
    assert logp.grad.abs().sum() > 0
    assert values.grad.abs().sum() > 0
    assert old.grad is adv.grad is old_values.grad is None


def test_first_step_loss_is_zero_but_not_the_gradient() -> None:
    (logp,) = sample("logp")
    logp.requires_grad_()
    loss = grpo_loss(logp, logp, logp, scores(), MASK)  # detached inside
    loss.backward()
    assert abs(loss.item()) < 1e-12
    adv = plain.group_advantages(scores().numpy()).reshape(-1, 1)
    want = -adv * MASK.numpy() / MASK.sum(1, keepdim=True).numpy() / (Q * G)  # -A / |o| / number of answers
    np.testing.assert_allclose(logp.grad, want, atol=1e-12)


def test_forgetting_to_detach_old_leaves_no_gradient_at_all() -> None:
    (logp,) = sample("logp")
    logp.requires_grad_()
    torch.exp(logp - logp).sum().backward()
    assert logp.grad.abs().max() == 0


def test_k3_gradient_is_one_minus_exp_of_minus_s() -> None:
    logp, ref = sample("logp", "ref")
    logp.requires_grad_()
    equal = torch.ones(Q, G, dtype=torch.float64)  # no advantage: only the KL term is left
    grpo_loss(logp, logp, ref, equal, MASK, beta=1.0).backward()
    s = (logp - ref).detach()
    want = (1 - torch.exp(-s)) * MASK / MASK.sum(1, keepdim=True) / (Q * G)
    torch.testing.assert_close(logp.grad, want)


@pytest.mark.parametrize("junk", [-1e4, 1e4, float("inf"), float("-inf")])
def test_junk_in_padding_reaches_neither_loss_nor_gradient(junk: float) -> None:
    logp, old, ref, adv, values, old_values = sample("logp", "old", "ref", "adv", "values", "old_values")
    clean = [
        ppo_loss(logp, old, adv, values, old_values, MASK),
        grpo_loss(logp, old, ref, scores(), MASK),
    ]
    old[~MASK] = ref[~MASK] = junk
    logp.requires_grad_()
    dirty = [
        ppo_loss(logp, old, adv, values, old_values, MASK),
        grpo_loss(logp, old, ref, scores(), MASK),
    ]
    torch.testing.assert_close(torch.stack(dirty), torch.stack(clean))
    sum(dirty).backward()
    assert logp.grad.isfinite().all()
    assert (logp.grad[~MASK] == 0).all()


def test_masking_after_exp_saves_the_loss_but_not_the_gradient() -> None:
    gap = torch.tensor([0.1, 1e4], requires_grad=True)
    keep = torch.tensor([True, False])
    loss = torch.exp(gap).masked_fill(~keep, 0.0).sum()
    assert loss.isfinite()
    (torch.exp(gap) * keep).sum().backward()
    assert gap.grad.isnan().any()


def test_std_defaults_differ() -> None:
    x = torch.tensor([1.0, 0, 0, 0])
    assert math.isclose(x.std().item(), 0.5, rel_tol=1e-6)
    assert math.isclose(x.numpy().std(), 0.4330127, rel_tol=1e-6)
    assert torch.tensor([1.0]).std().isnan()  # a group of one

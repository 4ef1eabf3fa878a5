"""The PyTorch losses against the NumPy ones and against PyTorch's own; what the library's options do."""
# mypy: ignore-errors

import math

import numpy as np
import pytest
import torch
from torch.nn import functional

from snippets import softmax_losses as plain
from snippets.softmax_losses_torch import cross_entropy, distillation_loss, kl_divergence, next_token_loss

B, T, V = 2, 4, 128


def sample() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    gen = torch.Generator().manual_seed(0)
    p, q = torch.randn(2, B, T, V, generator=gen)
    tokens = torch.randint(0, V, (B, T), generator=gen)
    return p, q, tokens, torch.tensor([[0, 1, 1, 1], [0, 0, 0, 1]], dtype=torch.bool)


def test_against_numpy_and_the_library() -> None:
    p, q, tokens, train = sample()
    labels = tokens.masked_fill(~train, -100)
    got = cross_entropy(p, labels).item()
    assert math.isclose(got, plain.cross_entropy(p.numpy(), labels.numpy()), rel_tol=1e-5)
    assert math.isclose(got, functional.cross_entropy(p.flatten(0, 1), labels.flatten()).item(), rel_tol=1e-5)
    want = plain.next_token_loss(p.numpy(), tokens.numpy(), train.numpy())
    assert math.isclose(next_token_loss(p, tokens, train).item(), want, rel_tol=1e-5)
    np.testing.assert_allclose(kl_divergence(p, q), plain.kl_divergence(p.numpy(), q.numpy()), rtol=1e-4)
    np.testing.assert_allclose(
        kl_divergence(p, q),
        torch.distributions.kl_divergence(
            torch.distributions.Categorical(logits=p), torch.distributions.Categorical(logits=q)
        ),
        rtol=1e-4,
    )


def test_masked_words_give_nan_in_the_library_and_zero_here() -> None:
    ends = torch.tensor([[1.0, 1.0, -math.inf], [1.0, 1.0, 1.0 + math.log(2.0)]], requires_grad=True)
    p, q = ends[:1], ends[1:]
    log_p = p.log_softmax(-1)
    assert functional.kl_div(log_p, log_p, reduction="none", log_target=True).sum(-1).isnan().all()
    kl = torch.cat([kl_divergence(p, q), kl_divergence(p, p)])
    torch.testing.assert_close(kl, torch.tensor([math.log(2.0), 0.0]))
    kl.sum().backward()
    assert ends.grad.isfinite().all()
    assert kl_divergence(q, p).isinf().all()  # q = 0 where p > 0 is not hidden


def test_gradient_is_softmax_minus_one_hot() -> None:
    p, _, tokens, train = sample()
    labels = tokens.masked_fill(~train, -100)
    cross_entropy(p.requires_grad_(), labels).backward()
    np.testing.assert_allclose(p.grad, plain.cross_entropy_grad(p.detach().numpy(), labels.numpy()), atol=1e-7)


def test_what_kl_div_reductions_divide_by() -> None:
    p, q, _, _ = sample()
    log_p, log_q = p.log_softmax(-1), q.log_softmax(-1)
    per_token = kl_divergence(p, q).mean()
    batchmean = functional.kl_div(log_q, log_p, reduction="batchmean", log_target=True)
    with pytest.warns(UserWarning, match="batchmean"):
        mean = functional.kl_div(log_q, log_p, reduction="mean", log_target=True)
    torch.testing.assert_close(batchmean, per_token * T)  # divides by B only
    torch.testing.assert_close(mean, per_token / V)  # divides by B * T * V
    swapped = functional.kl_div(log_p, log_q, reduction="batchmean", log_target=True)
    torch.testing.assert_close(swapped, kl_divergence(q, p).mean() * T)


def test_classes_stand_on_the_second_axis() -> None:
    p, _, tokens, _ = sample()
    with pytest.raises((RuntimeError, ValueError)):
        functional.cross_entropy(p, tokens)  # (B, T, V) is read as V positions of T classes
    torch.testing.assert_close(functional.cross_entropy(p.transpose(1, 2), tokens), cross_entropy(p, tokens))


def test_nothing_to_train_gives_nan() -> None:
    p, _, tokens, _ = sample()
    assert functional.cross_entropy(p.flatten(0, 1), torch.full((B * T,), -100)).isnan()
    assert cross_entropy(p, torch.full_like(tokens, -100)).isnan()


def test_label_smoothing_mixes_in_the_uniform_distribution() -> None:
    p, _, tokens, _ = sample()
    eps = 0.1
    uniform = -p.log_softmax(-1).mean(-1).mean()
    got = functional.cross_entropy(p.flatten(0, 1), tokens.flatten(), label_smoothing=eps)
    torch.testing.assert_close(got, (1 - eps) * cross_entropy(p, tokens) + eps * uniform)


def test_epsilon_inside_the_log_kills_the_gradient_of_the_worst_tokens() -> None:
    x = torch.tensor([[0.0, 40.0]], requires_grad=True)
    (-(x.softmax(-1)[0, 0] + 1e-12).log()).backward()
    assert x.grad.abs().max() < 1e-4  # right: p(label) - 1 = -1
    y = torch.tensor([[0.0, 40.0]], requires_grad=True)
    cross_entropy(y, torch.tensor([0])).backward()
    torch.testing.assert_close(y.grad, torch.tensor([[-1.0, 1.0]]))
    z = torch.tensor([[0.0, 200.0]], requires_grad=True)
    loss = -z.softmax(-1)[0, 0].log()
    loss.backward()
    assert loss.isinf()
    assert z.grad.isnan().any()


def test_bf16_cannot_hold_the_difference() -> None:
    """A label at score 20 with log-sum-exp 20.05: BF16 has steps of 1/8 there."""
    logits = torch.tensor([20.0, 20.0 + math.log(math.expm1(0.05))], dtype=torch.float64)
    exact = logits.logsumexp(-1) - logits[0]
    assert math.isclose(exact.item(), 0.05, rel_tol=1e-9)
    half = logits.bfloat16()
    assert (half.logsumexp(-1) - half[0]).item() == 0.0  # kept in BF16 the loss is 0
    assert abs(cross_entropy(half[None], torch.tensor([0])).item() - 0.05) < 0.002  # upcast first


def test_summing_in_the_loss_makes_gradient_accumulation_exact() -> None:
    p, _, tokens, train = sample()
    labels = tokens.masked_fill(~train, -100)
    whole = cross_entropy(p, labels)
    parts = [functional.cross_entropy(p[b], labels[b], reduction="sum") for b in range(B)]
    torch.testing.assert_close(sum(parts) / train.sum(), whole)
    assert not torch.isclose((cross_entropy(p[0], labels[0]) + cross_entropy(p[1], labels[1])) / 2, whole)


def test_distillation_gradient_is_on_one_scale_at_high_temperature() -> None:
    """With zero-mean logits the gradient tends to (student - teacher) / V: the factor T^2 is what keeps it there."""
    p, q, _, _ = sample()
    train = torch.ones(B, T, dtype=torch.bool)
    p, q = (x - x.mean(-1, keepdim=True) for x in (p, q))
    for temperature in (100.0, 200.0):
        s = p.clone().double().requires_grad_()
        loss = distillation_loss(s, q.double(), train, temperature)
        loss.backward()
        torch.testing.assert_close(s.grad, (p - q).double() / V / (B * T), rtol=0.1, atol=2e-5)


def test_distillation_direction_mask_and_teacher() -> None:
    student, teacher, _, train = sample()
    student.requires_grad_()
    teacher.requires_grad_()
    loss = distillation_loss(student, teacher, train, 2.0)
    kl = plain.kl_divergence(teacher.detach().double().numpy() / 2, student.detach().double().numpy() / 2)
    assert math.isclose(loss.item(), 4 * kl[train.numpy()].mean(), rel_tol=1e-5)
    loss.backward()
    assert teacher.grad is None
    assert (student.grad[~train] == 0).all()

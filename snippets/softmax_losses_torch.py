"""Cross-entropy and KL divergence in PyTorch, from logits."""
# mypy: ignore-errors

from torch import Tensor
from torch.nn import functional


def cross_entropy(
    logits: Tensor,
    labels: Tensor,
    ignore: int = -100,
) -> Tensor:
    """logits (..., V), labels (...) -> scalar; log-sum-exp in FP32."""
    logits = logits.float()
    real = labels != ignore
    at = labels.masked_fill(~real, 0)[..., None]
    picked = logits.gather(-1, at)[..., 0]
    loss = (logits.logsumexp(dim=-1) - picked).masked_fill(~real, 0.0)
    return loss.sum() / real.sum()


def kl_divergence(p_logits: Tensor, q_logits: Tensor) -> Tensor:
    """KL(p || q) from two (..., V) logits -> (...); p = 0 counts 0."""
    log_p = p_logits.float().log_softmax(dim=-1)
    log_q = q_logits.float().log_softmax(dim=-1)
    gap = (log_p - log_q).masked_fill(log_p.isneginf(), 0.0)
    return (log_p.exp() * gap).sum(dim=-1)


def next_token_loss(logits: Tensor, tokens: Tensor, train: Tensor) -> Tensor:
    """By the library: logits (B, T, V), tokens (B, T), train (B, T) bool."""
    labels = tokens[:, 1:].masked_fill(~train[:, 1:], -100)
    scores = logits[:, :-1].flatten(0, 1).float()
    return functional.cross_entropy(scores, labels.flatten())


def distillation_loss(
    student: Tensor,
    teacher: Tensor,
    train: Tensor,
    temperature: float = 2.0,
) -> Tensor:
    """Logits (B, T, V), train (B, T) bool: mean KL(teacher || student)."""
    kl = kl_divergence(teacher.detach() / temperature, student / temperature)
    mean = kl.masked_fill(~train, 0.0).sum() / train.sum()
    return temperature**2 * mean

"""DPO, PPO and GRPO losses in PyTorch: what the gradient may see."""
# mypy: ignore-errors

import torch
from torch import Tensor
from torch.nn import functional


def token_log_probs(logits: Tensor, tokens: Tensor) -> Tensor:
    """logits (B, T, V), tokens (B, T) -> (B, T-1), in FP32."""
    logits = logits[:, :-1].float()
    picked = logits.gather(-1, tokens[:, 1:, None]).squeeze(-1)
    return picked - logits.logsumexp(dim=-1)


def dpo_loss(
    chosen: Tensor,
    rejected: Tensor,
    ref_chosen: Tensor,
    ref_rejected: Tensor,
    beta: float = 0.1,
) -> Tensor:
    """Sums over whole answers, each (B,); ref's come from no_grad()."""
    margin = beta * ((chosen - ref_chosen) - (rejected - ref_rejected))
    return -functional.logsigmoid(margin).mean()


def ppo_loss(
    logp: Tensor,
    old: Tensor,
    adv: Tensor,
    values: Tensor,
    old_values: Tensor,
    mask: Tensor,
    value_weight: float = 0.1,
) -> Tensor:
    """All (B, T); only logp and values carry a gradient."""
    old, adv, old_values = old.detach(), adv.detach(), old_values.detach()
    returns = adv + old_values  # before whitening
    mean, std = adv[mask].mean(), adv[mask].std()
    adv = (adv - mean) / (std + 1e-8)
    log_ratio = (logp - old).masked_fill(~mask, 0.0)
    ratio = torch.exp(log_ratio)  # masked before exp: 0 * inf is NaN
    policy = torch.maximum(-ratio * adv, -ratio.clamp(0.8, 1.2) * adv)
    near = old_values + (values - old_values).clamp(-0.2, 0.2)
    value = 0.5 * torch.maximum((values - returns) ** 2, (near - returns) ** 2)
    return (policy + value_weight * value)[mask].mean()


def grpo_loss(
    logp: Tensor,
    old: Tensor,
    ref: Tensor,
    rewards: Tensor,
    mask: Tensor,
    beta: float = 0.04,
) -> Tensor:
    """logp, old, ref, mask (Q*G, T), groups in a row; rewards (Q, G)."""
    adv = rewards - rewards.mean(1, keepdim=True)
    adv = adv / (rewards.std(1, keepdim=True) + 1e-4)
    adv = adv.reshape(-1, 1)
    ratio = torch.exp((logp - old.detach()).masked_fill(~mask, 0.0))
    gap = (ref.detach() - logp).masked_fill(~mask, 0.0)
    loss = torch.maximum(-ratio * adv, -ratio.clamp(0.8, 1.2) * adv)
    loss = loss + beta * (torch.exp(gap) - 1 - gap)  # k3
    return (loss.masked_fill(~mask, 0.0).sum(1) / mask.sum(1)).mean()

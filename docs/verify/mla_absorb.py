"""MLA 的两种算法结果相等；RoPE 放在上投影之后就吸收不了；GQA 是它的特例。 | MLA's two modes agree; RoPE after the up-projection cannot be absorbed; GQA is a special case."""

import numpy as np

rng = np.random.default_rng(0)
H, DH, DC, DR, D, T = 8, 16, 24, 8, 64, 12  # any: heads, head width, latent, rotated part, width, positions
h = rng.standard_normal((T, D))  # any: a sample
Wdkv, Wkr = rng.standard_normal((D, DC)) / D**0.5, rng.standard_normal((D, DR)) / D**0.5  # any
Wq, Wqr = rng.standard_normal((H, D, DH)) / D**0.5, rng.standard_normal((H, D, DR)) / D**0.5  # any
Wuk, Wuv = rng.standard_normal((2, H, DC, DH)) / DC**0.5  # any


def rotation(t, width):
    """The RoPE matrix of position t."""
    R = np.zeros((width, width))
    for i in range(width // 2):
        a = t * 10000 ** (-2 * i / width)
        R[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] = [[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]]
    return R


def softmax(s):
    e = np.exp(s - s.max())
    return e / e.sum()


c = h @ Wdkv  # the latent: cached
kr = np.stack([rotation(t, DR) @ (h[t] @ Wkr) for t in range(T)])  # the shared rotated key: cached
t = T - 1  # any: the last position decodes
scale = (DH + DR) ** -0.5  # any
for i in range(H):
    q, qr = h[t] @ Wq[i], rotation(t, DR) @ (h[t] @ Wqr[i])
    # MHA mode: keys and values are computed out
    p = softmax(((c @ Wuk[i]) @ q + kr @ qr) * scale)
    o = p @ (c @ Wuv[i])
    # MQA mode: the query is moved into the latent space, the output moved back
    p2 = softmax((c @ (Wuk[i] @ q) + kr @ qr) * scale)
    assert np.allclose(p, p2) and np.allclose(o, (p2 @ c) @ Wuv[i])

# RoPE on the up-projected keys: the matrix between query input and latent depends on the distance.
between = [Wq[0] @ rotation(t, DH).T @ rotation(t - gap, DH) @ Wuk[0].T for gap in (0, 1, 2)]  # any: distances
assert not np.allclose(between[0], between[1]) and not np.allclose(between[1], between[2])
moved = Wq[0] @ rotation(t + 5, DH).T @ rotation(t + 5 - 1, DH) @ Wuk[0].T
assert np.allclose(moved, between[1])  # only on the distance

# Rotating the latent itself: scores can then be computed in the latent space, but the rotated latent is no value.
rotated = np.stack([rotation(j, DC) @ c[j] for j in range(T)])
assert np.allclose(rotated @ (rotation(t, DC) @ (Wuk[0] @ q)), [c[j] @ rotation(j - t, DC).T @ (Wuk[0] @ q) for j in range(T)])
assert not np.allclose(rotated @ Wuv[0], c @ Wuv[0])

# Keys of all heads together have the latent's rank; GQA with 2 groups is an MLA whose latent is its K and V.
keys = np.concatenate([c @ Wuk[i] for i in range(H)], 1)
wide = rng.standard_normal((200, DC)) @ np.concatenate(list(Wuk), 1)  # any
assert np.linalg.matrix_rank(wide) == DC < H * DH == keys.shape[1]
G, W = 2, 4  # any: groups, head width
WK, WV = rng.standard_normal((2, G, D, W))  # any
latent = np.concatenate([h @ WK[0], h @ WK[1], h @ WV[0], h @ WV[1]], 1)
pick = np.eye(2 * G * W)
for i in range(H):
    j = i // (H // G)
    assert np.allclose(latent @ pick[:, j * W : (j + 1) * W], h @ WK[j])
    assert np.allclose(latent @ pick[:, (G + j) * W : (G + j + 1) * W], h @ WV[j])

LATENT, HEADS, WIDTH = 512, 128, 128  # DeepSeek-V3
VALUES = {"rank": (LATENT, ""), "stacked": (HEADS * WIDTH, "")}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")

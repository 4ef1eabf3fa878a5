"""路由器：先后做 softmax 与 top-k 是否相同，梯度从哪里来。 | The router: order of softmax and top-k, and where its gradient comes from."""
import numpy as np

rng = np.random.default_rng(0)                      # any: no statement depends on the draw
def softmax(z):
    return np.exp(z - z.max()) / np.exp(z - z.max()).sum()



# 1. softmax over all, take the top k, renormalize = softmax over the top k alone.
z = rng.normal(size=8)
for k in (1, 2, 4):                                 # any: it holds for every k
    top = np.argsort(-z)[:k]
    p = softmax(z)[top]
    assert np.allclose(p / p.sum(), softmax(z[top]))


# 2. Gradient of a loss on y = sum g_i E_i(x) with respect to the router's logits, by finite differences.
def slope(gate):
    experts, eps = rng.normal(size=(8, 4)), 1e-5    # any: experts' outputs, step
    goal = rng.normal(size=4)
    order = np.argsort(-z)

    def loss(logits):
        g = gate(logits, order)
        return ((g[:, None] * experts).sum(0) - goal) @ ((g[:, None] * experts).sum(0) - goal)

    return np.array([(loss(z + eps * e) - loss(z - eps * e)) / (2 * eps) for e in np.eye(8)])


def gates(k, renormalize):
    def gate(logits, order):
        g = np.zeros(8)
        p = softmax(logits)[order[:k]]
        g[order[:k]] = p / p.sum() if renormalize else p
        return g
    return gate


assert np.abs(slope(gates(1, True))).max() < 1e-8   # top-1 renormalized: the gate is always 1, nothing to learn from
assert np.abs(slope(gates(1, False))).max() > 1e-3  # top-1 with the plain probability (Switch): a gradient
two = slope(gates(2, True))
assert (np.abs(two) > 1e-6).sum() == 2              # top-2 renormalized: only the two chosen logits get one

learning = (np.abs(two) > 1e-6).sum()               # any: threshold

VALUES = {"learning_logits": (learning, "")}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")

"""知识蒸馏：T² 因子、链式分解、top-k 偏差与 logits 的字节数。 | Knowledge distillation: the T² factor, the chain rule, top-k bias, and the bytes of logits."""
import numpy as np


def softmax(z):
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


# Temperature: gradient of KL(teacher‖student) in the student's logits, zero-mean logits
TEACHER, STUDENT = np.array([4.0, 1.0, -2.0, -3.0]), np.array([1.0, 2.0, -1.0, -2.0])


def grad(T):
    return (softmax(STUDENT / T) - softmax(TEACHER / T)) / T


size = {T: np.linalg.norm(grad(T)) for T in (1, 2, 4, 8)}
limit = np.linalg.norm(STUDENT - TEACHER) / len(TEACHER)
assert abs(np.linalg.norm(grad(1000)) * 1000**2 / limit - 1) < 0.01  # any: a high temperature, a tolerance
top = {T: 100 * softmax(TEACHER / T)[0] for T in (1, 4)}

# Chain rule on two steps and three tokens: sequence KL = expected sum of token KLs
rng = np.random.default_rng(0)  # any: a sample
p1, q1 = rng.normal(size=3), rng.normal(size=3)
p2, q2 = rng.normal(size=(3, 3)), rng.normal(size=(3, 3))


def kl(a, b):
    return (a * np.log(a / b)).sum(-1)


def sequence_kl(a1, a2, b1, b2):  # first argument writes the text
    joint, other = softmax(a1)[:, None] * softmax(a2), softmax(b1)[:, None] * softmax(b2)
    return (joint * np.log(joint / other)).sum()


def token_sum(a1, a2, b1, b2):
    return kl(softmax(a1), softmax(b1)) + (softmax(a1) * kl(softmax(a2), softmax(b2))).sum()


assert np.isclose(sequence_kl(p1, p2, q1, q2), token_sum(p1, p2, q1, q2))  # forward: teacher's text
assert np.isclose(sequence_kl(q1, q2, p1, p2), token_sum(q1, q2, p1, p2))  # reverse: student's text


def slope(f, z, h=1e-5):  # any: a step for differences
    return np.array([(f(z + h * d) - f(z - h * d)) / (2 * h) for d in np.eye(3)])


full = slope(lambda z: sequence_kl(z, q2, p1, p2), q1)
local = slope(lambda z: kl(softmax(z), softmax(p1)), q1)
future = slope(lambda z: (softmax(z) * kl(softmax(q2), softmax(p2))).sum(), q1)
assert np.allclose(full, local + future, atol=1e-6) and not np.allclose(full, local, atol=1e-3)
# Forward KL on the teacher's text has no such term: the prefix doesn't depend on the student
forward = slope(lambda z: sequence_kl(p1, p2, z, q2), q1)
assert np.allclose(forward, softmax(q1) - softmax(p1), atol=1e-6)

# Top-k: renormalized targets against sampled ones, for a Zipf distribution over the vocabulary
V, K, S = 128_256, 128, 1.2  # Llama 3's vocabulary, logits kept, an assumed slope
zipf = np.arange(1, V + 1) ** -S
zipf /= zipf.sum()
mass = zipf[:K].sum()
head = np.where(np.arange(V) < K, zipf, 0) / mass  # what a student fitted to top-k would learn
assert np.allclose(head[:K] / zipf[:K], 1 / mass) and np.isclose(head.sum(), 1)
small, draws = zipf[:50] / zipf[:50].sum(), 12  # any: a small vocabulary, a number of draws
mean = rng.multinomial(draws, small, size=200_000).mean(0) / draws  # any: repetitions
assert np.allclose(mean, small, atol=2e-3)  # sampled targets are right on average

# Bytes: full BF16 logits, top-k as a BF16 value and a 4-byte id, the text alone
full_bytes, topk_bytes, text_bytes = 2 * V, K * (2 + 4), 4
BILLION = 1e9
tokens = 8 * 4096  # one micro-batch
online = tokens * V * 4 / 1e9
chunk = 1024 * V * 4 / 1e9

# FLOPs a token: teacher forward 2N, student training 6N; Llama-3.1-70B and 8B
N_T, N_S = 70_553_706_496, 8_030_261_248
teacher, student = 2 * N_T / 1e9, 6 * N_S / 1e9

# Qwen3-8B, Table 21: GPU hours of RL and of on-policy distillation
RL, OPD = 17_920, 1_800

VALUES = {
    **{f"grad_{T}": (size[T], "") for T in (1, 2, 4, 8)},
    **{f"scaled_{T}": (size[T] * T * T, "") for T in (1, 2, 4, 8)},
    "limit": (limit, ""),
    "top_1": (top[1], "%"),
    "top_4": (top[4], "%"),
    "mass": (100 * mass, "%"),
    "inflate": (1 / mass, "x"),
    "full_bytes": (full_bytes, "bytes"),
    "topk_bytes": (topk_bytes, "bytes"),
    "text_bytes": (text_bytes, "bytes"),
    "full_tb": (full_bytes * BILLION / 1e12, "TB"),
    "topk_tb": (topk_bytes * BILLION / 1e12, "TB"),
    "text_gb": (text_bytes * BILLION / 1e9, "GB"),
    "tokens": (tokens, ""),
    "online": (online, "GB"),
    "chunk": (chunk, "GB"),
    "teacher": (teacher, ""),
    "student": (student, ""),
    "flops": ((teacher + student) / student, "x"),
    "hours": (RL / OPD, "x"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")

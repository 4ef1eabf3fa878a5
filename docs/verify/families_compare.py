"""三类架构：可见性、参数与一条样本的计算量。 | Three families: visibility, parameters, and compute for one example."""

import numpy as np

# 1. Who sees whom, for 4 input and 3 output tokens laid out as one sequence.
N, M = 4, 3
encoder = np.ones((N, N), bool)
causal = np.tril(np.ones((N + M, N + M), bool))
encdec = np.zeros((N + M, N + M), bool)
encdec[:N, :N] = True  # encoder self-attention
encdec[N:, :N] = True  # cross-attention
encdec[N:, N:] = np.tril(np.ones((M, M), bool))  # causal self-attention
prefix = causal.copy()
prefix[:N, :N] = True
assert (encdec == prefix).all()  # the same visibility as a prefix LM: they differ in weights, not in the mask
gap = int(encdec.sum() - causal.sum())
assert gap == N * (N - 1) // 2  # all of it inside the input

# 2. BERT-base, GPT-2 small, T5-base: 12 layers, width 768, FFN 3072. Matrix weights of a layer in units of d^2.
D, L = 768, 12
SELF, CROSS_QO, CROSS_KV, FFN = 4, 2, 2, 8
VOCAB_T5 = 32_128
stack = L * (SELF + FFN) * D * D  # an encoder, or a decoder without cross-attention
decoder = L * (SELF + CROSS_QO + CROSS_KV + FFN) * D * D
t5_total = stack + decoder + VOCAB_T5 * D
assert round(t5_total / 1e7) == 22  # known as the 220M model


# 3. Compute: 2 operations per weight and token; scores, embeddings and output layer left out.
def one_stack(tokens):
    return 2 * stack * tokens


def two_stacks(n, m):
    kv = L * CROSS_KV * D * D
    return 2 * (stack * n + kv * n + (decoder - kv) * m)


SOURCE, SUMMARY = 512, 64
classify = one_stack(SOURCE)
classify_t5 = two_stacks(SOURCE, 1)  # any: the label is one token
generate = one_stack(SOURCE + SUMMARY)
generate_t5 = two_stacks(SOURCE, SUMMARY)
assert 6 * generate_t5 == 7 * generate  # one sixth more, whatever the lengths: cross-attention adds 2 d^2 to 12 d^2 a token
redo = sum(one_stack(SOURCE + i + 1) for i in range(SUMMARY))  # an encoder filling in one [MASK] per pass, nothing cached
assert redo > 50 * generate

# 4. Whisper: cutting the decoder from 32 layers to 4, d = 1280, FFN 4d; the encoder stays.
W, ENC, DEC, TURBO = 1280, 32, 32, 4
enc_layer, dec_layer = (SELF + FFN) * W * W, (SELF + CROSS_QO + CROSS_KV + FFN) * W * W
assert ENC * enc_layer > 5 * TURBO * dec_layer  # what is left is mostly encoder

VALUES = {
    "pairs_encoder": (int(encoder.sum()), ""),
    "pairs_causal": (int(causal.sum()), ""),
    "pairs_encdec": (int(encdec.sum()), ""),
    "gap": (gap, ""),
    "stack": (stack, "params"),
    "t5_body": (stack + decoder, "params"),
    "t5_ratio": ((stack + decoder) / stack, "x"),
    "classify": (classify, "FLOPs"),
    "classify_t5": (classify_t5, "FLOPs"),
    "generate": (generate, "FLOPs"),
    "generate_t5": (generate_t5, "FLOPs"),
    "generate_more": (100 * (generate_t5 / generate - 1), "%"),
    "redo_ratio": (redo / generate, "x"),
    "whisper_encoder": (ENC * enc_layer, "params"),
    "whisper_decoder": (DEC * dec_layer, "params"),
    "turbo_decoder": (TURBO * dec_layer, "params"),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")

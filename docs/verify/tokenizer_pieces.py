"""分词器：同一串字的切法、词表大小的账、困惑度换算。 | Tokenizer: how strings are cut, what a larger vocabulary costs and saves, converting perplexity."""

from math import log2

# 1. Llama 3's vocabulary, cut down to every piece that occurs inside the samples, in the order of its ranks.
#    A "_" stands for the space; pieces of Chinese text are written as bytes. Encoding merges the adjacent pair whose
#    concatenation has the lowest rank, until no pair is in the vocabulary.
LATIN = """er st le _s el _st un ab tr able str _u _str err rr ie _un ber aw li ry ble ra raw be bl tra ev erry va
bel lie eli stra berry nb wb vable _straw belie _unbelie _unb iev _unbelievable abl _unbe _strawberry eva _stra"""
HAN = "e4ba e5b7 e4baba 83bd e883bd e699 e5b7a5 e883 e9a4 e9a5 e699ba e699bae883bd"


def cut(text):
    data = text.encode()
    order = (
        [bytes.fromhex(p) for p in HAN.split()]
        if data[0] > 127
        else [p.replace("_", " ").encode() for p in LATIN.split()]
    )
    rank = {p: i for i, p in enumerate(order)}
    parts = [data[i : i + 1] for i in range(len(data))]
    while len(parts) > 1:
        lowest, i = min((rank.get(a + b, len(rank)), i) for i, (a, b) in enumerate(zip(parts, parts[1:])))
        if lowest == len(rank):
            break
        parts[i : i + 2] = [parts[i] + parts[i + 1]]
    return parts


assert cut("unbelievable") == [b"un", b"belie", b"vable"]  # not un + believ + able
assert cut(" unbelievable") == [b" unbelievable"]
assert cut("strawberry") == [b"str", b"aw", b"berry"] and cut(" strawberry") == [b" strawberry"]
assert [p.decode() for p in cut("人工智能")] == ["人", "工", "智能"]
assert cut("饕餮") == [b"\xe9\xa5", b"\x95", b"\xe9\xa4", b"\xae"]  # two characters, four pieces, none of them text
for s in ("unbelievable", " strawberry", "人工智能", "饕餮"):
    assert b"".join(cut(s)).decode() == s  # decoding is joining bytes
samples = {"bare": "unbelievable", "space": " unbelievable", "straw": " strawberry", "ai": "人工智能", "rare": "饕餮"}
n = {k: len(cut(s)) for k, s in samples.items()}

# 2. Counts read off the whole file (128,000 pieces), and the 3,755 level-1 characters of GB 2312, each encoded alone
lead_share = 100 * 57875 / 128000  # pieces that begin with a space
broken_share = 100 * 1352 / 128000  # pieces that are not valid UTF-8 by themselves
llama3_han = {1: 1766, 2: 1987, 3: 2}  # any: counts of the real vocabulary
gpt2_han = {1: 30, 2: 1516, 3: 2209}
assert sum(llama3_han.values()) == sum(gpt2_han.values()) == 3755
mean_l3, mean_g2 = (sum(k * c for k, c in h.items()) / 3755 for h in (llama3_han, gpt2_han))

# 3. From 32,000 to 128,256 entries: 3.17 -> 3.94 characters a token. Matrix work per character ~ (body + V d) / chars
V1, V2, C1, C2 = 32000, 128256, 3.17, 3.94
body8 = 32 * (2 * 4096 * 4096 + 2 * 4096 * 1024 + 3 * 4096 * 14336)  # Llama 3 8B without embedding and output
body06 = 28 * (2 * 1024 * 2048 + 2 * 1024 * 1024 + 3 * 1024 * 3072)  # Qwen3-0.6B likewise


def net(body, d):
    return 100 * (1 - (body + V2 * d) / C2 / ((body + V1 * d) / C1))


def even(d):  # the body at which both vocabularies cost the same per character
    return d * (V2 * C1 - V1 * C2) / (C2 - C1)


assert abs(net(even(4096), 4096)) < 1e-9 and net(body06, 1024) < net(body8, 4096)
fewer = 100 * (1 - C1 / C2)
extra_params = 2 * 4096 * (V2 - V1)  # embedding and output, untied

# 4. Perplexity 10 per token at 3.17 characters a token: which perplexity is equally good at 3.94?
PPL = 10
bits = log2(PPL) / C1
ppl_same = 2 ** (bits * C2)

VALUES = {
    "n_bare": (n["bare"], "tokens"),
    "n_space": (n["space"], "tokens"),
    "n_straw": (n["straw"], "tokens"),
    "rare_bytes": (len("饕餮".encode()), "bytes"),
    "n_ai": (n["ai"], "tokens"),
    "n_rare": (n["rare"], "tokens"),
    "ai_bytes": (len("人工智能".encode()), "bytes"),
    "straw_bytes": (len(b" strawberry"), "bytes"),
    "lead_share": (lead_share, "%"),
    "broken_share": (broken_share, "%"),
    "mean_l3": (mean_l3, "tokens"),
    "mean_g2": (mean_g2, "tokens"),
    "fewer": (fewer, "%"),
    "extra_params": (extra_params, "params"),
    "net8": (net(body8, 4096), "%"),
    "net06": (net(body06, 1024), "%"),
    "even4096": (even(4096), "params"),
    "bits": (bits, "bits"),
    "ppl": (PPL, ""),
    "ppl_same": (ppl_same, ""),
}

if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:16} {number:.6g} {unit}")

"""块表：散放的块与连续放的 K、V 算出同样的注意力；分叉时只复制一块；图中的例子。 | Block table: scattered blocks give the same attention as contiguous K and V; a fork copies one block; the figure's example."""

import numpy as np

rng = np.random.default_rng(0)  # any: the equality holds for every draw
B, DIM, BLOCKS = 4, 8, 12  # any: block size, head dimension, blocks in the pool
pool_k, pool_v = np.zeros((2, BLOCKS, B, DIM))
free = [7, 1, 3, 10, 0, 5]  # any: whichever blocks happen to be free
owners = {}  # physical block -> number of sequences that point to it


def append(seq, k, v):
    """Write one token; take a new block when the last is full, copy it when it is shared."""
    table, length = seq["table"], seq["length"]
    copied = 0
    if length % B == 0:
        table.append(free.pop(0))
        owners[table[-1]] = 1
    elif owners[table[-1]] > 1:  # copy on write
        old, new = table[-1], free.pop(0)
        pool_k[new], pool_v[new] = pool_k[old], pool_v[old]
        owners[old] -= 1
        owners[new] = 1
        table[-1], copied = new, 1
    pool_k[table[-1], length % B], pool_v[table[-1], length % B] = k, v
    seq["length"] += 1
    return copied


def fork(seq):
    for block in seq["table"]:
        owners[block] += 1
    return {"table": list(seq["table"]), "length": seq["length"]}


def paged(q, seq):
    """Block by block through the table, with a running maximum and sum."""
    top, total, out = -np.inf, 0.0, np.zeros(DIM)
    for i, block in enumerate(seq["table"]):
        n = min(B, seq["length"] - i * B)
        s = pool_k[block, :n] @ q / np.sqrt(DIM)
        new = max(top, s.max())
        w = np.exp(s - new)
        total, out = total * np.exp(top - new) + w.sum(), out * np.exp(top - new) + w @ pool_v[block, :n]
        top = new
    return out / total


def contiguous(q, k, v):
    w = np.exp(k @ q / np.sqrt(DIM))
    return w @ v / w.sum()


PROMPT = 7  # tokens
a, ka, va = {"table": [], "length": 0}, [], []
for _ in range(PROMPT):
    ka.append(rng.normal(size=DIM))
    va.append(rng.normal(size=DIM))
    append(a, ka[-1], va[-1])
assert a["table"] != sorted(a["table"])  # the blocks are not in order
b, kb, vb = fork(a), list(ka), list(va)
shared = len(a["table"])
copies = 0
for _ in range(3):  # any: both go on with different tokens
    for seq, ks, vs in ((a, ka, va), (b, kb, vb)):
        ks.append(rng.normal(size=DIM))
        vs.append(rng.normal(size=DIM))
        copies += append(seq, ks[-1], vs[-1])
        q = rng.normal(size=DIM)
        assert np.allclose(paged(q, seq), contiguous(q, np.array(ks), np.array(vs)))
blocks_used = len(set(a["table"]) | set(b["table"]))
unshared = len(a["table"]) + len(b["table"])

# The figure: 24 slots. Placed contiguously, A and C hold a reserved stretch each; two holes remain.
SLOTS = 24
A_NOW, A_END, A_RESERVED = 5, 6, 8
C_NOW, C_END, C_RESERVED = 3, 4, 8
HOLES = (4, 4)
NEED = 6
assert A_RESERVED + C_RESERVED + sum(HOLES) == SLOTS and max(HOLES) < NEED <= sum(HOLES)
used = A_NOW + C_NOW
later = (A_END - A_NOW) + (C_END - C_NOW)
never = (A_RESERVED - A_END) + (C_RESERVED - C_END)


def blocks(n):
    return -(-n // B)


taken = blocks(A_NOW) + blocks(C_NOW) + blocks(NEED)
assert taken <= SLOTS // B  # paged, all three fit
tail = taken * B - (A_NOW + C_NOW + NEED)

VALUES = {
    "prompt": (PROMPT, "tokens"),
    "shared": (shared, ""),
    "copies": (copies, ""),
    "blocks_used": (blocks_used, ""),
    "unshared": (unshared, ""),
    "slots": (SLOTS, ""),
    "used": (used, ""),
    "later": (later, ""),
    "never": (never, ""),
    "holes": (sum(HOLES), ""),
    "hole": (max(HOLES), ""),
    "need": (NEED, ""),
    "tail": (tail, ""),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:24} {number:.6g} {unit}")

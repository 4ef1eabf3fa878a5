"""提示词：同样的内容，换个次序，前缀缓存省多少。 | Prompts: the same content in another order, and what the prefix cache saves."""

from math import floor

SYSTEM, SHOTS, DOC, ASK = 3_000, 2_000, 8_000, 100  # tokens: instructions, examples, document, question
DOCS, PER_DOC = 20, 5                               # documents, questions to each
READ, WRITE = 0.1, 1.25                             # price of a token read from, written to the cache (plain: 1)

calls = DOCS * PER_DOC
fixed = SYSTEM + SHOTS
prompt = fixed + DOC + ASK


def reuse(tokens, uses):
    """Price of a prefix that is written once and read uses - 1 times."""
    return tokens * (WRITE + READ * (uses - 1))


# Something that changes comes first (a timestamp): no call shares a prefix with another.
none = calls * prompt
# Instructions and examples, question, document: the cache ends before the question.
middle = reuse(fixed, calls) + calls * (ASK + DOC)
# Instructions and examples, document, question: the document is cached too.
last = reuse(fixed, calls) + DOCS * reuse(DOC, PER_DOC) + calls * ASK
assert last < middle < none

# Uses from which writing pays: WRITE + READ (n - 1) < n
even = floor((WRITE - READ) / (1 - READ)) + 1
assert WRITE > 1 and reuse(DOC, even) < even * DOC and even == 2

VALUES = {
    "system": (SYSTEM, "tokens"), "shots": (SHOTS, "tokens"), "doc": (DOC, "tokens"), "ask": (ASK, "tokens"),
    "docs": (DOCS, ""), "per_doc": (PER_DOC, ""),
    "read": (100 * READ, "%"), "write": (WRITE, "x"), "even": (even, ""),
    "none": (none, "tokens"), "middle": (middle, "tokens"), "last": (last, "tokens"),
    "middle_share": (100 * middle / none, "%"), "last_share": (100 * last / none, "%"), "ratio": (none / last, "x"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:14} {number:.6g} {unit}")

"""约束解码：逐步屏蔽与真正的条件分布；同一串的切法数；强制字符。 | Constrained decoding: step-wise masking against the true conditional; the tokenizations of one string; forced characters."""

# A model's next-token chances (invented). Only two strings are in the enum.
MODEL = {"": {"New": 0.8, "Boston": 0.2}, "New": {" York": 0.95, " Delhi": 0.05}}
ALLOWED = ["New Delhi", "Boston"]


def strings(prefix="", chance=1.0):
    """All strings of the model with their chances."""
    if prefix not in MODEL:
        return {prefix: chance}
    return {s: c for t, p in MODEL[prefix].items() for s, c in strings(prefix + t, chance * p).items()}


def masked(prefix="", chance=1.0):
    """Mask what cannot lead into the enum, renormalise, go on."""
    if prefix in ALLOWED:
        return {prefix: chance}
    alive = {t: p for t, p in MODEL[prefix].items() if any(a.startswith(prefix + t) for a in ALLOWED)}
    total = sum(alive.values())
    return {s: c for t, p in alive.items() for s, c in masked(prefix + t, chance * p / total).items()}


free = strings()
kept = sum(free[a] for a in ALLOWED)
true = {a: free[a] / kept for a in ALLOWED}
local = masked()
assert abs(sum(local.values()) - 1) < 1e-12 and local["New Delhi"] > 0.5 > true["New Delhi"]

# The exact correction: weight each token by the chance that what follows stays in the enum.
future = {"New": MODEL["New"][" Delhi"], "Boston": 1.0}
weighed = {t: MODEL[""][t] * future[t] for t in future}
assert abs(weighed["New"] / sum(weighed.values()) - true["New Delhi"]) < 1e-12

# One string, many tokenizations: all are legal for a character automaton.
VOCABULARY = ["{", '"', '{"', "o", "k", "ok", '":', ":", "t", "true", ":true", "r", "u", "e", "}", "true}"]
TEXT = '{"ok":true}'


def ways(text):
    return 1 if not text else sum(ways(text[len(v) :]) for v in VOCABULARY if text.startswith(v))


# Forced characters of {"name": string, "age": integer} without spaces, for one object.
OBJECT = [('{"name":"', True), ("Ada Lovelace", False), ('"', False), (',"age":', True), ("36", False), ("}", False)]
length = sum(len(s) for s, _ in OBJECT)
forced = sum(len(s) for s, f in OBJECT if f)

# GSM8K, Llama 3 8B Instruct, the same JSON prompt: right answers without and with the constraint (dottxt's notebook).
QUESTIONS, LOOSE, TIGHT = 1319, 1018, 1026
loose, tight = LOOSE / QUESTIONS, TIGHT / QUESTIONS
error = (loose * (1 - loose) / QUESTIONS) ** 0.5
assert 0 < tight - loose < error  # no difference to speak of

VALUES = {
    "vocabulary": (len(VOCABULARY), "tokens"),
    "loose": (100 * loose, "%"),
    "tight": (100 * tight, "%"),
    "error": (100 * error, "%"),
    "new": (100 * MODEL[""]["New"], "%"),
    "boston": (100 * MODEL[""]["Boston"], "%"),
    "york": (100 * MODEL["New"][" York"], "%"),
    "delhi": (100 * MODEL["New"][" Delhi"], "%"),
    "free_york": (100 * free["New York"], "%"),
    "free_delhi": (100 * free["New Delhi"], "%"),
    "tries": (1 / kept, ""),
    "local_delhi": (100 * local["New Delhi"], "%"),
    "local_boston": (100 * local["Boston"], "%"),
    "true_delhi": (100 * true["New Delhi"], "%"),
    "true_boston": (100 * true["Boston"], "%"),
    "weight_new": (weighed["New"], ""),
    "weight_boston": (weighed["Boston"], ""),
    "ways": (ways(TEXT), ""),
    "length": (length, ""),
    "forced": (forced, ""),
    "forced_share": (100 * forced / length, "%"),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:13} {number:.6g} {unit}")

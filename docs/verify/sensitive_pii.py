"""敏感信息：校验位、误报与漏检、抽样验收、哈希的账。 | Sensitive data: check digits, false alarms and misses, sampling audit, hashing."""
import calendar
import math


def luhn(number):
    """Luhn check of a digit string (payment cards)."""
    total = 0
    for i, c in enumerate(reversed(number)):
        d = int(c) * (1 + i % 2)
        total += d - 9 if d > 9 else d
    return total % 10 == 0


def id_check(body):
    """Check character of an 18-character Chinese resident id from its first 17 digits (ISO 7064 MOD 11-2)."""
    v = sum(int(c) * pow(2, 17 - i, 11) for i, c in enumerate(body)) % 11
    return "10X98765432"[v]


assert id_check("36042619910101007") == "1"      # the example of python-stdnum, a made-up number
assert id_check("11010519491231002") == "X"      # another made-up one, whose sum is not 0
for known in ("4111111111111111", "5105105105105100", "79927398713"):   # well-known test numbers
    assert luhn(known) and not luhn(known[:-1] + str((int(known[-1]) + 1) % 10))

# --- 1. How many random digit strings pass? Exhaustive over the last digits, the rest fixed ---
PREFIX16 = "411111111111"                         # any: the share is the same for each prefix
luhn_pass = sum(luhn(PREFIX16 + f"{i:04d}") for i in range(10_000)) / 10_000
PREFIX14 = "36042619910101"                       # any: the share hardly depends on it
last4 = [f"{i:04d}" for i in range(10_000)]        # any: three more digits of the body and the last character
id_pass = sum(id_check(PREFIX14 + t[:-1]) == t[-1] for t in last4) / len(last4)     # any: where the string is cut
FIRST, LAST = 1900, 2025
days = sum(365 + calendar.isleap(year) for year in range(FIRST, LAST + 1))
per_million_date = 1e6 * days / 1e8               # the 8 birth digits form a date of 1900–2025
per_million_both = per_million_date * id_pass
assert abs(id_pass - 1 / 11) < 0.002

# --- 2. A detector on a million dialogues, 2% of them with something sensitive ---
N, PREVALENCE, RECALL, FPR = 1_000_000, 0.02, 0.95, 0.005
sensitive = N * PREVALENCE
caught = sensitive * RECALL
missed = sensitive - caught
false_alarms = (N - sensitive) * FPR
precision = caught / (caught + false_alarms)

# --- 3. Audit: n samples, none bad. The largest rate that still gives this with probability 5% ---
AUDIT, CONFIDENCE = 3000, 0.95
bound = 1 - (1 - CONFIDENCE) ** (1 / AUDIT)
assert abs(bound * AUDIT - 3) < 0.01              # the rule of three
left = bound * N                                  # dialogues that may still be bad

# --- 4. Hashing a mobile number hides nothing: 1, then 3-9, then nine digits ---
space = 7 * 10 ** 9
HASHES_PER_SECOND = 1e9
seconds = space / HASHES_PER_SECOND

# --- 5. A canary with six random digits: rank among all candidates ---
CANARY_DIGITS = 6
canary_bits = CANARY_DIGITS * math.log2(10)

VALUES = {
    "luhn_pass": (100 * luhn_pass, "%"),
    "per_million_date": (per_million_date, ""),
    "per_million_both": (per_million_both, ""),
    "dialogues": (N, ""),
    "prevalence": (100 * PREVALENCE, "%"),
    "recall": (100 * RECALL, "%"),
    "fpr": (100 * FPR, "%"),
    "sensitive": (sensitive, ""),
    "caught": (caught, ""),
    "missed": (missed, ""),
    "false_alarms": (false_alarms, ""),
    "precision": (100 * precision, "%"),
    "audit": (AUDIT, ""),
    "confidence": (100 * CONFIDENCE, "%"),
    "bound": (100 * bound, "%"),
    "left": (left, ""),
    "space": (space, ""),
    "seconds": (seconds, "s"),
    "canary_bits": (canary_bits, ""),
}
if __name__ == "__main__":
    for name, (number, unit) in VALUES.items():
        print(f"{name:18} {number:.6g} {unit}")

"""A number as people write it, with its unit, and whether it is the number that a script computed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from functools import cache

UNITS: dict[str, tuple[str, ...]] = {
    "bytes": ("B", "byte", "bytes", "字节"),
    "%": ("%", "percent"),
    "x": ("x", "×", "倍", "times", "-fold"),
    "pp": ("个百分点", "percentage points", "points", "pp"),
    "bits": ("bit", "bits", "比特", "位"),
    "nats": ("nat", "nats"),
    "tokens": ("token", "tokens", "个 token", "词元"),
    "params": ("param", "params", "parameters", "个参数", "参数"),
    "steps": ("step", "steps", "步"),
    "layers": ("layer", "layers", "层"),
    "GPUs": ("GPU", "GPUs", "卡", "张卡", "张 GPU", "块 GPU"),
    "GPU-hours": ("GPU-hours", "GPU hours", "GPU·h", "GPU 小时", "GPU-小时"),
    "days": ("day", "days", "天"),
    "hours": ("h", "hour", "hours", "小时"),
    "s": ("s", "seconds", "秒"),
    "ms": ("ms", "毫秒"),
    "us": ("µs", "us", "微秒"),
    "Psi": ("Ψ",),
    "USD": ("USD", "美元", "dollars"),
}
SAME = [
    "KB",
    "MB",
    "GB",
    "TB",
    "PB",
    "KiB",
    "MiB",
    "GiB",
    "TiB",
    "PiB",
    "GB/s",
    "TB/s",
    "FLOPs",
    "FLOPS",
    "TFLOPS",
    "PFLOPS",
    "TFLOP/s",
    "PFLOP/s",
    "Ψ",
]  # units with one name only
UNITS |= {unit: (unit,) for unit in SAME}
SCALES = {
    "万": 10**4,
    "亿": 10**8,
    "万亿": 10**12,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "K": 10**3,
    "k": 10**3,
    "M": 10**6,
    "B": 10**9,
    "T": 10**12,
}
NAMES = frozenset(name for names in UNITS.values() for name in names)
LONGEST_FIRST = sorted(SCALES.items(), key=lambda item: -len(item[0]))
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
NUMBER = re.compile(
    r"(?P<sign>[-−+])?\s*(?P<digits>\d[\d,]*(?:\.\d+)?|\.\d+)"
    r"(?:[eE](?P<exp>[-+]?\d+)|\s*×\s*10\^?\{?(?P<pow>[-−+]?\d+)\}?)?\s*(?P<rest>.*)",
    re.S,
)


@dataclass(frozen=True)
class Quantity:
    """`120 GB`: its number, the place of its last digit (for rounding), and the unit as written."""

    number: Decimal
    step: Decimal
    unit: str


@cache
def parse(text: str, expected: str = "") -> Quantity | None:
    """What a bound text says, or None when it is no single number; `B` is bytes where bytes are expected, else 10^9."""
    match = NUMBER.fullmatch(_untex(text))
    if match is None:
        return None
    digits = match["digits"].replace(",", "")
    scale, unit = _scale(match["rest"].strip(), expected)
    power = int((match["exp"] or match["pow"] or "0").replace("−", "-"))
    factor = Decimal(scale) * Decimal(10) ** power
    sign = -1 if match["sign"] in ("-", "−") else 1
    step = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    return Quantity(sign * Decimal(digits) * factor, step * factor, unit)


def _untex(text: str) -> str:
    text = re.sub("(?<=10)[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda m: "^" + m[0].translate(RAISED), text)
    text = re.sub(
        r"\\(?:text|mathrm|,|;|:|!|\s|quad)\{?|\\ |~|\}(?=\s*\Z)", " ", text.replace("\\%", "%").replace("{,}", ",")
    )
    text = (
        text.replace("\\times", "×")
        .replace("\\Psi", "Ψ")
        .replace("$", "")
        .replace("**", "")
        .replace("`", "")
        .replace("\u00a0", " ")
        .replace("\u202f", " ")
    )
    return re.sub(r"^(约|大约|about|~|≈|\\approx)\s*", "", " ".join(text.split()))


def _scale(rest: str, expected: str) -> tuple[int, str]:
    if rest in NAMES and (rest != "B" or expected == "bytes"):
        return 1, rest
    for word, factor in LONGEST_FIRST:
        if (
            rest == word
            or rest.startswith(word + " ")
            or ((rest.startswith(word) and word in "万亿") or (word == "万亿" and rest.startswith(word)))
        ):
            return factor, rest[len(word) :].strip()
    return 1, rest


def same_number(said: Quantity, value: float) -> bool:
    """Whether the value, rounded to the digits shown, is what is said; a tie may go either way."""
    number = (said.number / said.step).to_integral_value()
    # 0.1 + 0.2 prints as 0.30000000000000004: the value without the noise of its last bits counts too.
    exact = [Decimal(text) / said.step for text in (repr(value), f"{value:.15g}")]
    return any(number == shown.to_integral_value(mode) for shown in exact for mode in (ROUND_HALF_UP, ROUND_HALF_DOWN))


def same_unit(said: str, unit: str) -> bool:
    """Whether the unit written is the value's unit in one of its names; none written says nothing."""
    return said == "" or said == unit or said in UNITS.get(unit, ())

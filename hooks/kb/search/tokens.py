"""Splits text for the index as `overrides/search/tokenize.js` splits what is asked: a browser test holds the two to each other."""

from __future__ import annotations

import functools
import re
import unicodedata

RUN = re.compile(
    r"([\u3400-\u9fff\uf900-\ufaff]+)|([a-z0-9\u00c0-\u024f]+(?:['’.+#/_-][a-z0-9]+)*)|([\u0370-\u03ff√∞∑∂])"
)
COMMAND = re.compile(r"\\([a-z]+)")
APOSTROPHE = re.compile(r"['’]")
JOINT = re.compile(r"[.+#/_-]")
MIXED = re.compile(r"^[a-z]{2,}(?=[0-9])|[0-9]+$")
NAMES = (
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "theta",
    "lambda",
    "mu",
    "pi",
    "rho",
    "sigma",
    "tau",
    "phi",
    "omega",
)
GREEK = dict(zip(NAMES, "αβγδεθλμπρστφω", strict=True))
PLURAL = re.compile(r"^[a-z]{3,}[^aisu]s$")
BRITISH = re.compile(r"(?<=[a-z][lmnrt])is(?=(?:ed?|er|ing|ation)$)")


def normalise(text: str) -> str:
    """One form of each letter: NFKC, lower case; a TeX command becomes its name."""
    return COMMAND.sub(r" \1 ", unicodedata.normalize("NFKC", text).lower())


def tokens(text: str) -> list[str]:
    """Han as pairs of characters, Latin letters and digits as words and as their parts ("zero-3": zero3, zero, 3)."""
    found: list[str] = []
    for han, latin, sign in RUN.findall(normalise(text)):
        if han:
            found += [han] if len(han) == 1 else [han[i : i + 2] for i in range(len(han) - 1)]
        elif latin:
            found += words(latin)
        else:
            found.append(sign)
    return found


@functools.cache
def words(word: str) -> tuple[str, ...]:
    """A Latin word as it is indexed."""
    parts = [part for part in JOINT.split(APOSTROPHE.sub("", word)) if part]
    mixed = [m for part in parts for m in MIXED.findall(part) if m != part]
    whole = ["".join(parts), *parts] if len(parts) > 1 else parts
    return tuple(GREEK.get(w, _one_form(w)) for w in [*whole, *mixed])


def _one_form(word: str) -> str:
    """The singular in American spelling: "optimisers" and "optimizer" are one word."""
    return BRITISH.sub("iz", word[:-1] if PLURAL.match(word) else word)

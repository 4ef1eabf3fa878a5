"""What the search needs once a word is found nowhere: the words there are, how characters sound, and their traditional forms."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable
from importlib.resources import files

from kb.remember import remembered

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[a-z]{4,}$")
COMMON = [
    bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)
]  # GB 2312, level 1: 3,755 characters
READINGS = 2  # of a character with several


def slips(named: Iterable[str], words: Iterable[str], names: Iterable[str]) -> dict[str, dict[str, str]]:
    """The three files: `letters`: the Latin words of names (`words`); `sounds`: their pairs of characters (`pairs`) and syllables without
    tone, each with its characters (`syllables`); `forms`: traditional characters, each before the simplified one that some page has
    (`simple`), and what to suggest when nothing is found (`names`)."""
    named = set(named)
    pairs = "".join(sorted(w for w in named if len(w) == 2 and all(map(HAN.match, w))))
    used = "".join(sorted(set(HAN.findall("".join(words)))))
    return {
        "letters": {"words": " ".join(sorted(w for w in named if LATIN.match(w)))},
        "sounds": {"pairs": pairs, "syllables": sounds("".join(sorted(set(pairs) | _common())))},
        "forms": {"simple": traditional(used), "names": "/".join(names)},
    }


@remembered
def sounds(characters: str) -> str:
    """`a阿啊 ai爱矮 …`"""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # phrases take longer to load than all else here
    from pypinyin.constants import PINYIN_DICT

    found: dict[str, list[str]] = {}
    for character in characters:
        readings = [_bare(r) for r in PINYIN_DICT.get(ord(character), "").split(",")]
        for syllable in list(dict.fromkeys(r for r in readings if r))[:READINGS]:
            found.setdefault(syllable, []).append(character)
    return " ".join(syllable + "".join(found[syllable]) for syllable in sorted(found))


@remembered
def traditional(used: str) -> str:
    """`檢检體体…`, from OpenCC's table of characters; where several simplified ones exist, the first that is used."""
    table = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text(encoding="utf-8")
    pairs = []
    for line in table.splitlines():
        old, _, new = line.partition("\t")
        simple = next((c for c in new.split() if c in used), "")
        if simple and len(old) == len(simple) == 1 and old not in used:
            pairs.append(old + simple)
    return "".join(sorted(pairs))


def _common() -> set[str]:
    return {c.decode("gb2312", "ignore") for c in COMMON} - {""}


def _bare(reading: str) -> str:
    """A syllable without its tone; ü as v."""
    decomposed = unicodedata.normalize("NFD", reading.strip().replace("ü", "v"))
    return "".join(c for c in decomposed if "a" <= c <= "z")

"""The words of the interface: each one that a template or a script asks for is there in both languages, and none is left over."""

from __future__ import annotations

import re

import yaml

from tests.conftest import ROOT

COMPOSED = re.compile(
    r"(difficulty|severity|verdict|scheme|plan|trust|practice_(suggest|file)|offline_say_why)_\w+"
)  # a part and a value


def test_templates_and_words_agree() -> None:
    words = yaml.safe_load((ROOT / "data/ui.yml").read_text(encoding="utf-8"))
    templates = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("overrides/**/*.html"))
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("hooks/kb/**/*.py"))
    offline = (ROOT / "frontend/offline.js").read_text(encoding="utf-8")
    practice = [path for path in ROOT.glob("frontend/*.js") if path.stem != "offline"]
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in practice)
    asked = set(re.findall(r"\bui\.(\w+)", templates)) | set(re.findall(r"\buis\[lang\]\.(\w+)", templates))
    asked |= set(re.findall(r"\bui\[(?:lang\]\[)?\"(\w+)\"\]", code + templates))
    asked |= {f"practice_{word}" for word in re.findall(r"\bsay\(\"(\w+)\"", scripts)}
    asked |= {f"offline_say_{word}" for word in re.findall(r"\b(?:say|tell|start|unfinished)\(\"(\w+)\"", offline)}
    assert {word for word in asked if word not in words} == set()
    listed = {
        word
        for word in words
        if f'"{word}"' in templates + code
        or f"'{word}'" in code
        or f'"{word.replace("_", "-")}"' in code
        or f'"{word.removeprefix("practice_")}"' in scripts
        or f'"{word.removeprefix("offline_say_")}"' in offline
    }
    assert {word for word in words if not COMPOSED.fullmatch(word)} - asked - listed == set()

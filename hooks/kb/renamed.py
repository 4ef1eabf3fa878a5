"""Old names of practice cards: whoever practised a question before it was renamed has practised it."""

from __future__ import annotations

from kb.model import Library


def cards(library: Library) -> dict[str, str]:
    """Each old card's id with the new one: `old` to `new`, `dpo#fu-old` to `dpo#fu-new`."""
    followups = {
        f"{key}#{old}": new if "#" in new else f"{key}#{new}"
        for key, anchors in library.anchors.items()
        for old, new in anchors.items()
        if old.startswith("fu-") and new.rpartition("#")[2].startswith("fu-")
    }
    return dict(library.moved) | followups


def cards_of(library: Library, key: str) -> dict[str, str]:
    """Those that are now this question's."""
    return {old: new for old, new in cards(library).items() if new.partition("#")[0] == key}

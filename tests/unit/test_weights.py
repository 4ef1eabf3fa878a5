"""What the search's weights take for granted."""

from __future__ import annotations

from kb.model import LANGS, Library
from kb.search import records, weights
from kb.site import Site


def test_usual_lengths_are_those_of_the_questions(library: Library) -> None:
    """Of every eighth question: where a field has grown twice as long, its constant is to follow, or long pages would fall behind."""
    site = Site(library)
    some = [record for lang in LANGS for record in records.of(site, lang)[::8]]
    for field, usual in weights.USUAL.items():
        lengths = [sum(1 for _ in weights.words(field, record.fields[field])) for record in some]
        assert usual / 2 < sum(lengths) / len(lengths) < usual * 2, field

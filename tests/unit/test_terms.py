"""Terms in running text: the longest, whole words in Latin, and only names that somebody claimed."""

from __future__ import annotations

from kb import read
from kb.crosslinks import terms_of

from tests.conftest import Project


def found(project: Project, text: str) -> list[tuple[str, str]]:
    terms = terms_of(read.read(project.root))
    return [(text[start:end], key) for start, end, key in terms.find(text)]


def test_whole_words_only(project: Project) -> None:
    assert found(project, "Beta Methods, not Alphabeta Methodical") == [("Beta Method", "beta")]
    assert found(project, "用Beta Method训练，贝塔法好") == [("Beta Method", "beta"), ("贝塔法", "beta")]
    assert found(project, "pre-Beta Method-x") == []


def test_words_in_any_case_but_acronyms_as_written(project: Project) -> None:
    assert found(project, "the ALPHA METHOD") == [("ALPHA METHOD", "alpha")]
    project.edit("docs/zh/one/alpha.md", "甲术 = Alpha Method", "甲术 = ZeRO")
    assert found(project, "ZeRO is never zero") == [("ZeRO", "alpha")]


def test_a_project_without_terms_links_nothing(project: Project) -> None:
    project.edit("docs/zh/one/alpha.md", "terms:\n  - 甲术 = Alpha Method", "terms: []")
    project.edit("docs/zh/two/beta.md", "terms: [贝塔法 = Beta Method = βM]", "terms: []")
    assert found(project, "贝塔法 Beta Method") == []

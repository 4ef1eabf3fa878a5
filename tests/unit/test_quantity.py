"""Numbers as people write them, and when they are the number a script computed."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from kb import quantity


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("120 GB", 120, "GB"), ("1,024", 1024, ""), ("1.5e-3", 0.0015, ""), ("5.4×10⁻²⁰", 5.4e-20, ""), ("2.1×10^5", 210000, ""), ("35 %", 35, "%"), ("1.5 倍", 1.5, "倍"),
        ("6.7 亿", 670000000, ""), ("0.67 billion", 670000000, ""), ("2.9 万", 29000, ""), ("1.2 万亿 tokens", 1.2e12, "tokens"), ("−3.5", -3.5, ""),
        ("-3", -3, ""), ("**16 字节**", 16, "字节"), ("约 42", 42, ""), ("1.2\\times 10^{-5}", 0.000012, ""), ("7\\,\\text{GB}", 7, "GB"), (".5", 0.5, ""),
        ("2 B", 2, "B"), ("7B", 7e9, ""), ("2Ψ", 2, "Ψ"), ("3 个百分点", 3, "个百分点"),
    ],
)  # fmt: skip
def test_a_number_is_understood(text: str, number: float, unit: str) -> None:
    said = quantity.parse(text, "bytes" if unit == "B" else "")
    assert said is not None
    assert float(said.number) == pytest.approx(number)
    assert said.unit == unit


@pytest.mark.parametrize("text", ["two", "", "GB", "1 2", "1.2.3", "12 到 15"])
def test_what_is_no_single_number(text: str) -> None:
    said = quantity.parse(text)
    assert said is None or not quantity.same_unit(said.unit, "GB")


@pytest.mark.parametrize(
    ("text", "value", "same"),
    [("120", 119.6, True), ("120", 120.6, False), ("31.4", 31.38, True), ("31.4", 31.31, False), ("0.731", 0.7305, True), ("0.730", 0.7305, True),
     ("6.7 亿", 674_000_000, True), ("6.7 亿", 680_000_000, False), ("1e-5", 1.2e-5, True), ("100", 100.0, True), ("-2.5", -2.5, True), ("2.5", -2.5, False)],
)  # fmt: skip
def test_rounding_goes_by_the_digits_shown(text: str, value: float, same: bool) -> None:
    said = quantity.parse(text)
    assert said is not None
    assert quantity.same_number(said, value) is same


@given(st.floats(-1e12, 1e12, allow_nan=False), st.integers(0, 6))
@example(0.95, 1)  # stored a shade below, so it prints as 0.9: a tie that goes down to an odd digit
def test_a_value_printed_is_the_value_and_its_neighbour_is_not(value: float, digits: int) -> None:
    said, off = quantity.parse(f"{value:.{digits}f}"), quantity.parse(f"{value + 2 * 10**-digits:.{digits}f}")
    assert said is not None
    assert off is not None
    if abs(value) * 10**digits < 1e14:
        assert quantity.same_number(said, value)
        assert not quantity.same_number(off, value)


@pytest.mark.parametrize(
    ("said", "unit", "same"),
    [
        ("字节", "bytes", True),
        ("B", "bytes", True),
        ("GB", "GiB", False),
        ("", "GB", True),
        ("倍", "x", True),
        ("%", "", False),
    ],
)
def test_units_go_by_their_names(said: str, unit: str, same: bool) -> None:
    assert quantity.same_unit(said, unit) is same

"""Results of the builds before, in a process that builds again and again: what was made of the very same objects is not made again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
SAYING = (str, int, bool, type(None))  # compared by what they say; all else by being the same object
_turns: list[Callable[[], None]] = []
_before: dict[str, Any] = {}


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """`function` of values that never change, for positional arguments; what two builds did not ask for is forgotten."""
    before: dict[tuple[object, ...], tuple[object, R]] = {}
    now: dict[tuple[object, ...], tuple[object, R]] = {}

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        key = tuple(a if isinstance(a, SAYING) else id(a) for a in args)
        found = now.get(key) or before.get(key)
        if found is None:
            found = (args, function(*args, **kwargs))  # with its arguments: nothing else can then have their identity
        now[key] = found
        return found[1]

    def turn() -> None:
        before.clear()
        before.update(now)
        now.clear()

    _turns.append(turn)
    return asked


def listed(function: Callable[P, Iterator[R]]) -> Callable[P, tuple[R, ...]]:
    """The same for a function that yields."""

    @wraps(function)
    def whole(*args: P.args, **kwargs: P.kwargs) -> tuple[R, ...]:
        return tuple(function(*args, **kwargs))

    return remembered(whole)


def turn() -> None:
    """A build begins."""
    for each in _turns:
        each()


def forget() -> None:
    """As in a new process."""
    turn()
    turn()
    _before.clear()


def same(made: dict[str, Any]) -> dict[str, Any]:
    """What was made, by name; where it equals that of the build before, the object of then: what was made of it is remembered."""
    for name, value in made.items():
        if name not in _before or _before[name] != value:
            _before[name] = value
    return {name: _before[name] for name in made}

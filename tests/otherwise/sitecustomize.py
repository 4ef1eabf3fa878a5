"""Loaded by Python at its start when this folder is on PYTHONPATH: the clock is set on by KB_DAYS, as on another day, and with
KB_OFFLINE there is no network."""

from __future__ import annotations

import datetime
import os
import socket
import time
from collections.abc import Callable
from typing import Any, Self

AHEAD = 86400 * float(os.environ.get("KB_DAYS", "0"))
_now = time.time
time.time = lambda: _now() + AHEAD
time.time_ns = lambda: int(time.time() * 1e9)


def _shown(function: Callable[[float], Any]) -> Callable[..., Any]:
    return lambda seconds=None: function(time.time() if seconds is None else seconds)


time.localtime, time.gmtime, time.ctime = _shown(time.localtime), _shown(time.gmtime), _shown(time.ctime)
_strftime = time.strftime
time.strftime = lambda form, moment=None: _strftime(form, time.localtime() if moment is None else moment)


class Later(datetime.datetime):
    """A datetime whose now is later."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Self:
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls) -> Self:
        return cls.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)

    @classmethod
    def today(cls) -> Self:
        return cls.now()


class LaterDay(datetime.date):
    """A date whose today is later."""

    @classmethod
    def today(cls) -> Self:
        return cls.fromtimestamp(time.time())


datetime.datetime, datetime.date = Later, LaterDay  # type: ignore[misc]

if "KB_OFFLINE" in os.environ:

    def _refused(*given: object, **named: object) -> None:
        raise OSError("no network here")

    socket.socket.connect = socket.socket.connect_ex = _refused  # type: ignore[assignment, method-assign]
    socket.getaddrinfo = socket.create_connection = _refused  # type: ignore[assignment]

"""The kinds of values that settings have beside numbers and words, as TOML has them.

Their errors say what is allowed, for the person who typed something else; the operators' page says
it in its own words, under `rule.<type of the error>`.
"""

import ipaddress
import re
import tomllib
from collections.abc import Callable
from datetime import time, timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, ConfigDict, PlainSerializer
from pydantic_core import PydanticCustomError

CLOSED = ConfigDict(extra="forbid", hide_input_in_errors=True)
"""An unknown key is a mistake, wherever it is."""
LARGEST_QUOTA = 10_000_000
"""More than ever took part in a batch, and less than any database's numbers."""
LONGEST = timedelta(days=3660)
_UNITS = {
    "week": timedelta(weeks=1),
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minute": timedelta(minutes=1),
    "second": timedelta(seconds=1),
}
_SPAN = re.compile(r"(\d{1,9}(?:\.\d{1,6})?) (week|day|hour|minute|second)s?", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_MOST_DOTS = 100
"""In one line. A key of thousands of parts takes tomllib minutes: it grows with their square."""
_ADDRESS = re.compile(r"[A-Za-z0-9:/?#\[\].~_%-]+", re.ASCII)
_FACTORY = re.compile(r"([A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*)?", re.ASCII)


def duration_text(span: timedelta) -> str:
    """E.g. `15 minutes`: in the largest unit up to days of which it is a whole number."""
    for unit, length in _UNITS.items():
        if unit != "week" and span >= length and not span % length:
            return _counted(span // length, unit)
    return f"{span.total_seconds():.6f}".rstrip("0").rstrip(".") + " seconds"


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    read = _SPAN.fullmatch(value) if isinstance(value, str) else None
    span = _UNITS[read[2]] * float(read[1]) if read else None
    if span is None or span > LONGEST:
        raise PydanticCustomError(
            "duration", 'a time such as "15 minutes" or "2 days", of at most ten years'
        )
    return span


def _at_least(least: timedelta) -> Callable[[timedelta], timedelta]:
    def check(value: timedelta) -> timedelta:
        if value < least:
            said = {"least": duration_text(least)}
            raise PydanticCustomError("span_too_short", "at least {least}", said)
        return value

    return check


def _clock_time(value: object) -> time:
    if isinstance(value, time):
        return value
    read = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if read is None:
        raise PydanticCustomError("clock_time", 'a time of day such as "08:00"')
    return time(int(read[1]), int(read[2]))


def _factory(value: str) -> str:
    if not _FACTORY.fullmatch(value):
        raise PydanticCustomError("factory", '"module:function", or nothing')
    return value


def read_toml(text: str) -> dict[str, Any]:
    """Read it; raise ValueError also for what a parser would be at for minutes, or fall over."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > _MOST_DOTS:
            raise ValueError(f"more than {_MOST_DOTS} dots (at line {number})")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("tables or lists within one another without end") from None


def _photo_profile(value: str) -> str:
    try:
        read_toml(value)
    except ValueError as error:
        raise PydanticCustomError(
            "photo_profile", "the TOML text of a photo profile, or nothing"
        ) from error
    return value


def _web_address(value: str) -> str:
    if not _ADDRESS.fullmatch(value) or not _is_web_address(value):
        raise PydanticCustomError(
            "web_address", "an address that begins with https:// (http:// only for this computer)"
        )
    return value.rstrip("/")


def _is_web_address(value: str) -> bool:
    try:
        address = urlsplit(value)
        is_whole = bool(address.hostname) and address.port != 0
    except ValueError:
        return False
    is_safe = address.scheme == "https" or (address.scheme == "http" and _is_here(address.hostname))
    return is_whole and is_safe and not address.query and not address.fragment


def _is_here(host: str | None) -> bool:
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


Duration = Annotated[
    timedelta, BeforeValidator(_duration), PlainSerializer(duration_text, return_type=str)
]
"""`"15 minutes"`."""
SecondOrMore = Annotated[Duration, AfterValidator(_at_least(timedelta(seconds=1)))]
"""Without any pause, what is tried again would be tried without end."""
MinuteOrMore = Annotated[Duration, AfterValidator(_at_least(timedelta(minutes=1)))]
"""What lasts no time at all nobody could use, and what counts for none would have no limit."""
ClockTime = Annotated[
    time,
    BeforeValidator(_clock_time),
    PlainSerializer(lambda at: at.strftime("%H:%M"), return_type=str),
]
"""`"08:00"`."""
Factory = Annotated[str, AfterValidator(_factory)]
"""A callable by its dotted name, `"module:function"`; empty where there is none."""
PhotoProfileText = Annotated[str, AfterValidator(_photo_profile)]
"""TOML in a string; what it says is the kiosk's to judge."""
WebAddress = Annotated[str, AfterValidator(_web_address)]
"""Without a slash at its end."""

"""This computer's clock: the centre's own word on it, the time zone, and who sets it."""

import ctypes
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from kiosk.doctor.case import Case
from kiosk.doctor.finding import Check, Finding, fail, ok, warn
from kiosk.domain.readiness import SKEW
from kiosk.windows_registry import Hive, Registry

_ZONES: Final = {timedelta(hours=7): "WIB", timedelta(hours=8): "WITA", timedelta(hours=9): "WIT"}
_TIME: Final = r"SYSTEM\CurrentControlSet\Services\W32Time"
_SWITCHED_OFF: Final = 4
_NOT_IN_STEP: Final = 5
"""TIME_ERROR of adjtimex(2)."""
_TIMEX_BYTES: Final = 512
"""More than struct timex has anywhere."""


def examine_clock(case: Case) -> Iterator[Finding]:
    """All that needs no line; `judge_skew` is for who heard the centre."""
    yield judge_zone(case.clock().astimezone())
    yield judge_time_service(case.registry) if case.registry else _kernel_clock()


def judge_skew(skew: timedelta) -> Finding:
    """How far the clock is ahead of the centre's."""
    seconds = round(skew.total_seconds())
    value = f"{_span(abs(seconds))} {'ahead of' if seconds >= 0 else 'behind'} the centre"
    if abs(skew) > SKEW:
        return fail(Check.CLOCK, value, "doctor.clock_wrong")
    return ok(Check.CLOCK, value)


def _span(seconds: int) -> str:
    """In the largest unit of which there are two or more: 3 hours rather than 10801 seconds."""
    units = (("days", 86400), ("hours", 3600), ("minutes", 60))
    named = ((name, seconds // size) for name, size in units if seconds >= 2 * size)
    name, count = next(named, ("seconds", seconds))
    return f"{count} {name}"


def unheard(latest: datetime | None, now: datetime) -> Finding:
    """Without the centre: what was written down cannot be from the future."""
    if latest is not None and latest - now > SKEW:
        return fail(
            Check.CLOCK,
            f"{now:%Y-%m-%d %H:%M} UTC, earlier than the last entry",
            "doctor.clock_wrong",
        )
    return warn(Check.CLOCK, f"{now:%Y-%m-%d %H:%M} UTC, not compared", "doctor.clock_unchecked")


def judge_zone(local: datetime) -> Finding:
    """Indonesia has three."""
    offset = local.utcoffset() or timedelta()
    name = _ZONES.get(offset)
    if name is None:
        return warn(Check.CLOCK_ZONE, f"UTC{local:%z}", "doctor.clock_zone")
    return ok(Check.CLOCK_ZONE, f"{name} (UTC{local:%z})")


def judge_time_service(registry: Registry) -> Finding:
    """Whether Windows sets its clock by others."""
    kind = registry.value(Hive.MACHINE, rf"{_TIME}\Parameters", "Type")
    start = registry.value(Hive.MACHINE, _TIME, "Start")
    if kind == "NoSync" or start == _SWITCHED_OFF:
        return warn(Check.CLOCK_SERVICE, "Windows Time is switched off", "doctor.clock_service")
    return ok(Check.CLOCK_SERVICE, f"Windows Time, {kind or 'as it comes'}")


def _kernel_clock() -> Finding:
    """What the kernel was told by whichever service keeps the time."""
    if sys.platform == "win32":
        return ok(Check.CLOCK_SERVICE, "not known here")
    question = ctypes.create_string_buffer(_TIMEX_BYTES)
    answer = ctypes.CDLL(None).adjtimex(question)
    if answer == _NOT_IN_STEP:
        return warn(Check.CLOCK_SERVICE, "set by nobody", "doctor.clock_service")
    if answer < 0:
        return ok(Check.CLOCK_SERVICE, "not known: the system does not tell")
    return ok(Check.CLOCK_SERVICE, "set over the network")

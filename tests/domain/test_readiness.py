"""What a counter that is opened is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.readiness import (
    FULL_DISK_BYTES,
    LOW_DISK_BYTES,
    Aspect,
    Finding,
    Level,
    Line,
    Measured,
    NewerVersion,
    Sign,
    Stock,
    Unattended,
    Work,
    gravest,
    judge,
    stopped,
)

NOW = datetime(2026, 3, 16, 1, 30, tzinfo=UTC)
MORNING = Stock(
    free_bytes=40_000_000_000,
    key_in_file=False,
    latest=NOW - timedelta(hours=14),
    seated_at=NOW - timedelta(minutes=3),
    waiting=0,
    oldest=None,
    held=0,
    adds_up=True,
    lost=0,
    unattended=Unattended.RUNS,
    journal_is_whole=True,
)
WELL = Measured(
    version="0.1.0",
    stock=MORNING,
    line=Line(is_reached=True, heard_at=NOW, fault=None),
    skew=timedelta(seconds=1),
    camera=Sign.CAMERA_WORKS,
    light=Sign.LIGHT_GOOD,
    printer=Sign.PRINTER_READY,
)


def with_stock(**changes: Any) -> Measured:
    return replace(WELL, stock=replace(MORNING, **changes))


def test_a_counter_where_all_is_well_is_ready() -> None:
    findings = judge(WELL, NOW)

    assert [finding.sign.aspect for finding in findings] == list(Aspect)
    assert gravest(findings) is None
    assert not stopped(findings)


def test_a_newer_version_is_told_and_holds_up_nobody() -> None:
    newer = NewerVersion("0.2.0", "/media/stick")
    findings = judge(replace(WELL, newer=newer), NOW)
    told = next(finding for finding in findings if finding.sign.aspect is Aspect.VERSION)

    assert told == Finding(Sign.VERSION_NEWER, {"version": "0.2.0", "place": "/media/stick"})
    assert gravest(findings) is None


@pytest.mark.parametrize(
    ("unattended", "level"),
    [
        (Unattended.RUNS, Level.OK),
        (Unattended.ABSENT, Level.OK),
        (Unattended.STANDS_STILL, Level.WARN),
        (Unattended.HELD_UP, Level.WARN),
    ],
)
def test_a_service_that_ought_to_send_and_does_not_is_told_of(
    unattended: Unattended, level: Level
) -> None:
    (found,) = (
        finding
        for finding in judge(with_stock(unattended=unattended), NOW)
        if finding.sign.aspect is Aspect.SERVICE
    )
    assert found.sign.level is level
    assert found.sign == f"ready.service.{unattended}"


def test_nothing_is_said_of_what_is_still_measured() -> None:
    assert judge(Measured(), NOW) == ()


@pytest.mark.parametrize(
    ("measured", "sign"),
    [
        (with_stock(free_bytes=LOW_DISK_BYTES - 1), Sign.DISK_LOW),
        (with_stock(free_bytes=FULL_DISK_BYTES - 1), Sign.DISK_FULL),
        (with_stock(journal_is_whole=False), Sign.DISK_JOURNAL),
        (with_stock(key_in_file=True), Sign.KEY_IN_FILE),
        (with_stock(held=2), Sign.QUEUE_HELD),
        (with_stock(adds_up=False), Sign.QUEUE_SUMS),
        (with_stock(lost=1), Sign.QUEUE_LOST),
        (with_stock(waiting=3, oldest=NOW - timedelta(hours=25)), Sign.QUEUE_OLD),
        (with_stock(seated_at=None), Sign.SEAT_NEVER),
        (replace(WELL, skew=timedelta(minutes=-5)), Sign.CLOCK_WRONG),
        (replace(WELL, is_configured=False), Sign.CENTRE_UNKNOWN),
        (
            replace(WELL, line=Line(is_reached=False, heard_at=NOW, fault="sync.x")),
            Sign.CENTRE_OFFLINE,
        ),
        (replace(WELL, camera=Sign.CAMERA_MISSING), Sign.CAMERA_MISSING),
        (replace(WELL, light=Sign.LIGHT_DIM), Sign.LIGHT_DIM),
        (replace(WELL, printer=Sign.PRINTER_STOPPED), Sign.PRINTER_STOPPED),
    ],
)
def test_what_is_not_well_is_said(measured: Measured, sign: Sign) -> None:
    found = gravest(judge(measured, NOW))

    assert found is not None
    assert found.sign is sign


@pytest.mark.parametrize(
    "stock",
    [
        replace(MORNING, waiting=3, oldest=NOW - timedelta(hours=23)),
        replace(MORNING, seated_at=NOW - timedelta(days=1)),
    ],
)
def test_what_is_usual_is_no_warning(stock: Stock) -> None:
    assert gravest(judge(replace(WELL, stock=stock), NOW)) is None


def test_a_clock_set_back_is_noticed_without_a_line() -> None:
    """The computer's battery is empty: after a power cut it lives in another year."""
    stock = replace(MORNING, latest=NOW + timedelta(days=400))

    found = gravest(judge(Measured(stock=stock), NOW))

    assert found is not None
    assert found.sign is Sign.CLOCK_BEHIND


def test_only_what_cannot_work_is_stopped() -> None:
    warned = replace(
        with_stock(held=1, key_in_file=True, seated_at=None),
        light=Sign.LIGHT_DARK,
        printer=Sign.PRINTER_MISSING,
        skew=timedelta(hours=1),
        line=Line(is_reached=False, heard_at=None, fault=None),
    )
    assert not stopped(judge(warned, NOW))

    assert stopped(judge(replace(WELL, camera=Sign.CAMERA_BUSY), NOW)) == {Work.PHOTOS}
    assert stopped(judge(with_stock(free_bytes=0), NOW)) == {Work.FORMS}


def test_what_stops_comes_before_what_warns() -> None:
    findings = (Finding(Sign.CAMERA_WORKS), Finding(Sign.SEAT_NEVER), Finding(Sign.DISK_FULL))

    assert gravest(findings) == findings[-1]


def test_a_fault_of_the_line_is_its_own_cause_and_next_step() -> None:
    exact = Finding(Sign.CENTRE_OFFLINE, {}, "sync.unavailable.certificate")

    assert exact.cause == "sync.unavailable.certificate"
    assert exact.next_step == "sync.unavailable.certificate_do"
    assert Finding(Sign.DISK_LOW).cause == "ready.disk.low_why"


def test_a_time_of_another_day_says_the_day() -> None:
    yesterday = with_stock(seated_at=NOW - timedelta(days=1))

    seat = next(f for f in judge(yesterday, NOW) if f.sign.aspect is Aspect.SEAT)

    assert seat.values == {"time": "15/03 08.30"}


@given(st.sampled_from(Sign))
def test_whatever_stops_work_is_a_stop(sign: Sign) -> None:
    assert (sign.stops is not None) == (sign.level is Level.STOP)

"""The comparison of the books finds each way in which a registration can go astray."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from kiosk.central.devices.enrolment import Device
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState, KioskState
from kiosk.store.figures import Balance
from kiosk.store.records import FORM, PHOTO, DeliveredPart, SubmissionRow
from kiosk.sync.heartbeat_messages import DeviceFigures, Heartbeat, HeartbeatAnswer
from tests.faults.audit import AtCentre, AtKiosk, Books, CentreBooks, compare
from tests.faults.people import Person

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
PERSON = Person(seed=1, kiosk=0, number=0)
ROW = SubmissionRow(
    id=PERSON.submission_id,
    ticket=PERSON.ticket.code,
    masked_name="",
    phone_tail="",
    officer=None,
    state=KioskState.SUBMITTED,
    centre_state=CentreState.ELIGIBLE,
    reasons=(),
    fields=(),
    batch_id=None,
    decree=None,
    deadline=None,
    photo_revision=1,
    made_here=True,
    made_at=NOW,
    delivered_at=NOW,
    outcome_at=NOW,
)
PARTS = tuple(DeliveredPart(part, 1, part * 8, "{}") for part in (FORM, PHOTO))
HERE = AtKiosk(PERSON, ROW, PARTS)
THERE = AtCentre(
    state=CentreState.ELIGIBLE,
    reasons=(),
    hashes={(one.part, 1): one.sha256 for one in PARTS},
    received=Counter({"form 1: received": 1, "photo 1: received": 1}),
)
BALANCE = Balance(made=1, delivered=1)
FIGURES = DeviceFigures(
    made=1,
    delivered=1,
    queued=0,
    quarantined=0,
    cancelled=0,
    expired=0,
    missing=0,
    unrecorded=0,
    signed_parts=2,
)
DEVICE = Device(
    device_id=UUID(int=1),
    office_id="desa-0",
    kiosk_version="0.1.0",
    enrolled_at=NOW,
    heard_at=NOW,
    revoked_at=None,
    heartbeat=Heartbeat(
        kiosk_version="0.1.0",
        sent_at=NOW,
        figures=FIGURES,
        oldest_queued_at=None,
        disk_free_mb=1,
        camera="live",
    ),
    answer=HeartbeatAnswer(submissions=1, parts=2),
)


def found(
    here: AtKiosk = HERE,
    there: AtCentre | None = THERE,
    *,
    balance: Balance = BALANCE,
    broken_journal: int | None = None,
    device: Device = DEVICE,
) -> tuple[int, int, int, int]:
    """How many are lost, double and stuck, and what else does not hold."""
    books = Books("desa-0", balance, (here,), broken_journal, checks_agree=True)
    submissions = {} if there is None else {PERSON.submission_id: there}
    findings = compare([books], CentreBooks(submissions, {"desa-0": device}))
    kinds = (findings.lost, findings.double, findings.stuck, findings.others)
    lost, double, stuck, others = map(len, kinds)
    return lost, double, stuck, others


def in_state(state: KioskState) -> AtKiosk:
    return replace(HERE, row=replace(ROW, state=state), delivered=())


def test_where_all_is_well_nothing_is_found() -> None:
    assert found() == (0, 0, 0, 0)


def test_what_the_centre_never_got_is_lost() -> None:
    assert found(there=None)[0] == 1
    assert found(there=replace(THERE, hashes={(FORM, 1): "form" * 8}))[0] == 1


def test_what_the_kiosk_forgot_is_lost() -> None:
    assert found(replace(HERE, row=None))[0] == 1


def test_what_arrived_twice_is_double() -> None:
    twice = Counter({"form 1: received": 2})
    assert found(there=replace(THERE, received=twice))[1] == 1
    assert found(there=replace(THERE, reasons=(Reason.DUPLICATE,)))[1] == 1


def test_what_nobody_made_is_double() -> None:
    other = AtKiosk(PERSON.again, replace(ROW, id=PERSON.again.submission_id), ())
    assert found(other)[:2] == (1, 1)


def test_what_waits_or_is_not_heard_of_is_stuck() -> None:
    assert found(in_state(KioskState.QUEUED))[2] == 1
    assert found(in_state(KioskState.QUARANTINED))[2] == 1
    unheard = replace(ROW, centre_state=CentreState.PHOTO_VERIFYING)
    assert found(replace(HERE, row=unheard))[2] == 1


def test_what_was_given_up_here_and_is_there_is_told() -> None:
    assert found(in_state(KioskState.CANCELLED)) == (0, 0, 0, 1)


def test_other_bytes_are_told() -> None:
    other = {(FORM, 1): "other", (PHOTO, 1): "photo" * 8}
    assert found(there=replace(THERE, hashes=other)) == (0, 0, 0, 1)


def test_figures_that_do_not_agree_are_told() -> None:
    assert found(balance=replace(BALANCE, queued=1))[3] == 2  # nor are they what was told
    assert found(broken_journal=7)[3] == 1
    assert found(device=replace(DEVICE, heartbeat=None))[3] == 1
    assert found(device=replace(DEVICE, answer=HeartbeatAnswer(submissions=1, parts=1)))[3] == 1
    assert found(device=replace(DEVICE, answer=HeartbeatAnswer(submissions=2, parts=2)))[3] == 1

"""A stick between a kiosk without a line and the centre: out, there, back."""

import shutil
from pathlib import Path

import pytest

from kiosk.demo.centre import DemoCentre
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState, KioskState
from kiosk.store.errors import NotAllowedError
from kiosk.store.submissions import CancelProblem
from kiosk.sync.carrier import TakenIn
from kiosk.sync.carrier_files import read_answer
from kiosk.sync.stick import CarrierError, CarrierProblem
from tests.canary import found_in
from tests.sync.carrier_story import (
    OFFICER,
    Office,
    PageByPage,
    carry,
    carry_over,
    clock,
    enrolled,
    line_to,
    office,
)
from tests.sync.registrations import PHOTO

ALL_HERE = TakenIn(delivered=0, refused=0, outcomes=0, known=2, waiting=0)


# --- there and back -------------------------------------------------------------------------------


def test_what_was_carried_is_delivered_when_its_receipts_are_back(
    village: Office, centre: DemoCentre, stick: Path
) -> None:
    people = [village.register(number) for number in (1, 2)]

    bundle = village.write(stick)
    carried = carry(bundle.path, centre.url)
    taken_in = village.take_in(stick)

    assert (bundle.parts, carried.received, carried.refused) == (4, 4, 0)
    assert (taken_in.delivered, taken_in.refused, taken_in.waiting) == (4, 0, 0)
    figures = village.figures()
    assert (figures.made, figures.delivered, figures.adds_up) == (2, 2, True)
    assert len(centre.operator.submissions()) == 2
    rows = [village.row(person) for person in people]
    assert {row.state for row in rows} == {KioskState.SUBMITTED}
    assert {row.centre_state for row in rows} == {CentreState.PHOTO_VERIFYING}
    assert village.store.call(lambda s: s.envelopes.stored()) == frozenset()


def test_what_was_written_stays_in_the_queue_until_its_receipt_is_here(
    village: Office, stick: Path
) -> None:
    village.register(1)
    before = village.queue()
    now = clock()

    village.carrier.write(stick, now, OFFICER, lambda *_: None)

    assert village.queue() == before
    figures = village.carrier.figures()
    assert (figures.waiting, figures.carried, figures.last_carried_at) == (2, 2, now)


def test_carried_twice_is_delivered_once(village: Office, centre: DemoCentre, stick: Path) -> None:
    village.register(1)
    bundle = village.write(stick)
    carry(bundle.path, centre.url)
    first = read_answer(stick / bundle.path.with_suffix(".lkta"))
    (stick / bundle.path.with_suffix(".lkta")).unlink()

    carry(bundle.path, centre.url)

    assert read_answer(stick / bundle.path.with_suffix(".lkta")).receipts == first.receipts
    assert village.take_in(stick).delivered == 2
    assert village.take_in(stick) == ALL_HERE
    assert village.figures().delivered == len(centre.operator.submissions()) == 1


def test_two_sticks_with_the_same_parts_are_as_good_as_one(
    village: Office, centre: DemoCentre, tmp_path: Path
) -> None:
    village.register(1)
    sticks = [tmp_path / name for name in ("one", "two")]
    for stick in sticks:
        stick.mkdir()
        carry(village.write(stick).path, centre.url)

    assert village.take_in(sticks[1]).delivered == 2
    assert village.take_in(sticks[0]) == ALL_HERE


def test_what_went_over_the_line_meanwhile_is_delivered_once(
    village: Office, centre: DemoCentre, stick: Path
) -> None:
    village.register(1)
    bundle = village.write(stick)
    village.send(1)

    carry(bundle.path, centre.url)
    taken_in = village.take_in(stick)

    assert (taken_in.delivered, taken_in.known, taken_in.waiting) == (1, 1, 0)
    assert village.figures().delivered == len(centre.operator.submissions()) == 1


def test_a_receipt_that_comes_by_hand_while_the_line_is_busy_with_the_part_counts_once(
    village: Office, centre: DemoCentre, stick: Path
) -> None:
    village.register(1)
    carry(village.write(stick).path, centre.url)
    item = village.store.call(lambda s: s.submissions.next_due(clock()))
    assert item is not None
    village.store.call(lambda s: s.submissions.start(item, clock()))

    village.take_in(stick)

    village.store.call(lambda s: s.submissions.postpone(item, clock(), "sync.unavailable.offline"))
    village.store.call(lambda s: s.submissions.mark_delivered(item, "{}", clock()))
    assert village.queue() == []
    assert village.figures().delivered == 1


def test_an_office_without_anything_to_send_hears_what_became_of_the_rest(
    village: Office, centre: DemoCentre, stick: Path
) -> None:
    person = village.register(1)
    carry(village.write(stick).path, centre.url)
    village.take_in(stick)
    centre.operator.reject_photo(person, [Reason.SHADOW])

    bundle = village.write(stick)
    carry(bundle.path, centre.url)
    taken_in = village.take_in(stick)

    assert (bundle.parts, taken_in.outcomes) == (0, 1)
    assert village.row(person).reasons == (Reason.SHADOW,)


def test_more_outcomes_than_one_page_has_come_in_their_order(
    village: Office, centre: DemoCentre, stick: Path
) -> None:
    person = village.register(1)
    bundle = village.write(stick)
    with line_to(centre.url) as line:
        carry_over(PageByPage(line, centre, person), bundle.path)

    assert village.take_in(stick).outcomes == 3
    assert village.row(person).centre_state is CentreState.ELIGIBLE


def test_the_newest_configuration_comes_along(
    village: Office, centre: DemoCentre, stick: Path
) -> None:
    known = village.configuration.bundle
    centre.operator.close_batch("contoh-1")

    carry(village.write(stick).path, centre.url)
    village.take_in(stick)

    assert known is not None
    assert village.configuration.bundle is not None
    assert village.configuration.bundle.sequence == known.sequence + 1


def test_what_the_stick_brings_late_undoes_nothing(
    village: Office, centre: DemoCentre, stick: Path, tmp_path: Path
) -> None:
    person = village.register(1)
    carry(village.write(stick).path, centre.url)
    late = shutil.copytree(stick, tmp_path / "late")
    village.take_in(stick)
    centre.operator.accept_photo(person)
    carry(village.write(stick).path, centre.url)
    village.take_in(stick)

    assert village.take_in(late) == ALL_HERE
    assert village.row(person).centre_state is CentreState.ELIGIBLE


def test_several_kiosks_share_a_stick(
    village: Office, centre: DemoCentre, stick: Path, tmp_path: Path
) -> None:
    with enrolled(tmp_path / "other", centre) as other:
        village.register(1)
        other.register(2)
        for bundle in (village.write(stick), other.write(stick)):
            carry(bundle.path, centre.url)

        assert (village.take_in(stick).delivered, other.take_in(stick).delivered) == (2, 2)
    assert len(list(stick.iterdir())) == 4


def test_what_is_on_a_stick_can_be_looked_at(
    village: Office, centre: DemoCentre, stick: Path
) -> None:
    assert village.carrier.look(stick).bundle is None
    village.register(1)
    bundle = village.write(stick)

    found = village.carrier.look(stick)
    assert found.bundle is not None
    assert (len(found.bundle.parts), found.answer) == (2, None)

    carry(bundle.path, centre.url)
    assert village.carrier.look(stick).answer is not None


def test_taking_in_may_end_anywhere_and_be_repeated(
    centre: DemoCentre, stick: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "store"
    left: list[Path] = []

    def keep_what_a_power_cut_leaves(done: int, _of: int) -> None:
        left.append(shutil.copytree(folder, tmp_path / f"after-{done}"))

    with enrolled(folder, centre) as village:
        village.register(1)
        village.register(2)
        carry(village.write(stick).path, centre.url)
        village.carrier.take_in(stick, clock(), OFFICER, keep_what_a_power_cut_leaves)
        expected = (village.figures(), village.queue(), village.cursor())

    assert len(left) > 4
    for store in left:
        with office(store, centre.url) as village:
            village.take_in(stick)
            assert (village.figures(), village.queue(), village.cursor()) == expected


def test_nothing_readable_is_on_the_stick(village: Office, centre: DemoCentre, stick: Path) -> None:
    person = village.register(1)
    carry(village.write(stick).path, centre.url)
    row = village.row(person)
    secrets = {
        "nik": b"3510094101909001",
        "kk": b"3510091203159002",
        "name": b"SITI NURJANAH",
        "phone": b"84012349001",
        "e-mail": b"siti.nurjanah@example.com",
        "picture": PHOTO.jpeg[8:40],
        "ticket": row.ticket.encode(),
        "masked name": row.masked_name.encode(),
        "state": CentreState.PHOTO_VERIFYING.encode(),
    }
    assert len(list(stick.iterdir())) == 2
    assert found_in(stick, secrets) == []


def test_a_stick_that_is_pulled_out_is_said_and_nothing_counts_as_carried(
    village: Office, stick: Path
) -> None:
    village.register(1)
    village.register(2)

    def pull_out(_done: int, _of: int) -> None:
        if stick.is_dir():
            shutil.rmtree(stick)

    with pytest.raises(CarrierError) as caught:
        village.carrier.write(stick, clock(), OFFICER, pull_out)
    assert caught.value.problem is CarrierProblem.STICK_GONE
    assert village.carrier.figures().carried == 0


def test_nobody_cancels_what_is_being_written(village: Office, stick: Path) -> None:
    """Nor what a power cut leaves on the stick before the kiosk could say so."""
    person = village.register(1)
    said: list[CancelProblem | None] = []

    def cancel(_done: int, _of: int) -> None:
        said.append(village.store.call(lambda s: s.submissions.cancel(person, clock(), OFFICER)))

    assert village.carrier.write(stick, clock(), OFFICER, cancel).parts == 2
    assert said == [CancelProblem.CARRIED] * 2


def test_what_cannot_be_read_stays_behind(village: Office, stick: Path, tmp_path: Path) -> None:
    village.register(1)
    village.register(2)
    next((tmp_path / "store" / "outbox").glob("*.env")).write_bytes(b"damaged")
    assert village.write(stick).parts == 3
    assert village.carrier.figures().carried == 3


# --- who may --------------------------------------------------------------------------------------


def test_whoever_is_no_supervisor_neither_writes_a_stick_nor_takes_one_in(
    village: Office, centre: DemoCentre, stick: Path
) -> None:
    village.register(1)
    carry(village.write(stick).path, centre.url)
    before = village.queue()
    for act in (village.carrier.write, village.carrier.take_in):
        with pytest.raises(NotAllowedError):
            act(stick, clock(), "somebody", lambda *_: None)
    assert village.queue() == before

"""A stick between a kiosk without a line and the centre: out, there, back."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.demo.centre import DemoCentre, demo_centre
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState, KioskState
from kiosk.store.submissions import CancelProblem
from kiosk.sync.carrier import TakenIn
from kiosk.sync.carrier_files import AnswerFile, answer_bytes, read_answer
from kiosk.sync.carrying import CarrierLine
from kiosk.sync.central import (
    CentralRefusedError,
    CentralUnavailableError,
    DeviceRevokedError,
    RefusedReason,
    UnavailableReason,
)
from kiosk.sync.protocol import ProblemType, SealedAnswer, Signed
from kiosk.sync.stick import CarrierError, CarrierProblem
from tests.store.test_canary import in_every_disguise
from tests.sync.carrier_story import (
    OFFICER,
    Office,
    carry,
    carry_over,
    clock,
    enrolled,
    line_to,
    office,
)
from tests.sync.registrations import PHOTO

ALL_HERE = TakenIn(delivered=0, refused=0, outcomes=0, known=2, waiting=0)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[DemoCentre]:
    with demo_centre(tmp_path / "centre", clock) as centre:
        yield centre


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def village(tmp_path: Path, centre: DemoCentre) -> Iterator[Office]:
    with enrolled(tmp_path / "store", centre) as office:
        yield office


def refused(office: Office, stick: Path) -> CarrierProblem:
    """Why this kiosk does not take the answer in; nothing has changed then."""
    before = (office.figures(), office.queue(), office.cursor())
    with pytest.raises(CarrierError) as caught:
        office.take_in(stick)
    assert (office.figures(), office.queue(), office.cursor()) == before
    return caught.value.problem


def rewrite(path: Path, **changes: object) -> None:
    """Change an answer as somebody would who knows the format, and has no key."""
    answer = read_answer(path)
    path.write_bytes(answer_bytes(AnswerFile.model_validate(dict(answer) | changes)))


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
        carry_over(_PageByPage(line, centre, person), bundle.path)

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


# --- what the centre says no to -------------------------------------------------------------------


def test_a_part_that_the_centre_refuses_is_set_aside_with_its_reason(
    village: Office, centre: DemoCentre, stick: Path
) -> None:
    person = village.register(1)
    carry(village.write(stick).path, centre.url)
    village.take_in(stick)
    centre.operator.reject_photo(person, [Reason.SHADOW])
    village.queue_photo_again(person, grant="used-up")

    carried = carry(village.write(stick).path, centre.url)
    taken_in = village.take_in(stick)

    assert (carried.received, carried.refused, taken_in.refused) == (0, 1, 1)
    (row,) = village.queue()
    assert (row.state, row.last_reason) == (KioskState.QUARANTINED, RefusedReason.GRANT)
    village.store.call(lambda s: s.submissions.release(row, clock(), OFFICER))
    assert village.carrier.figures().waiting == 1
    assert village.carrier.figures().carried == 0


def test_what_is_on_a_stick_cannot_be_cancelled(village: Office, stick: Path) -> None:
    person = village.register(1)
    village.write(stick)
    cancelled = village.store.call(lambda s: s.submissions.cancel(person, clock(), OFFICER))
    assert cancelled is CancelProblem.CARRIED


def test_a_revoked_kiosk_keeps_everything(village: Office, centre: DemoCentre, stick: Path) -> None:
    village.register(1)
    bundle = village.write(stick)
    (device,) = centre.operator.devices()
    centre.operator.revoke(device.device_id)

    with pytest.raises(DeviceRevokedError):
        carry(bundle.path, centre.url)

    assert refused(village, stick) is CarrierProblem.NO_FILE
    assert centre.operator.submissions() == ()


def test_another_centre_takes_nothing(village: Office, stick: Path, tmp_path: Path) -> None:
    village.register(1)
    bundle = village.write(stick)
    with (
        demo_centre(tmp_path / "another", clock) as another,
        pytest.raises(CentralRefusedError) as caught,
    ):
        carry(bundle.path, another.url)
    assert caught.value.problem is not None
    assert caught.value.problem.type == ProblemType.DEVICE_UNKNOWN


def test_an_old_stick_still_delivers_but_its_question_is_refused(
    village: Office, centre: DemoCentre, stick: Path
) -> None:
    village.register(1)
    last_week = clock() - timedelta(days=8)
    bundle = village.carrier.write(stick, last_week, OFFICER, lambda *_: None)

    carried = carry(bundle.path, centre.url)

    assert (carried.received, carried.question_refused) == (2, True)
    taken_in = village.take_in(stick)
    assert (taken_in.delivered, taken_in.outcomes) == (2, 0)


# --- a line that breaks ---------------------------------------------------------------------------


def test_a_line_that_breaks_leaves_what_is_done_and_goes_on_there(
    village: Office, centre: DemoCentre, stick: Path
) -> None:
    village.register(1)
    village.register(2)
    bundle = village.write(stick)
    with line_to(centre.url) as line:
        breaking = _Breaking(line, after=3)
        with pytest.raises(CentralUnavailableError):
            carry_over(breaking, bundle.path)
        assert len(read_answer(bundle.path.with_suffix(".lkta")).receipts) == 3

        mended = _Breaking(line, after=99)
        carry_over(mended, bundle.path)

    assert mended.brought == 1
    assert village.take_in(stick).delivered == 4


def test_a_line_that_is_down_leaves_the_answer_that_is_there(
    village: Office, centre: DemoCentre, stick: Path
) -> None:
    village.register(1)
    bundle = village.write(stick)
    carry(bundle.path, centre.url)
    answer = bundle.path.with_suffix(".lkta").read_bytes()
    with line_to(centre.url) as line, pytest.raises(CentralUnavailableError):
        carry_over(_Breaking(line, after=0), bundle.path)
    assert bundle.path.with_suffix(".lkta").read_bytes() == answer


def test_a_busy_centre_is_waited_for_as_long_as_it_asks(
    village: Office, centre: DemoCentre, stick: Path
) -> None:
    village.register(1)
    pauses: list[float] = []
    with line_to(centre.url) as line:
        carried = carry_over(_Busy(line), village.write(stick).path, pauses.append)
    assert carried.received == 2
    assert pauses == [77.0]


def test_a_centre_that_wants_hours_is_not_waited_for(
    village: Office, centre: DemoCentre, stick: Path
) -> None:
    village.register(1)
    with line_to(centre.url) as line, pytest.raises(CentralUnavailableError):
        carry_over(_Busy(line, timedelta(hours=2)), village.write(stick).path)


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


# --- files that are not to be believed ------------------------------------------------------------


@pytest.fixture
def carried(village: Office, centre: DemoCentre, stick: Path) -> Path:
    """The answer to a stick with one registration."""
    village.register(1)
    return carry(village.write(stick).path, centre.url).answer


def test_a_stick_without_an_answer_is_said(village: Office, stick: Path) -> None:
    assert refused(village, stick) is CarrierProblem.NO_FILE


def test_the_answer_for_another_kiosk_is_refused(
    carried: Path, centre: DemoCentre, tmp_path: Path
) -> None:
    with enrolled(tmp_path / "other", centre) as other:
        other.register(2)
        assert refused(other, carried) is CarrierProblem.FOREIGN


def test_what_was_meant_for_another_kiosk_is_not_taken_under_a_new_name(
    carried: Path, centre: DemoCentre, tmp_path: Path
) -> None:
    with enrolled(tmp_path / "other", centre) as other:
        device = other.store.call(lambda s: s.settings.enrolment())
        assert device is not None
        rewrite(carried, device_id=device.device_id)
        assert refused(other, carried) is CarrierProblem.FORGED


def test_a_damaged_answer_is_refused(village: Office, carried: Path) -> None:
    content = bytearray(carried.read_bytes())
    content[len(content) // 2] ^= 1
    carried.write_bytes(content)
    assert refused(village, carried) is CarrierProblem.DAMAGED


@pytest.mark.parametrize("kind", ["receipts", "refusals", "outcomes"])
def test_one_forged_word_makes_the_whole_answer_worthless(
    village: Office, carried: Path, kind: str
) -> None:
    answer = read_answer(carried)
    forged = Signed(payload=answer.receipts[0].payload, signature="AAAA", key_id="c")
    words = {
        "receipts": [*answer.receipts, forged],
        "refusals": [answer.receipts[0]],  # signed by the centre, for another purpose
        "outcomes": [*answer.outcomes, answer.outcomes[0][:-4] + "AAAA"],
    }
    rewrite(carried, **{kind: words[kind]})
    assert refused(village, carried) is CarrierProblem.FORGED


def test_outcomes_of_which_a_page_was_taken_out_are_refused(
    village: Office, centre: DemoCentre, stick: Path
) -> None:
    person = village.register(1)
    bundle = village.write(stick)
    with line_to(centre.url) as line:
        answer = carry_over(_PageByPage(line, centre, person), bundle.path).answer
    rewrite(answer, outcomes=read_answer(answer).outcomes[1:])
    assert refused(village, stick) is CarrierProblem.TOO_OLD


def test_a_kiosk_of_no_office_has_nothing_to_carry(stick: Path, tmp_path: Path) -> None:
    with office(tmp_path / "new", "https://centre.example") as new:
        for act in (new.write, new.take_in, new.carrier.look):
            with pytest.raises(CarrierError) as caught:
                act(stick)
            assert caught.value.problem is CarrierProblem.NOT_ENROLLED


# --- the stick itself -----------------------------------------------------------------------------


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
    files = list(stick.iterdir())
    assert len(files) == 2
    found = [
        (name, path.name)
        for path in files
        for content in [path.read_bytes()]
        for name, secret in secrets.items()
        for disguise in in_every_disguise(secret)
        if disguise in content
    ]
    assert found == []


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


def test_what_cannot_be_read_stays_behind(village: Office, stick: Path, tmp_path: Path) -> None:
    village.register(1)
    village.register(2)
    next((tmp_path / "store" / "outbox").glob("*.env")).write_bytes(b"damaged")
    assert village.write(stick).parts == 3
    assert village.carrier.figures().carried == 3


class _Breaking:
    """A line that is gone for good after so many parts."""

    def __init__(self, line: CarrierLine, after: int) -> None:
        self._line, self._left = line, after
        self.brought = 0

    def bring(self, envelope: bytes, grant: str | None) -> Signed:
        if self._left == 0:
            raise CentralUnavailableError(UnavailableReason.OFFLINE)
        self._left -= 1
        self.brought += 1
        return self._line.bring(envelope, grant)

    def ask(self, question: Signed, after: int) -> SealedAnswer:
        if self._left == 0:
            raise CentralUnavailableError(UnavailableReason.OFFLINE)
        return self._line.ask(question, after)


class _Busy:
    """A centre that wants to be left alone for a while, once."""

    def __init__(self, line: CarrierLine, wait: timedelta = timedelta(seconds=77)) -> None:
        self._line, self._wait = line, wait
        self._is_busy = True

    def bring(self, envelope: bytes, grant: str | None) -> Signed:
        if self._is_busy:
            self._is_busy = False
            raise CentralUnavailableError(UnavailableReason.BUSY, retry_after=self._wait)
        return self._line.bring(envelope, grant)

    def ask(self, question: Signed, after: int) -> SealedAnswer:
        return self._line.ask(question, after)


class _PageByPage:
    """Something happens at the centre between one page and the next."""

    def __init__(self, line: CarrierLine, centre: DemoCentre, person: UUID) -> None:
        self._line, self._centre, self._person = line, centre, person

    def bring(self, envelope: bytes, grant: str | None) -> Signed:
        return self._line.bring(envelope, grant)

    def ask(self, question: Signed, after: int) -> SealedAnswer:
        page = self._line.ask(question, after)
        if self._centre.state(self._person) is CentreState.PHOTO_VERIFYING:
            self._centre.operator.accept_photo(self._person)
        return page

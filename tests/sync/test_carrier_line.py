"""What the centre says no to, and lines that break: nothing is lost, and it is said."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.demo.centre import DemoCentre, demo_centre
from kiosk.domain.reason import Reason
from kiosk.domain.submission import KioskState
from kiosk.store.submissions import CancelProblem
from kiosk.sync.carrier_files import read_answer
from kiosk.sync.carrier_messages import SealedAnswer
from kiosk.sync.carrying import CarrierLine
from kiosk.sync.central import (
    CentralRefusedError,
    CentralUnavailableError,
    DeviceRevokedError,
    RefusedReason,
    UnavailableReason,
)
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import Signed
from tests.sync.carrier_story import (
    OFFICER,
    Office,
    carry,
    carry_over,
    clock,
    line_to,
)


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

    assert not bundle.path.with_suffix(".lkta").exists()
    assert len(village.queue()) == 2
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


def test_a_centre_that_never_ends_fills_no_more_than_an_answer_has(
    village: Office, centre: DemoCentre, stick: Path
) -> None:
    village.register(1)
    bundle = village.write(stick)
    with line_to(centre.url) as line:
        carry_over(_Endless(line), bundle.path)
    answer = read_answer(bundle.path.with_suffix(".lkta"))
    assert (len(answer.receipts), len(answer.outcomes)) == (2, 32)


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


class _Endless:
    """Every page is as large as it may be, and there is always another."""

    def __init__(self, line: CarrierLine) -> None:
        self._line = line

    def bring(self, envelope: bytes, grant: str | None) -> Signed:
        return self._line.bring(envelope, grant)

    def ask(self, _question: Signed, after: int) -> SealedAnswer:
        return SealedAnswer(sealed="A" * 1024 * 1024, cursor=after + 1)

"""Answers that are not to be believed: nothing of them is taken in."""

from pathlib import Path

import pytest

from kiosk.demo.centre import DemoCentre
from kiosk.sync.carrier_files import AnswerFile, answer_bytes, read_answer
from kiosk.sync.protocol import Signed
from kiosk.sync.stick import CarrierError, CarrierProblem
from tests.sync.carrier_story import (
    Office,
    PageByPage,
    carry,
    carry_over,
    enrolled,
    line_to,
    office,
)


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
        answer = carry_over(PageByPage(line, centre, person), bundle.path).answer
    rewrite(answer, outcomes=read_answer(answer).outcomes[1:])
    assert refused(village, stick) is CarrierProblem.TOO_OLD


def test_a_kiosk_of_no_office_has_nothing_to_carry(stick: Path, tmp_path: Path) -> None:
    with office(tmp_path / "new", "https://centre.example") as new:
        for act in (new.write, new.take_in, new.carrier.look):
            with pytest.raises(CarrierError) as caught:
                act(stick)
            assert caught.value.problem is CarrierProblem.NOT_ENROLLED

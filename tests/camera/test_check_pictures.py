"""Picture after picture, with the real inspector."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import active_count

import cv2
import numpy as np
import pytest

from kiosk.camera.check_answer import Outcome
from kiosk.camera.check_inputs import CheckInput, find_inputs
from kiosk.camera.check_pictures import check_pictures, inspect_file
from kiosk.camera.inspector import Inspector
from kiosk.camera.photo_file import FileProblem, PictureError
from kiosk.domain.photo import PhotoProfile
from kiosk.domain.reason import Reason
from tests.camera.picture_files import as_held, encoded, with_orientation
from tests.camera.pictures import MODELS, NAMES, dim, portrait, stand


def test_one_file_is_inspected(tmp_path: Path, inspector: Inspector, profile: PhotoProfile) -> None:
    file = tmp_path / "dark.png"
    cv2.imwrite(str(file), dim(stand(), 0.3))
    assert profile.blocks(inspect_file(file, inspector).report) == (Reason.DARK,)


def test_a_file_that_is_no_picture_is_not_inspected(tmp_path: Path, inspector: Inspector) -> None:
    with pytest.raises(PictureError):
        inspect_file(tmp_path / "gone.jpg", inspector)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_portrait_is_good_however_its_camera_was_held(
    tmp_path: Path, inspector: Inspector, profile: PhotoProfile, orientation: int
) -> None:
    jpeg = encoded(".jpg", as_held(portrait("P006.jpg"), orientation))
    (tmp_path / "held.jpg").write_bytes(with_orientation(jpeg, orientation))
    (answer,) = check_pictures(find_inputs([tmp_path]), [inspector], profile)
    assert answer.outcome is Outcome.PASS


@pytest.mark.parametrize("form", ["grey", "with transparency", "16 bits"])
def test_a_portrait_is_good_in_every_form_of_png(
    tmp_path: Path, inspector: Inspector, profile: PhotoProfile, form: str
) -> None:
    colours = portrait("P006.jpg")
    pixels = {
        "grey": cv2.cvtColor(colours, cv2.COLOR_BGR2GRAY),
        "with transparency": np.dstack((colours, np.full(colours.shape[:2], 90, np.uint8))),
        "16 bits": colours.astype(np.uint16) * 257,
    }[form]
    cv2.imwrite(str(tmp_path / "portrait.png"), pixels)
    (answer,) = check_pictures(find_inputs([tmp_path]), [inspector], profile)
    assert answer.outcome is Outcome.PASS


def test_answers_come_in_order_one_for_each_input(
    tmp_path: Path, inspector: Inspector, profile: PhotoProfile
) -> None:
    cv2.imwrite(str(tmp_path / "1.jpg"), stand())
    (tmp_path / "2.jpg").write_text("no picture")
    cv2.imwrite(str(tmp_path / "3.jpg"), dim(stand(), 0.3))
    inputs = [*find_inputs([tmp_path]), CheckInput(tmp_path, FileProblem.NOTHING_INSIDE)]
    answers = list(check_pictures(inputs, [inspector], profile))
    outcomes = [Outcome.PASS, Outcome.UNREADABLE, Outcome.RETAKE, Outcome.UNREADABLE]
    assert [answer.outcome for answer in answers] == outcomes
    assert [answer.file for answer in answers] == [one.file for one in inputs]


def test_only_a_few_pictures_wait_in_memory(
    tmp_path: Path, inspector: Inspector, profile: PhotoProfile
) -> None:
    asked = 0

    def inputs() -> Iterator[CheckInput]:
        nonlocal asked
        for number in range(1000):
            asked += 1
            yield CheckInput(tmp_path / f"{number}.jpg")

    answers = check_pictures(inputs(), [inspector], profile)
    for _ in range(5):
        next(answers)
    assert asked <= 5 + 3
    before = active_count()
    answers.close()
    assert active_count() == before - 1


def test_what_fails_without_blocking_is_told_and_does_not_decide(
    tmp_path: Path, inspector: Inspector, profile: PhotoProfile
) -> None:
    lenient = PhotoProfile(
        **{name: getattr(profile, name) for name in profile.__slots__ if name != "blocking"},
        blocking=frozenset({Reason.NO_FACE}),
    )
    cv2.imwrite(str(tmp_path / "dark.jpg"), dim(stand(), 0.3))
    (answer,) = check_pictures(find_inputs([tmp_path]), [inspector], lenient)
    assert (answer.outcome, answer.reasons) == (Outcome.PASS, ("DARK",))
    assert answer.keys == ("check.good",)


def test_several_at_a_time_find_the_same_as_one_after_the_other(
    tmp_path: Path, inspector: Inspector, profile: PhotoProfile
) -> None:
    for number, name in enumerate(NAMES * 4):
        cv2.imwrite(str(tmp_path / f"{number}.png"), stand(name, roll_deg=float(number)))
    inputs = list(find_inputs([tmp_path]))
    alone = list(check_pictures(inputs, [inspector], profile))
    with closing(Inspector(profile, MODELS, still=True)) as other:
        together = list(check_pictures(inputs, [inspector, other], profile))
    assert [answer.findings for answer in together] == [answer.findings for answer in alone]
    assert [answer.file for answer in together] == [answer.file for answer in alone]

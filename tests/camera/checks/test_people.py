"""One person, and only one."""

import pytest

from kiosk.camera.checks.people import check_faces_without_mesh, check_people, find_own
from kiosk.camera.detector import DetectedFace
from kiosk.camera.face import Box
from kiosk.camera.profile import load_profile
from kiosk.domain.photo import Finding, Verdict
from kiosk.domain.reason import Reason
from tests.camera.faces import detected, face_at

PROFILE = load_profile()
PORTRAIT = Box(440, 60, 400, 533)
OWN = detected(550, 200, 240)


def many_faces(findings: tuple[Finding, ...]) -> Verdict:
    return max(
        (f.verdict for f in findings if f.reason is Reason.MANY_FACES),
        key=[Verdict.PASS, Verdict.UNSURE, Verdict.FAIL].index,
    )


def test_the_own_face_is_where_the_mesh_lies() -> None:
    behind = detected(100, 100, 60)
    assert find_own(face_at(640, 320, 240), (behind, OWN)) is OWN
    assert find_own(face_at(900, 320, 240), (behind, OWN)) is None


def test_one_person_alone_is_fine() -> None:
    findings = check_people(OWN, (OWN,), PORTRAIT, PROFILE)
    assert {finding.verdict for finding in findings} == {Verdict.PASS}


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (detected(750, 300, 40), Verdict.PASS),  # a far face in the portrait
        (detected(720, 300, 120), Verdict.FAIL),  # somebody looks over the shoulder
        (detected(1000, 250, 110), Verdict.PASS),  # the next in the queue
        (detected(1000, 200, 230), Verdict.FAIL),  # two before the counter
    ],
)
def test_another_face_counts_by_its_size_and_place(other: DetectedFace, verdict: Verdict) -> None:
    assert many_faces(check_people(OWN, (OWN, other), PORTRAIT, PROFILE)) is verdict


def test_the_face_on_the_card_does_not_count_where_the_card_is_asked_for() -> None:
    card = detected(700, 480, 110)
    with_card = load_profile("2020")
    assert many_faces(check_people(OWN, (OWN, card), PORTRAIT, PROFILE)) is Verdict.FAIL
    assert many_faces(check_people(OWN, (OWN, card), PORTRAIT, with_card)) is Verdict.PASS


def failed(findings: tuple[Finding, ...]) -> list[Reason]:
    return [finding.reason for finding in findings if finding.verdict is Verdict.FAIL]


HD = (1280, 720)


def unseen(*faces: DetectedFace) -> list[Reason]:
    return failed(check_faces_without_mesh(faces, HD, PROFILE))


def test_a_face_of_which_the_detector_is_not_sure_is_not_the_applicants() -> None:
    dog = detected(550, 200, 240, score=0.72)
    assert find_own(face_at(640, 320, 240), (dog,)) is None
    assert unseen(dog) == [Reason.NO_FACE]


def test_a_half_hidden_second_face_counts_all_the_same() -> None:
    other = detected(720, 300, 120, score=0.62)
    assert many_faces(check_people(OWN, (OWN, other), PORTRAIT, PROFILE)) is Verdict.FAIL


def test_without_any_face_nobody_is_there() -> None:
    assert unseen() == [Reason.NO_FACE]


def test_a_face_too_far_for_the_mesh_is_asked_to_come_closer() -> None:
    assert unseen(detected(600, 300, 60)) == [Reason.TOO_SMALL]


def test_a_face_too_near_for_the_mesh_is_asked_to_go_back() -> None:
    assert unseen(detected(400, 20, 680)) == [Reason.TOO_BIG]


def test_several_far_faces_are_too_many() -> None:
    assert unseen(detected(300, 300, 60), detected(600, 300, 55))[0] is Reason.MANY_FACES


def test_a_large_face_that_only_one_detector_sees_is_no_face() -> None:
    assert unseen(OWN) == [Reason.NO_FACE]


@pytest.mark.parametrize("nose", [-1.2, 2.1])
def test_a_face_seen_from_its_side_is_asked_to_turn(nose: float) -> None:
    assert unseen(detected(550, 200, 240, nose=nose)) == [Reason.TURNED]

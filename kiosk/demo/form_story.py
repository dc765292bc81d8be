"""How the resident of the story fills the form: each page as the hand meets it."""

from math import sin

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.central.settings.wording import DEMO_ASSESSMENT
from kiosk.demo.hand import Hand, StuckError
from kiosk.demo.resident import InventedResident
from kiosk.domain.consent import ConsentPurpose
from kiosk.domain.statement import PAD_SHAPE

_CRITERIA = {
    "is_citizen": "yes",
    "in_school": "no",
    "forbidden_job": "no",
    "received_before": "no",
    "receives_social_aid": "no",
}


def fill_form(hand: Hand, resident: InventedResident) -> None:
    """From the first door to the end of the test; the photo comes next."""
    hand.photograph("welcome")
    hand.press("new_door")
    _agree(hand)
    _answer_criteria(hand)
    _say_who(hand, resident)
    _say_where(hand, resident)
    _say_how_to_reach(hand, resident)
    _say_background(hand)
    _sign(hand)
    _take_test(hand)


def _agree(hand: Hand) -> None:
    for purpose in (ConsentPurpose.PROCESS, ConsentPurpose.CAMERA, ConsentPurpose.PHOTO_UPLOAD):
        hand.press(f"consent_{purpose}")
    _turn(hand, "consent")


def _answer_criteria(hand: Hand) -> None:
    for question, answer in _CRITERIA.items():
        hand.press(f"{question}_{answer}")
    _turn(hand, "criteria")


def _say_who(hand: Hand, resident: InventedResident) -> None:
    _type_twice(hand, "nik", resident.nik)
    hand.type("kk_first", resident.kk)
    hand.press("kk_is_latest_yes")
    _turn(hand, "kk")
    hand.type("kk_second", resident.kk)
    _turn(hand, "kk-again")
    hand.type_date("birth", resident.birth_date)
    _turn(hand, "birth-date")
    hand.type("full_name", resident.name)
    _turn(hand, "name")
    hand.type("birth_place", resident.birth_place)
    _turn(hand, "birth-place")
    hand.press("sex_P")
    _turn(hand, "sex")


def _say_where(hand: Hand, resident: InventedResident) -> None:
    hand.type("village_code_search", resident.village_search)
    hand.press("village_code_0")
    _turn(hand, "village")
    hand.type("address_line", resident.address_line)
    _turn(hand, "address")
    hand.press("domicile_same_yes")
    _turn(hand, "domicile")


def _say_how_to_reach(hand: Hand, resident: InventedResident) -> None:
    hand.type("phone_first", resident.phone)
    hand.press("phone_is_own_yes")
    hand.press("next_button")
    hand.photograph("phone-question")
    hand.press("agree_button")
    hand.type("phone_second", resident.phone)
    _turn(hand, "phone-again")
    hand.type("email_name", resident.email)
    _turn(hand, "email")
    hand.type("email_again_name", resident.email)
    _turn(hand, "email-again")
    hand.press("email_opened_yes")
    _turn(hand, "email-opened")


def _say_background(hand: Hand) -> None:
    hand.press("education_primary")
    _turn(hand, "education")
    hand.press("marital_status_married")
    _turn(hand, "marital-status")
    hand.type("dependants", "2")
    _turn(hand, "dependants")
    hand.press("employment_status_job_seeker")
    _turn(hand, "employment")
    hand.press("training_interest_food_and_drink")
    _turn(hand, "interests")


def _sign(hand: Hand) -> None:
    hand.press("statement_agreed")
    _turn(hand, "statement")
    _draw_signature(hand)
    _turn(hand, "signature")


def _draw_signature(hand: Hand) -> None:
    """A few waves, and a line below them."""
    pad = hand.widget("signature_pad")
    if pad is None:
        raise StuckError("there is nothing to sign on")
    waves = [(-0.3 + 0.05 * step, 0.2 * sin(1.9 * step)) for step in range(12)]
    for stroke in (waves, [(-0.3, 0.3), (0.0, 0.27), (0.32, 0.24)]):
        points = [_on_pad(pad, across, down) for across, down in stroke]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=points[0])
        for point in points[1:]:
            QTest.mouseMove(pad, point)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=points[-1])


def _on_pad(pad: QWidget, across: float, down: float) -> QPoint:
    """From the pad's middle, in parts of its width and height."""
    height = min(pad.height(), pad.width() / PAD_SHAPE)
    middle = pad.rect().center()
    return middle + QPoint(round(across * height * PAD_SHAPE), round(down * height))


def _take_test(hand: Hand) -> None:
    """Every question of the demo's centre; the last is skipped at first."""
    *_, last = places = range(len(DEMO_ASSESSMENT.questions))
    _turn(hand, "test")
    for place in places:
        if place != last:
            hand.press("answer_1")
        if place in {0, last}:
            hand.photograph(f"test-{place + 1}")
        hand.press("next_button")
    hand.photograph("test-open")
    hand.press(f"question_{last}_button")
    hand.press("answer_1")
    hand.press("next_button")
    _turn(hand, "test-end")


def _type_twice(hand: Hand, what: str, number: str) -> None:
    hand.type(f"{what}_first", number)
    _turn(hand, what)
    hand.type(f"{what}_second", number)
    _turn(hand, f"{what}-again")


def _turn(hand: Hand, name: str) -> None:
    hand.photograph(name)
    hand.press("next_button")

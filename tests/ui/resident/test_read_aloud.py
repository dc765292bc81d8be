"""What is read aloud on the residents' pages, and what never is."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.camera.loop import CameraState
from kiosk.central.settings.wording import DEMO_STATEMENT
from kiosk.domain.background import Sex
from kiosk.domain.draft import Draft
from kiosk.domain.region import Regions
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.page import Sheet
from kiosk.ui.prompts import prompt_file, sound_folder
from kiosk.ui.resident.choice_pages import SexPage
from kiosk.ui.resident.done_page import DonePage
from kiosk.ui.resident.review_page import ReviewPage
from kiosk.ui.resident.statement_page import StatementPage
from kiosk.ui.resident.welcome_page import WelcomePage
from kiosk.ui.resident.yes_no_pages import EmailOpenedPage
from kiosk.ui.text import Sentence, Texts
from kiosk.ui.voice import Voice
from kiosk.ui.widgets.instruction import InstructionCard
from kiosk.ui.widgets.notice import Kind, Notice
from tests.domain.resident import complete_draft
from tests.sync.scripted_central import bundle
from tests.ui.speaker import NotedSpeaker

READ_WHOLE = {
    "ChoicePage",
    "ConsentFactsPage",
    "ConsentPage",
    "CriteriaPage",
    "DomicilePage",
    "DonePage",
    "EmailOpenedPage",
    "InterestsPage",
    "JoinPage",
    "PausePage",
    "SexPage",
    "SlipPage",
    "StatementPage",
    "WithdrawalPage",
    "YesNoPage",
}
"""Pages whose sentences are the same for everybody: a code or a name on them was never recorded."""


class Room:
    """A window, and what is heard before it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.speaker = NotedSpeaker()
        self.look = Look("id", voice=Voice(self.speaker))
        self.look.voice.toggle()
        self.window = MainWindow(self.look)
        qtbot.addWidget(self.window)
        self.window.show()

    def heard(self) -> list[str]:
        """The recordings that were ordered last; what was never recorded is not heard."""
        clips = self.speaker.spoken[-1] if self.speaker.spoken else ()
        return [clip for clip in clips if (sound_folder() / clip).is_file()]


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    return Room(qtbot)


def recordings(*keys: str) -> list[str]:
    texts = Texts("id")
    return [prompt_file("id", texts.raw(key)) for key in keys]


def test_a_page_says_its_title_and_hint(room: Room) -> None:
    room.window.show_page(Sheet(room.look, "identity.nik.title", "identity.nik.hint"))
    assert room.heard() == recordings("identity.nik.title", "identity.nik.hint")


def test_a_choice_says_all_that_can_be_chosen(room: Room) -> None:
    room.window.show_page(SexPage(room.look))
    assert set(recordings("identity.sex.title", "sex.L", "sex.P")) <= set(room.heard())


def test_a_page_whose_words_are_put_in_later_says_those(room: Room) -> None:
    page = DonePage(room.look)
    page.show_done("redo")
    room.window.show_page(page)
    assert room.heard() == recordings("done.redo.title", "done.redo.next")


def test_a_statement_is_read_sentence_by_sentence(room: Room) -> None:
    config = bundle().model_copy(update={"statement": DEMO_STATEMENT})
    page = StatementPage(room.look, lambda: config)
    page.show_draft(complete_draft())
    room.window.show_page(page)
    sentences = [prompt_file("id", said) for said in DEMO_STATEMENT.sentences["id"]]
    assert [clip for clip in room.heard() if clip in sentences] == sentences


def test_the_first_page_says_every_door(room: Room) -> None:
    room.window.show_page(WelcomePage(room.look))
    assert room.heard()[:2] == recordings("welcome.title", "welcome.hint")
    assert set(recordings("welcome.new.title", "welcome.resume.about")) <= set(room.heard())


def test_another_page_stops_what_was_being_said(room: Room) -> None:
    room.window.show_page(Sheet(room.look, "identity.nik.title"))
    room.window.show_page(QWidget())
    assert room.heard() == []


def test_a_notice_rings_and_says_what_to_do(room: Room) -> None:
    notice = Notice(room.look)
    notice.tell(Kind.ATTENTION, Sentence("nik.length"))
    assert room.heard() == recordings("nik.length", "nik.length_do")
    assert room.speaker.rung == ["cues/attention.wav"]
    notice.tell(Kind.RIGHT, Sentence("done.redo.title"))
    assert room.speaker.rung[-1] == "cues/correct.wav"


def test_of_a_notice_with_something_filled_in_only_what_to_do_is_said(room: Room) -> None:
    filled_in = Sentence("contact.suggestion", {"suggestion": "siti@gmail.com"})
    Notice(room.look).tell(Kind.ATTENTION, filled_in)
    assert room.heard() == recordings("contact.suggestion_do")


def test_an_instruction_is_said_when_it_changes_and_only_then(room: Room) -> None:
    card = InstructionCard(room.look)
    room.window.show_page(card)
    card.show_camera(CameraState.MISSING)
    assert room.heard() == recordings("camera.missing", "camera.missing_do")
    orders = len(room.speaker.spoken)
    card.show_camera(CameraState.MISSING)
    assert len(room.speaker.spoken) == orders
    assert room.speaker.patient[-1]


def test_an_instruction_that_nobody_sees_is_not_said(room: Room) -> None:
    orders = len(room.speaker.spoken)
    card = InstructionCard(room.look)
    card.show_camera(CameraState.MISSING)
    assert len(room.speaker.spoken) == orders


def test_switched_on_below_a_page_the_page_is_read(room: Room) -> None:
    room.look.voice.toggle()
    room.window.show_page(Sheet(room.look, "identity.nik.title"))
    assert room.heard() == []
    voice_button = room.window.footer.aids.voice_button
    QTest.mouseClick(voice_button, Qt.MouseButton.LeftButton)
    assert room.heard() == recordings("identity.nik.title")


def test_what_was_answered_is_never_said(room: Room, regions: Regions) -> None:
    review = ReviewPage(room.look, regions, lambda _: (), lambda: 0)
    room.window.show_page(review)
    review.show_draft(complete_draft())
    room.window.show_page(QWidget())
    room.window.show_page(review)
    assert room.heard() == recordings("review.title", "review.hint")


def test_an_answered_page_says_the_same_as_an_empty_one(room: Room) -> None:
    heard: list[list[str]] = []
    for draft in (blank(), complete_draft(), complete_draft().but(sex=Sex.MALE)):
        page = SexPage(room.look)
        page.show_draft(draft)
        room.window.show_page(page)
        heard.append(room.heard())
    assert heard[0] == heard[1] == heard[2] != []


def test_an_e_mail_address_on_the_page_is_not_said(room: Room) -> None:
    page = EmailOpenedPage(room.look)
    page.show_draft(complete_draft())
    room.window.show_page(page)
    assert set(room.heard()) <= set(
        recordings("contact.email_opened.title", "contact.email_opened.hint", *ANSWERS)
    )


ANSWERS = ("action.yes", "action.no")


def test_only_pages_without_answers_in_their_words_are_read_whole() -> None:
    whole = {kind.__name__ for kind in sheets(Sheet) if kind.reads_all}
    assert whole <= READ_WHOLE


def blank() -> Draft:
    whole = complete_draft()
    return Draft(whole.draft_id, whole.ticket)


def sheets(kind: type[Sheet]) -> Iterator[type[Sheet]]:
    for each in kind.__subclasses__():
        yield each
        yield from sheets(each)

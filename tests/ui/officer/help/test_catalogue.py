"""Every problem an officer can meet has a sentence, a cause, next steps, and one page."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from kiosk.camera.calibrate import CalibrationProblem
from kiosk.camera.loop import CameraState
from kiosk.domain.obstacle import Obstacle
from kiosk.domain.problem import FieldProblem, FieldWarning
from kiosk.domain.readiness import Level, Sign
from kiosk.domain.reason import Reason
from kiosk.store.errors import StoreError
from kiosk.store.submissions import CancelProblem
from kiosk.store.supervision import StaffProblem
from kiosk.sync.central import CentralError, DeskProblem, RefusedReason, UnavailableReason
from kiosk.sync.enrolment import EnrolmentProblem
from kiosk.sync.provisioning import ProvisioningProblem
from kiosk.sync.stick import CarrierProblem
from kiosk.ui.officer.figures.saving import Saving
from kiosk.ui.officer.help.catalogue import PAGES, page_of, pages_about
from kiosk.ui.officer.help.search import find_pages
from kiosk.ui.officer.help.topics import HelpPage, Topic
from kiosk.ui.print.printer import Printing
from kiosk.ui.text import Texts, available_languages, placeholders

ALL_IS_WELL = {
    *(CameraState.OFF, CameraState.STARTING, CameraState.LIVE),
    *(Printing.SENT, Saving.SAVED),
    *(sign for sign in Sign if sign.level is Level.OK),
}
LISTS: tuple[Iterable[str], ...] = (
    *(CalibrationProblem, CameraState, CancelProblem, CarrierProblem, DeskProblem),
    *(EnrolmentProblem, Printing, ProvisioningProblem, RefusedReason, Saving, Sign, StaffProblem),
    UnavailableReason,
)
LONGEST_SENTENCE = 16


def descendants(kind: type[Any]) -> Iterator[type[Any]]:
    for each in kind.__subclasses__():
        yield each
        yield from descendants(each)


def problems() -> Iterator[str]:
    """From all the closed lists of the code."""
    for each in LISTS:
        yield from (str(problem) for problem in each if problem not in ALL_IS_WELL)
    for kind in (*descendants(FieldProblem), *descendants(FieldWarning)):
        yield from (str(problem) for problem in kind)
    for error in (*descendants(StoreError), *descendants(CentralError)):
        if isinstance(getattr(error, "key", None), str):
            yield error.key
    yield from (f"reason.{reason}.title" for reason in Reason)
    yield from (f"officer.batches.obstacle.{obstacle}.chip" for obstacle in Obstacle)


def test_every_problem_has_a_page() -> None:
    met = set(problems())
    assert len(met) > 200
    assert sorted(problem for problem in met if page_of(problem) is None) == []


def test_no_problem_has_two_pages_and_no_page_is_there_twice() -> None:
    explained = Counter(problem for page in PAGES for problem in page.problems)
    assert [problem for problem, times in explained.items() if times > 1] == []
    assert len({page.name for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize("language", available_languages())
def test_every_page_has_its_sentences_and_every_sentence_its_page(language: str) -> None:
    texts = Texts(language)
    names = {page.name for page in PAGES}
    said = {key.split(".")[1] for key in texts if re.fullmatch(r"help\.\w+\.(why|do)", key)}
    assert said == names
    for page in PAGES:
        for key in (*page.problems, page.why, page.steps):
            assert key in texts, key


def test_a_problem_that_the_code_does_not_know_would_be_seen() -> None:
    assert page_of("camera.eaten_by_a_goat") is None


@pytest.mark.parametrize("language", available_languages())
def test_sentences_are_short_and_have_nothing_to_fill_in(language: str) -> None:
    texts = Texts(language)
    for page in PAGES:
        for key in (page.why, page.steps):
            said = texts.raw(key)
            assert not placeholders(said)
            assert "http" not in said
            assert said.endswith(".")
            for sentence in re.split(r"(?<=[.?!;:])\s+", said):
                assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


def test_every_topic_has_pages() -> None:
    assert sum(len(pages_about(topic)) for topic in Topic) == len(PAGES)
    assert all(pages_about(topic) for topic in Topic)


def first(typed: str, language: str = "id") -> HelpPage:
    return find_pages(typed, Texts(language))[0]


def test_a_page_is_found_by_what_was_seen() -> None:
    assert first("kamera tidak ditemukan").name == "camera_missing"
    assert first("Wi-Fi").topic is Topic.LINE
    assert first("no printer", "en").name == "printer_missing"


def test_a_page_is_found_by_words_of_its_steps() -> None:
    assert "clock_wrong" in [page.name for page in find_pages("baterai", Texts("id"))]


def test_what_nobody_wrote_about_is_not_found() -> None:
    assert find_pages("gajah terbang", Texts("id")) == []
    assert find_pages("   ", Texts("id")) == []

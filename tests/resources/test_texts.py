"""The words of the kiosk: all there, all used, alike in every language, and easy to read."""

import re
from collections.abc import Iterable, Iterator
from statistics import median

import pytest

from kiosk.doctor.finding import Check
from kiosk.domain.background import (
    Education,
    EmploymentStatus,
    MaritalStatus,
    Sex,
    TrainingInterest,
)
from kiosk.domain.reason import Reason
from kiosk.store.day import DayEvent
from kiosk.store.journal import Event
from kiosk.ui.officer.figures.errands import HANDOVER_TAKEN, RECAP_TAKEN
from kiosk.ui.officer.figures.series import SUM
from kiosk.ui.resident.status_page import STOPS
from kiosk.ui.text import (
    DEFAULT_LANGUAGE,
    SHIPPED,
    available_languages,
    placeholders,
    read_sentences,
)
from kiosk.ui.widgets.check_list import CardPoint
from tests.resources.source_words import source_words

LANGUAGES = available_languages()
FOR_OFFICERS = re.compile(
    r"(calibrate|check|doctor|exception|figures|first_run|handover|help|officer|pin|practice|rescue|store|stopped"
    r"|sync(?!\.desk))\.|.*[._]officer$"
)
MEDIAN_WORDS = 10
MOST_WORDS = 20
ABBREVIATIONS = {
    "id": """dgn dlm dll dsb dst hrs jl kab kec kel krn no pd sbg sdh spt tdk tgl thn tlp tsb utk
          yg dr sd""",
    "en": "approx asap dept e.g eg etc i.e ie info max min nr pls st tel",
}
NAMES = {("education.primary", "sd")}
"""What a thing is called by everybody."""
BLAME = {
    "id": "bodoh ceroboh dilarang gagal ilegal kesalahan lalai melanggar palsu salah sembarangan",
    "en": "bad careless error fail failed failure false forbidden illegal incorrect invalid wrong",
}

OPTIONS: dict[str, Iterable[str]] = {
    "education": Education,
    "employment_status": EmploymentStatus,
    "ktp.point": CardPoint,
    "marital_status": MaritalStatus,
    "sex": Sex,
    "status.journey": STOPS,
    "training_interest": TrainingInterest,
    "figures.term": SUM,
}
OF_ENUMS = [f"{table}.{option}" for table, options in OPTIONS.items() for option in options]
"""Keys made of a table and an option that the source never writes side by side."""
NO_SENTENCES = {
    *("doctor.json", "email.com", "slip.pdf", "slip.reprinted", "store.json"),
    *(f"header.{name}" for name in ("device", "key_id", "part", "revision", "submission")),
    *Event,
    *DayEvent,
    *Check,
    *(RECAP_TAKEN, HANDOVER_TAKEN),
}
"""Words of the source that look like keys."""


def sentences(language: str) -> dict[str, str]:
    return read_sentences(SHIPPED, language)


def for_residents(language: str) -> Iterator[tuple[str, str]]:
    """Key and single sentence of everything that a resident may read."""
    for key, text in sentences(language).items():
        if not FOR_OFFICERS.match(key):
            yield from ((key, part) for part in re.split(r"(?<=[.?!])\s+", text) if part)


def words(sentence: str) -> list[str]:
    return re.findall(r"[\w@{}./-]*\w[\w@{}./-]*", sentence)


def said_words(language: str) -> Iterator[tuple[str, str]]:
    for key, sentence in for_residents(language):
        yield from ((key, word.strip(".").lower()) for word in words(sentence))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_sentences_and_placeholders(language: str) -> None:
    usual, own = sentences(DEFAULT_LANGUAGE), sentences(language)
    assert own.keys() == usual.keys()
    assert {key for key in own if placeholders(own[key]) != placeholders(usual[key])} == set()


def test_every_sentence_is_used() -> None:
    source = source_words()
    unused = {key for key in sentences(DEFAULT_LANGUAGE) if not source.make(key)}
    assert unused - set(OF_ENUMS) == set()


def test_every_sentence_that_the_source_writes_out_is_there() -> None:
    keys = sentences(DEFAULT_LANGUAGE).keys()
    tables = {key[: dot.start()] for key in keys for dot in re.finditer(r"\.", key)}
    written = {
        word
        for word in source_words().literals
        if re.fullmatch(r"[a-z_]+(\.\w+)+", word) and word.partition(".")[0] in tables
    }
    assert written - keys - tables - NO_SENTENCES == set()


def test_every_option_has_its_words() -> None:
    assert set(OF_ENUMS) <= sentences(DEFAULT_LANGUAGE).keys()


def test_an_unused_sentence_would_be_seen() -> None:
    source = source_words()
    assert source.make("identity.nik.hint")  # a page's title and hint
    assert source.make("reason.BLUR.title")  # the value of an enum
    assert source.make("nik.length_do")  # the second line of a notice
    assert not source.make("identity.nik.left_over")
    assert not source.make("reason.BLURRED.title")
    assert not source.make("nik.left_over_do")


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_says_what_is_the_matter_and_what_to_do(reason: Reason) -> None:
    assert {f"reason.{reason}.{part}" for part in ("title", "action", "officer")} <= sentences(
        DEFAULT_LANGUAGE
    ).keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_for_residents_are_short(language: str) -> None:
    lengths = {sentence: len(words(sentence)) for _, sentence in for_residents(language)}
    assert median(lengths.values()) < MEDIAN_WORDS
    assert {sentence: n for sentence, n in lengths.items() if n > MOST_WORDS} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_abbreviated(language: str) -> None:
    short = set(ABBREVIATIONS[language].split())
    found = {(key, word) for key, word in said_words(language) if word in short}
    assert found - NAMES == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_blamed(language: str) -> None:
    harsh = set(BLAME[language].split())
    assert [(key, word) for key, word in said_words(language) if word in harsh] == []

"""Consent, purpose by purpose, with everything there is to know about it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from kiosk.central.settings.wording import DEMO_CONSENTS
from kiosk.domain.consent import ConsentPurpose
from kiosk.domain.draft import Draft
from kiosk.domain.region import Regions
from kiosk.ui.flow import Step
from kiosk.ui.look import Look
from kiosk.ui.resident.consent_facts_page import ConsentFactsPage
from kiosk.ui.resident.consent_page import ConsentPage
from kiosk.ui.resident.wording import in_language
from kiosk.ui.text import Texts, available_languages
from kiosk.ui.voice import Voice
from tests.ui.resident.counter import Counter
from tests.ui.resident.story import fill_page
from tests.ui.speaker import NotedSpeaker

TICKS = ("consent_process", "consent_camera", "consent_photo_upload")


def saved(counter: Counter) -> Draft:
    (draft,) = counter.drafts()
    return draft


@pytest.mark.parametrize("officer", [None, "petugas-1"])
def test_the_proof_says_whether_an_officer_was_there(counter: Counter, officer: str | None) -> None:
    counter.flow.start(assisted_by=officer)
    fill_page(counter)
    assert {consent.officer for consent in saved(counter).consents} == {officer}
    assert len(saved(counter).consents) == len(TICKS)


def test_nothing_is_ticked_beforehand(counter: Counter) -> None:
    counter.click("new_door")
    ticks = [counter.find(name) for name in TICKS]
    assert not any(tick.isChecked() for tick in ticks if isinstance(tick, QAbstractButton))


def test_everything_can_be_read_and_the_way_back_keeps_what_was_ticked(counter: Counter) -> None:
    counter.click("new_door")
    counter.click("consent_camera")
    counter.click("facts_button")
    assert counter.window.page is counter.flow.facts_page
    counter.click("back_button")
    assert counter.flow.step is Step.CONSENT
    tick = counter.find("consent_camera")
    assert isinstance(tick, QAbstractButton)
    assert tick.isChecked()


def test_all_seven_things_of_the_law_are_told(counter: Counter) -> None:
    page = counter.flow.facts_page
    titles = {label.text() for label in page.findChildren(QLabel) if label.text().endswith("?")}
    assert len(titles) == 7


def test_read_aloud_switches_the_voice_on_and_says_every_paragraph(qapp: QApplication) -> None:
    speaker = NotedSpeaker()
    look = Look("id", voice=Voice(speaker))
    page = ConsentFactsPage(look)
    page.show()
    page.listen_button.click()
    assert look.voice.is_on
    assert len(speaker.spoken[-1]) >= 2 * 7


@pytest.mark.parametrize("language", available_languages())
@pytest.mark.parametrize(
    "purpose", [ConsentPurpose(name.removeprefix("consent_")) for name in TICKS]
)
def test_what_the_demo_asks_for_can_be_said(language: str, purpose: ConsentPurpose) -> None:
    words = next(each.text for each in DEMO_CONSENTS if each.purpose == purpose)
    assert Texts(language)(f"consent.said.{purpose}") == in_language(words, language)


def test_other_words_than_those_recorded_are_not_said(
    counter: Counter, tmp_path: Path, regions: Regions
) -> None:
    speaker = NotedSpeaker()
    look = Look("id", voice=Voice(speaker))
    changed = [
        each.model_copy(update={"text": {"id": "Lain.", "en": "Other."}}) for each in DEMO_CONSENTS
    ]
    config = counter.services.bundle().model_copy(update={"consents": changed})
    page = ConsentPage(look, lambda: config, counter.services.clock)
    page.read_aloud()
    others = len(speaker.spoken[-1])
    same = ConsentPage(look, counter.services.bundle, counter.services.clock)
    same.read_aloud()
    assert len(speaker.spoken[-1]) == others + len(TICKS)

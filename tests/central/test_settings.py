"""The settings in force: kept with their history, and noticed by everybody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError

from kiosk.central.centre import Centre
from kiosk.central.settings.configuration import demo_configuration, full_configuration
from kiosk.central.settings.settings import FRESH
from kiosk.central.settings.settings_text import FaultKind, SettingsFault, toml_of
from kiosk.central.storage.models import SettingsRow
from tests.central.clock import MORNING, SettableClock
from tests.central.databases import open_centre
from tests.central.kiosk import Kiosk

DEMO = toml_of(demo_configuration())
FOUR_TRIES = DEMO.replace("photo_tries = 5", "photo_tries = 4")
OTHER_LINE = DEMO.replace('"0800-0000-0000"', '"0800-1111-1111"')


@pytest.fixture
def another(tmp_path: Path, centre: Centre, clock: SettableClock) -> Iterator[Centre]:
    """A second process with the same database, as far as settings can tell."""
    assert centre.clock is clock
    with open_centre(tmp_path / "centre", clock, full_configuration()) as another:
        yield another


def test_a_new_centre_begins_with_what_it_is_given(centre: Centre) -> None:
    assert centre.settings.current == demo_configuration()
    (first,) = centre.settings.history()
    assert (first.version, first.author, first.text, first.diff) == (1, "centre", DEMO, "")


def test_a_change_holds_at_once_and_is_kept_with_its_author(
    centre: Centre, clock: SettableClock
) -> None:
    clock.pass_by(timedelta(hours=1))

    assert centre.settings.change("ani", FOUR_TRIES) == ()

    assert centre.settings.current.photo_tries == 4
    newest, _ = centre.settings.history()
    assert newest == centre.settings.newest()
    assert (newest.version, newest.author) == (2, "ani")
    assert newest.at == MORNING + timedelta(hours=1)
    assert "-photo_tries = 5\n+photo_tries = 4" in newest.diff


def test_what_the_author_wrote_is_kept_with_its_comments(centre: Centre) -> None:
    text = f"# after the meeting in May\n{FOUR_TRIES}"
    centre.settings.change("ani", text)
    assert centre.settings.newest().text == text


def test_a_mistake_changes_nothing(centre: Centre) -> None:
    (fault,) = centre.settings.change("ani", DEMO.replace("photo_tries = 5", "photo_tries = 0"))
    assert (fault.kind, fault.key) == (FaultKind.NOT_ALLOWED, "photo_tries")
    assert len(centre.settings.history()) == 1
    assert centre.settings.current == demo_configuration()


def test_the_same_text_again_is_no_version(centre: Centre) -> None:
    assert centre.settings.change("ani", DEMO) == ()
    assert len(centre.settings.history()) == 1


def test_nobody_overwrites_what_they_have_not_seen(centre: Centre) -> None:
    assert centre.settings.change("ani", FOUR_TRIES, based_on=1) == ()
    late = centre.settings.change("budi", OTHER_LINE, based_on=1)
    assert late == (SettingsFault(FaultKind.CHANGED_MEANWHILE),)
    assert centre.settings.newest().author == "ani"


def test_another_process_notices_within_seconds(
    centre: Centre, another: Centre, clock: SettableClock
) -> None:
    assert another.settings.current == demo_configuration()  # the book wins over what it was given
    centre.settings.change("ani", FOUR_TRIES)
    clock.pass_by(FRESH)
    assert another.settings.current.photo_tries == 4


def test_two_processes_take_turns(centre: Centre, another: Centre) -> None:
    centre.settings.change("ani", FOUR_TRIES)
    another.settings.change("budi", OTHER_LINE)
    centre.settings.change("ani", FOUR_TRIES)
    assert [one.version for one in another.settings.history()] == [4, 3, 2, 1]


def test_a_clock_that_is_set_back_hides_no_change(
    centre: Centre, another: Centre, clock: SettableClock
) -> None:
    centre.settings.change("ani", FOUR_TRIES)
    clock.pass_by(-timedelta(days=1))
    assert another.settings.current.photo_tries == 4


def test_a_restart_undoes_no_change(tmp_path: Path, clock: SettableClock) -> None:
    with open_centre(tmp_path, clock, demo_configuration()) as centre:
        centre.settings.change("ani", FOUR_TRIES)
    with open_centre(tmp_path, clock, replace(demo_configuration(), photo_tries=9)) as centre:
        assert centre.settings.current.photo_tries == 4


def test_kiosks_are_told_of_what_concerns_them(centre: Centre, kiosk: Kiosk) -> None:
    before = kiosk.config()
    centre.settings.change("ani", OTHER_LINE)
    after = kiosk.config()
    assert (before.help_line, after.help_line) == ("0800-0000-0000", "0800-1111-1111")
    assert after.sequence == before.sequence + 1


def test_kiosks_are_never_told_the_right_answers(centre: Centre, kiosk: Kiosk) -> None:
    before = kiosk.config()
    text = DEMO.replace('change = "b"', 'change = "c"')
    assert text != DEMO
    centre.settings.change("ani", text)
    assert kiosk.config() == before
    assert "answer_key" not in before.model_dump_json()


def test_no_version_is_ever_rewritten(centre: Centre) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        centre.database.writing() as session,
    ):
        session.execute(update(SettingsRow).values(author="nobody"))

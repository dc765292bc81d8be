"""The settings at the operators' page: seen, changed after a look, and with their history."""

import html
import re
from collections.abc import Callable

import pytest

from kiosk.central.centre import Centre
from kiosk.central.desk.models import Role
from kiosk.central.settings.configuration import demo_configuration
from kiosk.central.settings.settings_text import toml_of
from tests.central.desk.conftest import Browser

LogIn = Callable[[Role], Browser]
DEMO = toml_of(demo_configuration())
CHANGED = DEMO.replace("photo_tries = 5", "photo_tries = 4")


def test_a_change_is_looked_at_and_then_in_force(log_in: LogIn, centre: Centre) -> None:
    browser = log_in(Role.ADMINISTRATOR)
    as_sent = CHANGED.replace("\n", "\r\n")

    looked = browser.act("/settings/check", text=as_sent, based_on=1).text
    assert '<span class="added">+photo_tries = 4' in looked
    assert centre.settings.current.photo_tries == 5

    assert browser.act("/settings", text=as_sent, based_on=1).status_code == 303
    assert centre.settings.newest().text == CHANGED
    assert centre.settings.newest().author == "si-administrator"
    assert "si-administrator" in browser.get("/settings/history").text
    assert "Mengubah pengaturan" in browser.get("/audit").text


def test_mistakes_stand_beside_the_text_that_has_them(log_in: LogIn, centre: Centre) -> None:
    browser = log_in(Role.ADMINISTRATOR)
    wrong = DEMO.replace("photo_tries = 5", "photo_tries = 0")
    for path in ("/settings/check", "/settings"):
        answer = browser.act(path, text=wrong, based_on=1)
        assert answer.status_code == 422
        assert "<code>photo_tries</code>" in answer.text
        (kept,) = re.findall(r"<textarea.*?>\n(.*?)</textarea>", answer.text, re.DOTALL)
        assert html.unescape(kept) == wrong
    assert len(centre.settings.history()) == 1


def test_nobody_overwrites_somebody_elses_change(log_in: LogIn, centre: Centre) -> None:
    browser = log_in(Role.ADMINISTRATOR)
    centre.settings.change("ani", CHANGED)
    answer = browser.act("/settings", text=DEMO.replace("= 2\n", "= 3\n", 1), based_on=1)
    assert answer.status_code == 422
    assert "Orang lain" in answer.text
    assert centre.settings.newest().author == "ani"


def test_an_older_version_is_a_place_to_begin(log_in: LogIn, centre: Centre) -> None:
    centre.settings.change("ani", CHANGED)
    browser = log_in(Role.ADMINISTRATOR)
    page = browser.get("/settings/edit", version="1").text
    assert "photo_tries = 5" in page
    assert 'name="based_on" value="2"' in page
    assert browser.get("/settings/edit", version="9").status_code == 404


@pytest.mark.parametrize(
    ("role", "reading"), [(Role.AUDITOR, 200), (Role.OPERATOR, 403), (Role.OFFICE, 403)]
)
def test_who_reads_the_settings_and_who_changes_them(
    log_in: LogIn, centre: Centre, role: Role, reading: int
) -> None:
    browser = log_in(role)
    assert browser.get("/settings").status_code == reading
    assert browser.get("/settings/history").status_code == reading
    assert browser.get("/settings/edit").status_code == 403
    assert browser.act("/settings", text=CHANGED, based_on=1).status_code == 403
    assert len(centre.settings.history()) == 1


def test_a_whole_configuration_fits_through_the_door(log_in: LogIn, centre: Centre) -> None:
    browser = log_in(Role.ADMINISTRATOR)
    long = DEMO + "# “" * 20_000 + "\n"
    assert browser.act("/settings", text=long, based_on=1).status_code == 303
    assert centre.settings.newest().text == long


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("photo_tries = 5", "photo_tries = 0", "paling kecil 1"),
        ("photo_tries = 5", 'photo_tries = "5"', "bilangan bulat"),
        ('first_training_within = "15 days"', 'first_training_within = "soon"', "lama waktu"),
        ("minimum_age = 18", "minimum_age = 65", "umur terendah"),
        ("not_required = [", 'not_required = [ "photo",', "hanya email"),
        ("photo_tries = 5", "photo_tries = ", "Periksa baris"),
    ],
)
def test_what_is_allowed_is_said_in_the_language_of_the_page(
    log_in: LogIn, right: str, wrong: str, said: str
) -> None:
    assert right in DEMO
    answer = log_in(Role.ADMINISTRATOR).act(
        "/settings/check", text=DEMO.replace(right, wrong, 1), based_on=1
    )
    assert said in answer.text
    assert '<span lang="en">' not in answer.text

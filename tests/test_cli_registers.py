"""The centre's registers at the command line."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.central.centre import Centre
from kiosk.central.settings.configuration import demo_configuration
from kiosk.central.settings.settings_text import toml_of
from kiosk.central.storage.base import Layer
from kiosk.cli import utc_now
from kiosk.command import Exit
from tests.central.counter import Counter
from tests.central.residents import Resident
from tests.central.verifiers.registers import nik_csv, population_csv
from tests.command_line import Kiosk, command_line

SITI, BUDI = Resident(9001), Resident(9002)


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Kiosk]:
    with command_line(tmp_path / "home", capsys) as kiosk:
        yield kiosk


def written(folder: Path, content: bytes) -> str:
    file = folder / "register.csv"
    file.write_bytes(content)
    return str(file)


def test_registers_are_loaded_added_to_and_replaced(kiosk: Kiosk, tmp_path: Path) -> None:
    people = written(tmp_path, population_csv([SITI, BUDI]))
    assert kiosk("central", "register", "population", people).out == (
        "population: 2 entries added\n"
    )
    kiosk("central", "register", "population", people)
    told = kiosk("central", "registers").out.splitlines()
    assert [line.partition(", loaded ")[0] for line in told] == [
        "population: version 1, 2 entries",
        "population: version 2, 2 entries",
        "education: not there",
        "social_aid: not there",
        "occupation: not there",
        "recipients: not there",
    ]
    answer = kiosk("central", "register", "population", people, "--replace")
    assert answer.out == "population: 2 entries replace all others\n"
    assert "version 3" in kiosk("central", "registers").out.splitlines()[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"nik\n" + SITI.nik.encode() + b"7\n", "line 2, nik: must be 16 digits. Nothing was"),
        (nik_csv([]), "there is nobody in it. Nothing was changed."),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(
    kiosk: Kiosk, tmp_path: Path, content: bytes, said: str
) -> None:
    kiosk("central", "register", "education", written(tmp_path, nik_csv([SITI])))
    file = written(tmp_path, content)
    answer = kiosk("central", "register", "education", file, "--replace")
    assert answer.status == Exit.UNUSABLE
    assert said in answer.err
    assert SITI.nik not in answer.err
    assert "education: version 1, 1 entries" in kiosk("central", "registers").out


def test_a_file_that_is_not_there_is_named(kiosk: Kiosk, tmp_path: Path) -> None:
    answer = kiosk("central", "register", "education", str(tmp_path / "nowhere.csv"))
    assert answer.status == Exit.UNUSABLE
    assert "nowhere.csv cannot be read: No such file" in answer.err


def test_a_register_that_is_required_or_asked_elsewhere_says_so(kiosk: Kiosk) -> None:
    kiosk("central", "settings", "--use", "full")
    told = kiosk("central", "registers").out.splitlines()
    assert told[0] == "population: not there, but it is required"
    settings = kiosk.home / "settings.toml"
    rules = kiosk("central", "settings").out
    settings.write_text(rules.replace('education = ""', 'education = "loket_campus:make"'), "utf-8")
    kiosk("central", "settings", "--change", str(settings))
    told = kiosk("central", "registers").out.splitlines()
    assert told[1] == "education: asked by loket_campus:make"


def test_how_many_wait_for_a_register_is_said(kiosk: Kiosk) -> None:
    with Centre(kiosk.home / "centre", utc_now, demo_configuration()) as centre:
        rules = centre.settings.current
        strict = replace(rules, not_required=frozenset(Layer) - {Layer.IDENTITY, Layer.PHOTO})
        assert centre.settings.change("ani", toml_of(strict)) == ()
        Counter(centre).bring(SITI)
    told = kiosk("central", "registers").out.splitlines()
    assert told[0] == "population: not there, but it is required"
    assert told[1].startswith("population: 1 wait for it since 20")

"""The command line: what it prints, which status it ends with, and what it says to do."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk import __version__
from kiosk.camera.predictions import PROBABILITIES
from kiosk.central.centre import Centre
from kiosk.central.settings.configuration import demo_configuration
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer
from kiosk.cli import main, utc_now
from kiosk.command import Exit
from kiosk.demo.centre import OFFICE_NAME, DemoCentre, demo_centre
from kiosk.store.figures import Balance
from tests.camera.labelled import labelled, write_labels
from tests.central.certificate import make_certificate
from tests.command_line import NOWHERE, Kiosk, command_line
from tests.sync.scripted_server import ScriptedServer, reply, running

FACES = Path(__file__).parent / "data" / "faces"
HOUR = timedelta(hours=1)
PORTAL = reply(200, b"<html>Selamat datang", None, "text/html")


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Kiosk]:
    with command_line(tmp_path / "home", capsys) as kiosk:
        yield kiosk


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[DemoCentre]:
    with demo_centre(tmp_path / "centre", utc_now) as centre:
        yield centre


@pytest.fixture
def waiting(kiosk: Kiosk, centre: DemoCentre) -> Kiosk:
    """A kiosk with one registration that is not sent yet."""
    kiosk.set_up(centre.url)
    kiosk.queue_one(centre.new_code(), centre.url)
    return kiosk


def reconciled(queue_as_json: str) -> Balance:
    figures = json.loads(queue_as_json)["figures"]
    assert figures.pop("adds_up") is True
    return Balance(**figures)


# --- the command itself ---------------------------------------------------------------------------


def test_the_version_is_told() -> None:
    command = [sys.executable, "-m", "kiosk", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=50, check=True)
    assert done.stdout == f"kiosk {__version__}\n"


@pytest.mark.parametrize("wrong", [[], ["sing"], ["central", "sing"], ["check"]])
def test_a_wrong_command_line_ends_with_2(wrong: Sequence[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(wrong)
    assert ended.value.code == 2


def test_a_wrong_key_in_the_settings_is_named_with_its_file(kiosk: Kiosk) -> None:
    kiosk.set_up(NOWHERE, "[camera]\nsuorce = '0'\n")
    answer = kiosk("queue")
    assert answer.status == Exit.SETTINGS
    assert str(kiosk.home / "kiosk.toml") in answer.err
    assert "unknown key 'camera.suorce' (known: source)" in answer.err


def test_a_home_that_cannot_be_made_is_named(kiosk: Kiosk) -> None:
    kiosk.home.write_text("a file")
    answer = kiosk("queue")
    assert answer.status == Exit.SETTINGS
    assert str(kiosk.home) in answer.err


def test_without_a_keyring_nothing_is_stored_and_it_says_what_to_do(kiosk: Kiosk) -> None:
    kiosk.set_up(NOWHERE, "")
    answer = kiosk("queue")
    assert answer.status == Exit.STORE
    assert "Loket stores nothing without a key. Sign in to the computer as usual" in answer.err
    assert not (kiosk.home / "store" / "loket.db").exists()


@pytest.mark.parametrize("url", ["", "ftp://centre.example", "http://centre.example"])
def test_an_address_that_cannot_be_called_says_what_to_change(kiosk: Kiosk, url: str) -> None:
    kiosk.set_up(url)
    answer = kiosk("sync")
    assert answer.status == Exit.SETTINGS
    assert "centre" in answer.err


def test_nothing_can_be_sent_before_this_is_a_kiosk_of_an_office(kiosk: Kiosk) -> None:
    kiosk.set_up(NOWHERE)
    answer = kiosk("sync")
    assert answer.status == Exit.SETTINGS
    assert "kiosk enrol" in answer.err


# --- queue and sync -------------------------------------------------------------------------------


def test_an_empty_queue_is_fine(kiosk: Kiosk) -> None:
    kiosk.set_up(NOWHERE)
    answer = kiosk("queue")
    assert answer.status == Exit.OK
    assert answer.out.startswith("nothing waits\nmade 0, delivered 0")


def test_the_queue_is_told_as_json_without_personal_data(waiting: Kiosk) -> None:
    answer = waiting("queue", "--json")
    assert answer.status == Exit.FOUND
    form, photo = json.loads(answer.out)["items"]
    assert (form["part"], photo["part"]) == ("form", "photo")
    assert form.keys() == {
        "submission_id",
        "part",
        "revision",
        "state",
        "attempts",
        "queued_at",
        "waits_for",
        "next_try_at",
        "last_reason",
    }
    assert datetime.fromisoformat(form["queued_at"]).tzinfo == UTC
    assert (form["state"], form["attempts"], form["last_reason"]) == ("queued", 0, None)
    assert datetime.fromisoformat(form["next_try_at"]) >= datetime.fromisoformat(form["queued_at"])
    assert (form["waits_for"], photo["waits_for"]) == ("nothing", "form")
    assert photo["next_try_at"] is None
    assert reconciled(answer.out).queued == 1


def test_what_is_due_is_sent(waiting: Kiosk, centre: DemoCentre) -> None:
    answer = waiting("sync")
    assert (answer.status, answer.out) == (Exit.OK, "sent 2, still waiting 0\n")
    (record,) = centre.operator.submissions()
    assert record.photo_revisions == (1,)
    assert waiting("queue").status == Exit.OK


def test_a_centre_that_is_down_is_said_and_nothing_is_lost(waiting: Kiosk) -> None:
    waiting.set_up(NOWHERE)
    answer = waiting("sync")
    assert (answer.status, answer.out) == (Exit.CENTRE, "sent 0, still waiting 2\n")
    assert "The data is safe and will be sent by itself. Check the cable" in answer.err
    listed = waiting("queue")
    assert "tried 1x" in listed.out
    assert "The centre cannot be reached." in listed.out
    assert reconciled(waiting("queue", "--json").out).queued == 1


def test_a_captive_portal_is_said_and_nothing_is_lost(waiting: Kiosk) -> None:
    with running(ScriptedServer(PORTAL)) as portal:
        waiting.set_up(portal.url)
        answer = waiting("sync")
    assert answer.status == Exit.CENTRE
    assert "sign in to the Wi-Fi" in answer.err
    assert reconciled(waiting("queue", "--json").out).queued == 1


def test_a_certificate_that_nobody_trusts_is_said_and_nothing_is_lost(
    waiting: Kiosk, tmp_path: Path
) -> None:
    with Centre(tmp_path / "impostor", utc_now, demo_configuration()) as impostor:
        server = EmbeddedServer(create_app(impostor), tls=make_certificate(tmp_path))
        server.start()
        waiting.set_up(server.url)
        answer = waiting("sync")
        server.stop()
    assert answer.status == Exit.CENTRE
    assert "nothing was sent" in answer.err
    assert "Check this computer's date and time" in answer.err
    assert reconciled(waiting("queue", "--json").out).queued == 1


@pytest.mark.skipif(sys.platform == "win32", reason="file limits are POSIX")
def test_a_full_disk_is_said_and_nothing_is_lost(waiting: Kiosk) -> None:
    # no file may grow: what the system says then is what it says of a full disk
    command = f"ulimit -f 0; exec {sys.executable} -m kiosk --home {waiting.home} sync"
    done = subprocess.run(
        [shutil.which("bash") or "bash", "-c", command],
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == Exit.STORE
    assert "What is stored is safe. Make room on the disk" in done.stderr
    assert "Traceback" not in done.stderr
    assert reconciled(waiting("queue", "--json").out).queued == 1
    assert waiting("sync").out == "sent 2, still waiting 0\n"


# --- enrolment and the centre ---------------------------------------------------------------------


def test_a_code_makes_this_a_kiosk_of_its_office(kiosk: Kiosk, centre: DemoCentre) -> None:
    kiosk.set_up(centre.url)
    answer = kiosk("enrol", centre.new_code())
    assert (answer.status, answer.out) == (Exit.OK, f"this is now a kiosk of {OFFICE_NAME}\n")


def test_a_centre_does_not_steer_the_terminal(kiosk: Kiosk, centre: DemoCentre) -> None:
    centre.operator.new_office("desa-lain", "Desa\x1b]0;Lain\x07\u202e")
    kiosk.set_up(centre.url)
    answer = kiosk("enrol", centre.operator.new_code("desa-lain"))
    assert answer.out == "this is now a kiosk of Desa?]0;Lain??\n"


@pytest.mark.parametrize(
    ("code", "advice"),
    [("0000-0000-0000", "Ask the district's IT desk for a new code."), ("7Q", "exactly as")],
)
def test_a_wrong_code_says_what_to_do(
    kiosk: Kiosk, centre: DemoCentre, code: str, advice: str
) -> None:
    kiosk.set_up(centre.url)
    answer = kiosk("enrol", code)
    assert answer.status == Exit.CENTRE
    assert advice in answer.err


def test_a_portal_does_not_eat_the_code(kiosk: Kiosk, centre: DemoCentre) -> None:
    code = centre.new_code()
    with running(ScriptedServer(PORTAL)) as portal:
        kiosk.set_up(portal.url)
        answer = kiosk("enrol", code)
    assert answer.status == Exit.CENTRE
    assert "sign in to the Wi-Fi" in answer.err
    kiosk.set_up(centre.url)
    assert kiosk("enrol", code).status == Exit.OK


# --- figures --------------------------------------------------------------------------------------


def labelled_faces(folder: Path) -> Path:
    """A table of one good picture, and the picture where it is looked for."""
    (folder / "set").mkdir()
    shutil.copy(FACES / "P006.jpg", folder / "set" / "good.jpg")
    return write_labels(folder / "labels.csv", [labelled("good.jpg", person="p1")])


def test_the_check_is_measured_on_labelled_pictures(kiosk: Kiosk, tmp_path: Path) -> None:
    labels = labelled_faces(tmp_path)
    answer = kiosk("evaluate", str(labels))
    assert answer.status == Exit.OK
    assert "Pictures: 1, people: 1, sources: 1" in answer.out
    assert "100 %, 1 of 1" in answer.out
    assert answer.err == ""  # nothing is counted where nobody watches


@pytest.mark.parametrize(
    ("form", "begins"), [("--json", '{\n  "profile": "2020.1"'), ("--markdown", "Profile 2020.1")]
)
def test_the_figures_come_as_json_or_for_a_document(
    kiosk: Kiosk, tmp_path: Path, form: str, begins: str
) -> None:
    labels = labelled_faces(tmp_path)
    folder = str(labels.parent / "set")
    answer = kiosk("evaluate", str(labels), "--pictures", folder, "--profile", "2020", form)
    assert answer.out.startswith(begins)


def test_networks_that_never_saw_a_picture_are_measured_beside_those_that_ship(
    kiosk: Kiosk, tmp_path: Path
) -> None:
    predictions = tmp_path / "predictions.csv"
    said = dict.fromkeys(PROBABILITIES, "0.0") | {"glasses_clear": "0.99", "headwear_bare": "1"}
    lines = (["file", "source_fold", *said], ["good.jpg", "studio", *said.values()])
    predictions.write_text("".join(f"{','.join(line)}\n" for line in lines), "utf-8")
    labels = str(labelled_faces(tmp_path))
    answer = kiosk("evaluate", labels, "--predictions", str(predictions), "--json")
    shipped, unseen, _ = json.loads(answer.out)["trials"]
    assert shipped["causes"]["GLASSES"]["flagged"] == []
    assert unseen["causes"]["GLASSES"]["flagged"] == ["good.jpg"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing.csv"], "nothing.csv cannot be read"),
        (["labels.csv", "--pictures", "."], "none of the labelled pictures is in"),
        (["labels.csv", "--predictions", "none.csv"], "none.csv cannot be read"),
        (["labels.csv", "--profile", "1999"], "there is no photo profile 1999"),
        (["labels.csv", "--profile", "own.toml"], "own.toml cannot be read"),
    ],
)
def test_what_cannot_be_measured_is_named(
    kiosk: Kiosk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    labelled_faces(tmp_path)
    monkeypatch.chdir(tmp_path)
    answer = kiosk("evaluate", *arguments)
    assert answer.status == Exit.UNUSABLE
    assert said in answer.err

"""A bundle for whoever helps has everything but what is somebody's."""

import json
import logging
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cli import utc_now
from kiosk.command import Exit
from kiosk.demo.centre import demo_centre
from kiosk.doctor.clean_text import LEFT_OUT, clean, clean_log
from kiosk.support_bundle import LARGEST_LOG_BYTES, make_bundle
from tests.canary import found_in
from tests.command_line import Kiosk, command_line
from tests.doctor.cases import NOW, case_in
from tests.sync.registrations import PHOTO, registration

HOME = Path("/home/budi.contoh")
RECORD = "2026-11-22 19:31:21,123 INFO kiosk.sync: "
FORM = registration()
SECRETS = {
    "nik": b"3510094101909001",
    "kk": b"3510091203159002",
    "name": b"SITI NURJANAH",
    "phone": b"84012349001",
    "e-mail": b"siti.nurjanah",
    "address": b"DUSUN KRAJAN",
    "picture": PHOTO.jpeg[200:240],
    "password of a proxy": b"rahasia-sekali",
    "user": b"budi.contoh",
}
LINES = """\
2026-11-22 19:31:21,123 INFO kiosk.sync: NIK 3510.0941,0190_9001 of siti.nurjanah (at) example.com
2026-11-22 19:31:21,124 WARNING kiosk.ui: call +62 840-1234-9001, 0840 1234 9001, LKT-7Q4M2-XA9BC
2026-11-22 19:31:21,125 INFO urllib3.connectionpool: GET /search?name=SITI NURJANAH
2026-11-22 19:31:21,126 ERROR kiosk.app: a fault in part 3f2b8c1e-0000-4000-8000-0242ac120002
Traceback (most recent call last):
  File "/home/budi.contoh/kiosk/app.py", line 12, in run
    read(form)
ValueError: SITI NURJANAH lives in DUSUN KRAJAN
SITI NURJANAH again, on a line of its own
    SITI NURJANAH, indented
"""


def cleaned(text: str) -> list[str]:
    return list(clean_log(text.splitlines(), HOME))


def test_of_a_log_what_the_kiosk_wrote_is_left_and_of_faults_their_kind() -> None:
    assert cleaned(LINES) == [
        f"{RECORD}NIK <digits> of <email>",
        "2026-11-22 19:31:21,124 WARNING kiosk.ui: call <phone>, <phone>, <ticket>",
        f"2026-11-22 19:31:21,125 INFO urllib3.connectionpool: {LEFT_OUT}",
        "2026-11-22 19:31:21,126 ERROR kiosk.app: a fault in part"
        " 3f2b8c1e-0000-4000-8000-0242ac120002",
        "Traceback (most recent call last):",
        '  File "~/kiosk/app.py", line 12, in run',
        "    read(form)",
        f"ValueError: {LEFT_OUT}",
        LEFT_OUT,
        LEFT_OUT,
    ]


def test_what_helps_stays() -> None:
    line = f"{RECORD}127.0.0.1:8443 gave HTTP 503 at 2026-11-22T10:00:00+00:00, rev 1 in 812 ms"
    assert cleaned(line) == [line]


@given(
    st.text("0123456789", min_size=9, max_size=16),
    st.sampled_from(["", " ", "-", ".", "_", ",", "/", " - ", "%20", "\u2011", "\u00a0"]),
    st.integers(1, 5),
)
def test_no_number_of_a_person_passes_however_it_is_spelt(
    number: str, between: str, size: int
) -> None:
    written = between.join(number[i : i + size] for i in range(0, len(number), size))
    said = clean(f"about {written} here", HOME)
    assert number[-4:] not in said.replace(between, "") if between else number[-4:] not in said


@given(
    st.from_regex(r"[a-z0-9.+_-]{1,20}", fullmatch=True),
    st.sampled_from(["@", " @ ", "%40", "[at]", "(AT)", " [at] ", "\uff20"]),
)
def test_no_address_passes_however_it_is_disguised(name: str, at: str) -> None:
    assert clean(f"mail {name}{at}example.com now", HOME) == "mail <email> now"


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Kiosk]:
    with command_line(tmp_path / "home", capsys) as kiosk:
        yield kiosk


@pytest.fixture
def bundle(kiosk: Kiosk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of a kiosk with a registration, and a log that says what it should not; unpacked."""
    monkeypatch.setenv("HOME", str(HOME))
    with demo_centre(tmp_path / "centre", utc_now) as centre:
        kiosk.set_up(centre.url)
        kiosk.queue_one(centre.new_code(), centre.url)
        kiosk("queue")
        logging.getLogger("kiosk.sync").warning("NIK %s", SECRETS["nik"].decode())
        with (kiosk.home / "logs" / "kiosk.log").open("a", encoding="utf-8") as log:
            log.write(LINES)
        settings = kiosk.home / "kiosk.toml"
        proxy = 'proxy = "http://budi:rahasia-sekali@127.0.0.1:9"\n[store]'
        settings.write_text(settings.read_text("utf-8").replace("[store]", proxy), "utf-8")
        answer = kiosk("support-bundle", "--no-camera", "--out", str(tmp_path / "bundle.zip"))
    assert answer.status == Exit.OK
    with zipfile.ZipFile(tmp_path / "bundle.zip") as packed:
        packed.extractall(tmp_path / "bundle")
    return tmp_path / "bundle"


def test_a_bundle_tells_everything_but_what_is_somebodys(bundle: Path) -> None:
    assert found_in(bundle, SECRETS) == []
    assert stat.S_IMODE(bundle.with_suffix(".zip").stat().st_mode) == 0o600
    assert {path.relative_to(bundle).as_posix() for path in bundle.rglob("*.*")} == {
        "README.txt",
        "doctor.json",
        "settings.json",
        "versions.json",
        "service.json",
        "store.json",
        "logs/kiosk.log",
    }
    store = json.loads((bundle / "store.json").read_text("utf-8"))
    assert (store["waiting"]["sendable"], store["figures"]["made"]) == (1, 1)
    assert store["journal_broken_at"] is None
    rows = json.loads((bundle / "settings.json").read_text("utf-8"))["settings"]
    assert {row["key"]: row["layer"] for row in rows}["centre.url"] == "machine"
    findings = json.loads((bundle / "doctor.json").read_text("utf-8"))["findings"]
    assert {finding["check"] for finding in findings} >= {"version.kiosk", "store", "clock.zone"}


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.zip").write_text("mine")
    with pytest.raises(FileExistsError):
        make_bundle(tmp_path / "mine.zip", case_in(tmp_path), (), HOME, NOW)
    assert (tmp_path / "mine.zip").read_text() == "mine"


def test_a_bundle_stays_small_whatever_the_logs_hold(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    line = f"{RECORD}sent\n"
    for name in ("kiosk.log", "kiosk.log.1", "kiosk.log.2"):
        (tmp_path / "logs" / name).write_text(line * (1_000_000 // len(line)), "utf-8")
    (tmp_path / "logs" / "kiosk.log").write_text(f"{line * 10}{RECORD}the last one\n", "utf-8")
    make_bundle(tmp_path / "small.zip", case_in(tmp_path), (), HOME, NOW)
    with zipfile.ZipFile(tmp_path / "small.zip") as packed:
        log = packed.read("logs/kiosk.log")
    assert len(log) <= LARGEST_LOG_BYTES + 100
    assert log.endswith(b"the last one\n")


def test_of_a_computer_that_is_not_set_up_there_is_a_bundle_too(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text("[kamera]\n", "utf-8")
    make_bundle(tmp_path / "bundle.zip", case_in(tmp_path), (), HOME, NOW)
    with zipfile.ZipFile(tmp_path / "bundle.zip") as packed:
        assert json.loads(packed.read("store.json")) == {"there": False}
        assert "unknown key 'kamera'" in json.loads(packed.read("settings.json"))["fault"]

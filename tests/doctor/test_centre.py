"""The way to the centre, against servers that answer as real ones do, and against crooks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from kiosk.config import CentreSettings, Config
from kiosk.doctor.centre import examine_centre, judge_certificate, judge_pin
from kiosk.doctor.finding import Check, Finding, State
from kiosk.doctor.line import Place, Shown
from kiosk.doctor.store_look import StoreContent, StoreLook
from kiosk.store.day import Waiting
from kiosk.store.figures import Balance
from kiosk.store.keys import KeyOrigin
from kiosk.store.settings import DeskSettings, EnrolmentRecord, Office
from kiosk.sync.transport import CentreAddress
from tests.doctor.cases import NOW, advice, case_in, states
from tests.store.counter import submission_id
from tests.sync.authority import make_certificate, secured
from tests.sync.scripted_server import Reply, ScriptedServer, problem, reply, running
from tests.sync.tunnel_proxy import tunnel

_clock = partial(datetime.now, UTC)
UNAUTHORISED = problem(401, "about:blank")


def enrolled(token_until: datetime) -> StoreLook:
    content = StoreContent(
        faults=(),
        schema=1,
        office=Office("0001", "Kantor Desa Contoh", None),
        enrolment=EnrolmentRecord(submission_id(9), bytes(32), bytes(32), NOW),
        desk=DeskSettings(),
        waiting=Waiting(0, None, 0),
        balance=Balance(),
        lost=0,
        examined_at=None,
        journal_lines=0,
        journal_broken_at=None,
        latest=None,
        token="bearer-of-this-kiosk",
        token_until=token_until,
    )
    return StoreLook(0, KeyOrigin.FILE, content)


def walk(
    home: Path, settings: CentreSettings, store: StoreLook | None = None
) -> dict[Check, Finding]:
    case = case_in(home, config=Config(centre=settings), store=store, clock=_clock)
    return {finding.check: finding for finding in examine_centre(case)}


@contextmanager
def centre(*script: Reply) -> Iterator[ScriptedServer]:
    with running(ScriptedServer(*script)) as server:
        yield server


def ask(home: Path, answer: Reply, store: StoreLook | None = None) -> tuple[State, str | None]:
    """What is found of the centre's answer."""
    with centre(answer) as server:
        found = walk(home, CentreSettings(url=server.url), store)[Check.CENTRE_ANSWER]
    return found.state, advice(found)


def test_without_an_address_nothing_else_is_asked(tmp_path: Path) -> None:
    found = walk(tmp_path, CentreSettings())
    assert states(found.values()) == {
        Check.CENTRE_ENROLMENT: State.WARN,
        Check.CENTRE_ADDRESS: State.FAIL,
    }


def test_an_address_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    found = walk(tmp_path, CentreSettings(url="http://centre.example"))
    assert found[Check.CENTRE_ADDRESS].state is State.FAIL


def test_a_name_that_nobody_knows_ends_the_walk(tmp_path: Path) -> None:
    found = walk(tmp_path, CentreSettings(url="https://centre.invalid"))
    assert found[Check.CENTRE_NAME].state is State.FAIL
    assert Check.CENTRE_LINE not in found
    assert found[Check.CLOCK].state is State.WARN


def test_a_port_where_nobody_listens_ends_the_walk(tmp_path: Path) -> None:
    with centre(UNAUTHORISED) as server:
        port = server.server_port
    found = walk(tmp_path, CentreSettings(url=f"https://127.0.0.1:{port}"))
    assert found[Check.CENTRE_LINE].state is State.FAIL
    assert Check.CENTRE_ANSWER not in found


def test_a_kiosk_that_is_not_enrolled_hears_the_protocol(tmp_path: Path) -> None:
    assert ask(tmp_path, UNAUTHORISED) == (State.OK, None)


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (reply(200, b"<html>", None, "text/html"), "sync.unavailable.captive_portal_do"),
        (reply(503, b"{}"), "sync.unavailable.busy_do"),
        (reply(500, b"{}"), "sync.unavailable.server_fault_do"),
        (problem(403, "device_revoked"), "doctor.revoked"),
    ],
)
def test_whoever_else_answers_is_told_apart(tmp_path: Path, answer: Reply, key: str) -> None:
    assert ask(tmp_path, answer, enrolled(_clock())) == (State.FAIL, key)


def test_a_token_that_ran_out_is_renewed_by_itself(tmp_path: Path) -> None:
    old = enrolled(_clock() - timedelta(days=1))
    assert ask(tmp_path, UNAUTHORISED, old) == (State.OK, None)
    fresh = enrolled(_clock() + timedelta(days=1))
    assert ask(tmp_path, UNAUTHORISED, fresh) == (State.WARN, "doctor.token")


def test_the_token_is_shown_to_nobody_but_the_centre(tmp_path: Path) -> None:
    with centre(reply(200, b"{}")) as server:
        found = walk(tmp_path, CentreSettings(url=server.url), enrolled(_clock()))
        (asked,) = server.received
    assert asked.headers["Authorization"] == "Bearer bearer-of-this-kiosk"
    assert found[Check.CENTRE_ANSWER].state is State.OK
    assert not [each for each in found.values() if "bearer-of" in each.value]


def test_the_clock_is_compared(tmp_path: Path) -> None:
    with centre(UNAUTHORISED) as server:
        found = walk(tmp_path, CentreSettings(url=server.url))
    assert found[Check.CLOCK].state is State.OK


def test_a_certificate_that_is_trusted_and_pinned_is_well(tmp_path: Path) -> None:
    shown = make_certificate(tmp_path / "centre.pem")
    with secured(shown, UNAUTHORISED) as server:
        settings = CentreSettings(url=server.url, ca_file=str(shown.file), pin=shown.pin)
        found = walk(tmp_path, settings)
    assert found[Check.CENTRE_PIN].value == "fits"
    assert found[Check.CENTRE_CERTIFICATE].state is State.WARN  # it is good for one day
    assert "Invented centre" in found[Check.CENTRE_CERTIFICATE].value
    assert found[Check.CENTRE_ANSWER].state is State.OK


def test_a_certificate_that_nobody_trusts_is_named(tmp_path: Path) -> None:
    with secured(make_certificate(tmp_path / "crook.pem"), UNAUTHORISED) as server:
        found = walk(tmp_path, CentreSettings(url=server.url), enrolled(_clock()))
        assert server.received == []
    assert found[Check.CENTRE_CERTIFICATE].state is State.FAIL
    assert "Invented crook" in found[Check.CENTRE_CERTIFICATE].value
    assert advice(found[Check.CENTRE_ANSWER]) == "sync.unavailable.certificate_do"


def test_a_key_that_is_not_pinned_is_named(tmp_path: Path) -> None:
    shown = make_certificate(tmp_path / "centre.pem")
    pinned = make_certificate(tmp_path / "other.pem").pin
    with secured(shown, UNAUTHORISED) as server:
        settings = CentreSettings(url=server.url, ca_file=str(shown.file), pin=pinned)
        found = walk(tmp_path, settings)
    assert shown.pin in found[Check.CENTRE_PIN].value
    assert found[Check.CENTRE_ANSWER].state is State.FAIL


def test_where_no_tls_is_spoken_that_is_said(tmp_path: Path) -> None:
    with centre(UNAUTHORISED) as server:
        found = walk(tmp_path, CentreSettings(url=f"https://127.0.0.1:{server.server_port}"))
    assert advice(found[Check.CENTRE_CERTIFICATE]) == "doctor.certificate_none"


def test_behind_a_proxy_the_centre_shows_its_own_certificate(tmp_path: Path) -> None:
    shown = make_certificate(tmp_path / "centre.pem")
    with secured(shown, UNAUTHORISED) as server, tunnel(server.server_port) as proxy:
        settings = CentreSettings(
            url=server.url, ca_file=str(shown.file), pin=shown.pin, proxy=proxy.url
        )
        found = walk(tmp_path, settings)
    assert found[Check.PROXY].state is State.OK
    assert found[Check.CENTRE_PIN].value == "fits"
    assert found[Check.CENTRE_ANSWER].state is State.OK


def test_a_proxy_that_does_not_answer_is_the_fault(tmp_path: Path) -> None:
    with centre(UNAUTHORISED) as server:
        port = server.server_port
    settings = CentreSettings(url="https://centre.invalid", proxy=f"http://127.0.0.1:{port}")
    found = walk(tmp_path, settings)
    assert found[Check.PROXY].state is State.FAIL
    assert Check.CENTRE_ANSWER not in found


@pytest.mark.parametrize("scheme", ["", "http://", "socks5://"])
def test_who_signs_in_at_a_proxy_of_the_system_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("https_proxy", f"{scheme}user:se//cret@proxy.example:3128/")
    found = walk(tmp_path, CentreSettings(url="https://centre.invalid"))[Check.PROXY]
    assert found.value == "proxy.example:3128 of the system is not used"


@pytest.mark.parametrize(("reachable", "state"), [(True, State.OK), (False, State.WARN)])
def test_a_proxy_of_the_system_is_named_where_it_may_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reachable: bool, state: State
) -> None:
    monkeypatch.setenv("https_proxy", "http://user:secret@proxy.example:3128")
    with centre(UNAUTHORISED) as server:
        url = server.url if reachable else "https://centre.invalid"
        found = walk(tmp_path, CentreSettings(url=url))[Check.PROXY]
    assert (found.state, found.value) == (state, "proxy.example:3128 of the system is not used")


def test_a_certificate_ends_on_some_day() -> None:
    shown = Shown("Otoritas Contoh", NOW + timedelta(days=200), "sha256/x", "")
    assert judge_certificate(shown, NOW).state is State.OK
    assert judge_certificate(shown, NOW + timedelta(days=190)).state is State.WARN


def test_without_a_pin_any_trusted_key_will_do() -> None:
    shown = Shown("Otoritas Contoh", NOW, "sha256/x", "")
    assert judge_pin(shown, CentreAddress("https://centre.example")).state is State.OK


def test_a_place_knows_its_usual_port() -> None:
    assert str(Place.of("https://centre.example/api")) == "centre.example:443"

"""Who may open what, and that nothing is done without a form of ours."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError

from kiosk.central.centre import Centre
from kiosk.central.desk.audit import Deed
from kiosk.central.desk.models import AuditRow, Role
from kiosk.central.desk.router import PAGES as EVERY_PAGE
from kiosk.central.desk.words import Language, words
from kiosk.central.operator import Operator
from kiosk.central.pipeline.waiting import AwaitedPart
from kiosk.central.verifiers.interface import RegisterKind
from kiosk.domain.patch import PatchField
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from tests.central.desk.conftest import Browser
from tests.central.kiosk import Kiosk
from tests.central.residents import Resident

LogIn = Callable[[Role], Browser]
ALL = frozenset(Role)
JUDGES = frozenset({Role.ADMINISTRATOR, Role.OPERATOR})
REVIEWERS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
PAGES = {
    "/": ALL,
    "/submissions": ALL,
    "/submissions/{id}": ALL,
    "/photo-reasons": ALL,
    "/photos": JUDGES,
    "/photos/{id}": JUDGES,
    "/audit": REVIEWERS,
    "/password": ALL,
}
ACTS = {
    "/submissions/{id}/ask": JUDGES,
    "/photos/next": JUDGES,
    "/photos/{id}/open": JUDGES,
    "/photos/{id}/accept": JUDGES,
    "/photos/{id}/reject": JUDGES,
}


@pytest.mark.parametrize("role", Role)
def test_every_role_opens_its_own_pages_and_no_others(
    log_in: LogIn, kiosk: Kiosk, role: Role
) -> None:
    submission_id = str(kiosk.register(Resident()))
    browser = log_in(role)
    opened = {page: browser.get(page.replace("{id}", submission_id)) for page in PAGES}
    assert {page: answer.status_code for page, answer in opened.items()} == {
        page: 200 if role in roles else 403 for page, roles in PAGES.items()
    }
    menu = opened["/"].text
    for place in ("/photos", "/audit"):
        assert (f'href="/desk{place}"' in menu) == (role in PAGES[place])


@pytest.mark.parametrize("role", Role)
def test_only_those_who_judge_may_act(
    log_in: LogIn, kiosk: Kiosk, operator: Operator, role: Role
) -> None:
    submission_id = kiosk.register(Resident())
    browser = log_in(role)
    for act, roles in ACTS.items():
        answer = browser.act(act.replace("{id}", str(submission_id)), revision=1, reasons="BLUR")
        assert (answer.status_code == 403) == (role not in roles), act
    judged = CentreState.PHOTO_VERIFYING if role not in JUDGES else CentreState.ELIGIBLE
    assert operator.record(submission_id).state is judged


def test_without_the_token_of_the_session_nothing_is_done(
    log_in: LogIn, kiosk: Kiosk, operator: Operator
) -> None:
    submission_id = kiosk.register(Resident())
    browser, other = log_in(Role.OPERATOR), log_in(Role.ADMINISTRATOR)
    for act in ACTS:
        path = act.replace("{id}", str(submission_id))
        for csrf in ("", "0" * 64, other.csrf()):
            assert browser.post(path, csrf=csrf, revision=1, reasons="BLUR").status_code == 409
    assert browser.post("/log-out", csrf="").status_code == 409
    assert operator.record(submission_id).state is CentreState.PHOTO_VERIFYING


FORMS = sorted(
    route.path
    for page in EVERY_PAGE
    for route in page.router.routes
    if isinstance(route, APIRoute) and "POST" in (route.methods or ()) and route.path != "/log-in"
)


def test_no_form_at_all_is_taken_from_nobody_or_from_elsewhere(
    log_in: LogIn, browser: Browser
) -> None:
    """Whoever adds one need not remember it here."""
    somebody = log_in(Role.ADMINISTRATOR)
    for path in FORMS:
        filled = re.sub(r"{\w+}", str(uuid4()), path)
        assert browser.post(filled).headers["Location"].startswith("/desk/log-in"), path
        assert somebody.post(filled, csrf="0" * 64).status_code == 409, path


def test_an_office_sees_its_own_registrations_only(
    log_in: LogIn, kiosk: Kiosk, operator: Operator, centre: Centre
) -> None:
    own = kiosk.register(Resident())
    operator.new_office("desa-b", "Kantor Desa B")
    other = Kiosk(kiosk.url, operator.new_code("desa-b"))
    submission_id = uuid4()
    form = other.sealed_form(submission_id, Resident(9002), office_id="desa-b")
    assert other.put_form(submission_id, form).status_code == 201
    other.close()
    browser = log_in(Role.OFFICE)
    assert browser.get(f"/submissions/{own}").status_code == 200
    assert browser.get(f"/submissions/{submission_id}").status_code == 404
    assert browser.get("/submissions/find", submission=str(submission_id)).status_code == 404
    listed = browser.get("/submissions", office="desa-b").text
    assert str(own) in listed
    assert str(submission_id) not in listed


def test_strict_headers_come_with_every_answer(browser: Browser, log_in: LogIn) -> None:
    inside = log_in(Role.ADMINISTRATOR)
    answers = [browser.get("/log-in"), browser.get("/"), inside.get("/"), inside.get("/nothing")]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Server" not in answer.headers


def test_pages_need_no_script_and_nothing_from_elsewhere(log_in: LogIn) -> None:
    browser = log_in(Role.ADMINISTRATOR)
    for page in ("/", "/submissions", "/photos", "/photo-reasons", "/audit", "/password"):
        text = browser.get(page).text
        assert "<script" not in text
        assert "style=" not in text
        assert "http://" not in text.replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert "https://" not in text


def test_what_others_wrote_is_shown_as_text(
    log_in: LogIn, kiosk: Kiosk, operator: Operator
) -> None:
    hostile = '"><img src=x onerror=alert(1)>'
    submission_id = kiosk.register(Resident())
    operator.new_office("desa-a", hostile, "35.10.07.2001")
    browser = log_in(Role.ADMINISTRATOR)
    browser.log_in(hostile, hostile)
    pages = [
        browser.get(f"/submissions/{submission_id}"),
        browser.get("/submissions", office=hostile, state=hostile, since=hostile, page="1"),
        browser.get("/submissions/find", submission=hostile),
        browser.get("/", office=hostile, district=hostile, done=hostile),
        browser.get("/photos"),
        browser.get("/photo-reasons", office=hostile, until=hostile),
        browser.get("/audit", account=hostile, deed=hostile),
        browser.get("/log-in", back=hostile),
        browser.log_in(hostile, hostile),
        browser.get("/nothing", x=hostile),
    ]
    for page in pages:
        assert "<img src=x" not in page.text, page.url
    assert "&lt;img src=x" in pages[0].text


def test_a_page_that_cannot_be_read_is_refused_in_words(log_in: LogIn) -> None:
    browser = log_in(Role.ADMINISTRATOR)
    for path, code in (
        ("/submissions/not-an-id", 400),
        ("/submissions?page=0", 400),
        ("/submissions?page=99999999999999999999", 400),
        (f"/submissions/{uuid4()}", 404),
        ("/photos/next", 400),
        ("/log-out", 405),
    ):
        answer = browser.get(path)
        assert answer.status_code == code, path
        assert "<h1>" in answer.text


def test_the_audit_only_grows(centre: Centre) -> None:
    centre.desk.audit.write("sari", Deed.LOG_IN)
    for change in (update(AuditRow).values(account="x"), delete(AuditRow)):
        with pytest.raises(DatabaseError), centre.database.writing() as session:
            session.execute(change)


def test_nothing_takes_the_place_of_a_row_that_is_there_for_good(
    centre: Centre, kiosk: Kiosk
) -> None:
    """SQLite's REPLACE deletes without firing a trigger; PostgreSQL has no such word."""
    kiosk.register(Resident())
    centre.desk.audit.write("sari", Deed.LOG_IN)
    for table in ("desk_audit", "events", "settings"):
        put = text(f"REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")  # noqa: S608
        with pytest.raises(DatabaseError), centre.database.writing() as session:
            session.execute(put)


def test_an_act_that_fails_is_in_the_audit_as_failed(centre: Centre, log_in: LogIn) -> None:
    class NoGoodError(Exception):
        pass

    with pytest.raises(NoGoodError), centre.desk.audit.act("sari", Deed.ASK, "it"):
        raise NoGoodError
    page = log_in(Role.AUDITOR).get("/audit", account="", deed=Deed.ASK).text
    assert page.count("Meminta perbaikan</td>") == 1
    assert page.count("gagal</span>") == 1


@pytest.mark.parametrize("language", Language)
def test_everything_that_can_be_shown_has_words(language: Language) -> None:
    needed = {
        *(f"deed.{one}" for one in Deed),
        *(f"reason.{one}" for one in Reason),
        *(f"state.{one}" for one in CentreState),
        *(f"field.{one}" for one in PatchField),
        *(f"role.{one}" for one in Role),
        *(f"waiting.{one}" for one in (*RegisterKind, *AwaitedPart)),
    }
    assert needed <= words(language).keys()


def test_both_languages_have_the_same_words() -> None:
    indonesian, english = (words(language).keys() for language in Language)
    assert indonesian == english


def test_a_zero_byte_in_an_address_is_nobody_s_accident(log_in: LogIn) -> None:
    browser = log_in(Role.ADMINISTRATOR)
    for page in ("/submissions?office=%00", "/audit?account=%00"):
        assert browser.get(page).status_code in {200, 400}

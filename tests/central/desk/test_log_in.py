"""Logging in: who gets in, how often one may try, and what a session is worth."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event, Semaphore

import pytest
from sqlalchemy import func, select

from kiosk.central.centre import Centre
from kiosk.central.desk.accounts import (
    LINE,
    ONE_TIME_FOR,
    TRIES_COUNT_FOR,
    TRIES_PER_ACCOUNT,
    TRIES_PER_ADDRESS,
    Account,
    AccountError,
    Accounts,
    LogInProblem,
    LogInRefusal,
)
from kiosk.central.desk.audit import Deed
from kiosk.central.desk.models import AuditRow, Role
from kiosk.central.desk.page import SESSION_COOKIE
from kiosk.central.desk.sessions import AT_MOST, IDLE_FOR
from tests.central.clock import SettableClock
from tests.central.desk.conftest import PASSWORD, Browser

LogIn = Callable[[Role], Browser]


def test_nobody_is_sent_to_the_log_in_which_leads_back(browser: Browser) -> None:
    answer = browser.get("/submissions")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/desk/log-in?back=%2Fdesk%2Fsubmissions"
    form = browser.session.get(f"{browser.url}/log-in?back=/desk/submissions", timeout=30)
    assert 'name="target" value="/desk/submissions"' in form.text


def test_a_one_time_password_opens_nothing_but_the_choice_of_another(
    centre: Centre, browser: Browser
) -> None:
    first = centre.desk.accounts.issue("sari", Role.ADMINISTRATOR)
    assert browser.log_in("sari", first).status_code == 303
    assert browser.get("/").headers["Location"] == "/desk/password"
    assert browser.act("/photos/next").headers["Location"] == "/desk/password"
    browser.act("/password", old=first, new=PASSWORD, again=PASSWORD)
    assert browser.log_in("sari", PASSWORD).status_code == 303
    assert browser.get("/").status_code == 200
    assert browser.log_in("sari", first).status_code == 403


def test_a_one_time_password_is_over_after_a_day(
    centre: Centre, clock: SettableClock, browser: Browser
) -> None:
    first = centre.desk.accounts.issue("sari", Role.AUDITOR)
    clock.pass_by(ONE_TIME_FOR)
    assert browser.log_in("sari", first).status_code == 403


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [
        ("pendek", "pendek", "terlalu pendek"),
        (PASSWORD, f"{PASSWORD}!", "tidak sama"),
        ("si-auditor-si-auditor", "si-auditor-si-auditor", "memuat nama akun"),
        ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa", "terlalu mudah"),
        ("x1y2z3" * 30, "x1y2z3" * 30, "terlalu panjang"),
        (PASSWORD, PASSWORD, "sama dengan yang lama"),
    ],
)
def test_a_poor_password_is_not_taken_and_the_old_one_stays(
    log_in: LogIn, new: str, again: str, sentence: str
) -> None:
    browser = log_in(Role.AUDITOR)
    answer = browser.act("/password", old=PASSWORD, new=new, again=again)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert browser.get("/").status_code == 200


def test_a_wrong_old_password_changes_nothing(log_in: LogIn) -> None:
    browser = log_in(Role.AUDITOR)
    answer = browser.act(
        "/password", old="bukan ini yang lama", new="lain sama sekali", again="lain sama sekali"
    )
    assert answer.status_code == 422
    assert browser.log_in("si-auditor", PASSWORD).status_code == 303


def test_every_log_in_has_a_session_of_its_own(centre: Centre, browser: Browser) -> None:
    """A session that somebody else has planted in the browser is worth nothing afterwards."""
    sessions, jar = centre.desk.sessions, browser.session.cookies
    first = centre.desk.accounts.issue("sari", Role.AUDITOR)
    planted = sessions.begin(Account("sari", Role.AUDITOR, None))
    jar.set(SESSION_COOKIE, planted, domain="127.0.0.1", path="/")
    browser.log_in("sari", first)
    fresh = jar.get(SESSION_COOKIE)
    assert fresh is not None
    assert fresh != planted
    assert sessions.find(fresh) is not None
    assert sessions.find(planted) is None


def test_the_cookie_is_for_this_site_and_no_script(centre: Centre, browser: Browser) -> None:
    first = centre.desk.accounts.issue("sari", Role.AUDITOR)
    cookie = browser.log_in("sari", first).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_a_session_ends_when_its_owner_logs_out_rests_or_stays_too_long(
    log_in: LogIn, clock: SettableClock
) -> None:
    browser = log_in(Role.AUDITOR)
    browser.act("/log-out")
    assert browser.get("/").status_code == 303
    browser.log_in("si-auditor", PASSWORD)
    clock.pass_by(IDLE_FOR)
    assert browser.get("/").status_code == 303
    browser.log_in("si-auditor", PASSWORD)
    for _ in range(int(AT_MOST / IDLE_FOR) * 2 - 1):
        clock.pass_by(IDLE_FOR / 2)
        assert browser.get("/").status_code == 200
    clock.pass_by(IDLE_FOR / 2)
    assert browser.get("/").status_code == 303


def test_closing_an_account_ends_its_sessions(centre: Centre, log_in: LogIn) -> None:
    browser = log_in(Role.AUDITOR)
    centre.desk.accounts.close("si-auditor")
    assert browser.get("/").status_code == 303
    assert browser.log_in("si-auditor", PASSWORD).status_code == 403


def test_guessing_ends_after_a_few_tries_for_a_while(
    log_in: LogIn, clock: SettableClock, browser: Browser
) -> None:
    log_in(Role.AUDITOR)
    for _ in range(TRIES_PER_ACCOUNT):
        assert browser.log_in("si-auditor", "salah").status_code == 403
    assert browser.log_in("si-auditor", PASSWORD).status_code == 429
    clock.pass_by(TRIES_COUNT_FOR + timedelta(seconds=1))
    assert browser.log_in("si-auditor", PASSWORD).status_code == 303


def test_nobody_is_locked_out_of_their_own_office_by_others(
    centre: Centre, browser: Browser, log_in: LogIn
) -> None:
    log_in(Role.ADMINISTRATOR)
    name, accounts = "si-administrator", centre.desk.accounts
    assert browser.log_in(name, PASSWORD).status_code == 303
    for number in range(40):
        accounts.log_in(name, "salah", f"203.0.113.{number}")
    assert accounts.log_in(name, PASSWORD, "203.0.113.99") == LogInRefusal(
        LogInProblem.TOO_OFTEN, is_news=False
    )
    assert browser.log_in(name, PASSWORD).status_code == 303


def test_at_ones_own_office_guessing_ends_as_well(browser: Browser, log_in: LogIn) -> None:
    log_in(Role.ADMINISTRATOR)
    assert browser.log_in("si-administrator", PASSWORD).status_code == 303
    for _ in range(TRIES_PER_ACCOUNT):
        assert browser.log_in("si-administrator", "salah").status_code == 403
    assert browser.log_in("si-administrator", PASSWORD).status_code == 429


def test_a_flood_of_log_ins_does_not_fill_the_audit(centre: Centre, browser: Browser) -> None:
    for number in range(TRIES_PER_ADDRESS + 30):
        browser.log_in(f"nama-{number}", "salah")
    counted = select(func.count()).where(AuditRow.deed == Deed.LOG_IN_FAILED)
    with centre.database.reading() as session:
        assert session.scalar(counted) == TRIES_PER_ADDRESS + 1


def test_whoever_finds_the_line_full_is_sent_away_at_once(
    centre: Centre, clock: SettableClock
) -> None:
    """Each log-in holds one of the threads by which kiosks are answered."""
    waiting, go = Semaphore(0), Event()

    def held() -> datetime:
        waiting.release()
        go.wait()
        return clock()

    accounts = Accounts(centre.database, held)
    with ThreadPoolExecutor(LINE) as crowd:
        for number in range(LINE):
            crowd.submit(accounts.log_in, f"nama-{number}", "salah", f"203.0.113.{number}")
            waiting.acquire()
        refused = accounts.log_in("sari", PASSWORD, "203.0.113.99")
        go.set()
    assert refused == LogInRefusal(LogInProblem.CROWDED, is_news=False)
    assert accounts.log_in("sari", PASSWORD, "203.0.113.99") == LogInRefusal(LogInProblem.WRONG)


def test_a_wrong_old_password_is_written_down(centre: Centre, log_in: LogIn) -> None:
    log_in(Role.AUDITOR).act(
        "/password", old="bukan ini", new="lain sekali ya", again="lain sekali ya"
    )
    with centre.database.reading() as session:
        (row,) = session.scalars(select(AuditRow).where(AuditRow.deed == Deed.PASSWORD))
    assert row.has_failed


def test_a_name_that_nobody_has_is_refused_like_a_wrong_password(browser: Browser) -> None:
    stranger = browser.log_in("tidak-ada", "salah")
    assert stranger.status_code == 403
    assert "Nama akun atau kata sandi tidak cocok" in stranger.text


@pytest.mark.parametrize(
    "target",
    [
        *("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"),
        *("/desk/../v1/config", "/deskevil", "/desk/\nx", "https:/desk/", ""),
    ],
)
def test_nobody_is_led_away_after_logging_in(centre: Centre, browser: Browser, target: str) -> None:
    first = centre.desk.accounts.issue("sari", Role.AUDITOR)
    assert browser.log_in("sari", first, target=target).headers["Location"] == "/desk/"
    assert browser.get("/language/en", back=target).headers["Location"] == "/desk/"


def test_a_form_from_another_site_logs_nobody_in(centre: Centre, browser: Browser) -> None:
    first = centre.desk.accounts.issue("sari", Role.AUDITOR)
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = browser.session.post(
            f"{browser.url}/log-in",
            data={"name": "sari", "password": first},
            headers=headers,
            timeout=30,
        )
        assert answer.status_code == 409
        assert SESSION_COOKIE not in browser.session.cookies


def test_an_account_has_a_plain_name_and_an_office_only_where_it_is_an_offices(
    centre: Centre,
) -> None:
    accounts = centre.desk.accounts
    for name, role, office in (
        ("<b>x</b>", Role.AUDITOR, None),
        ("Sari Dewi", Role.AUDITOR, None),
        ("sari", Role.OFFICE, None),
        ("sari", Role.AUDITOR, "desa-a"),
        ("sari", Role.OFFICE, "tidak-ada"),
    ):
        with pytest.raises(AccountError):
            accounts.issue(name, role, office)
    assert accounts.accounts() == ()

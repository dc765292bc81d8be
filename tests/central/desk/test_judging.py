"""Photos are opened by a worker only, for one pair of eyes, for minutes, and never unseen."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from kiosk.central.centre import Centre
from kiosk.central.desk.models import PhotoViewRow, Role
from kiosk.central.desk.photo_views import SEEN_FOR
from kiosk.central.operator import Operator
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import Redoable
from tests.central.clock import SettableClock
from tests.central.desk.conftest import Browser
from tests.central.kiosk import Kiosk
from tests.central.residents import JPEG, Resident

LogIn = Callable[[Role], Browser]


def registered(kiosk: Kiosk, serial: int) -> UUID:
    """Everybody has a family card and a phone of their own."""
    submission_id = UUID(int=serial)
    changes = {"kk": f"351007010115{serial}", "phone": f"+628401234{serial}"}
    form = kiosk.sealed_form(submission_id, Resident(serial), **changes)
    photo = kiosk.sealed_photo(submission_id)
    assert kiosk.put_form(submission_id, form).status_code == 201
    assert kiosk.put_photo(submission_id, photo).status_code == 201
    return submission_id


def opened(browser: Browser, submission_id: UUID) -> str:
    """Ask for a view; its path below the desk."""
    answer = browser.act(f"/photos/{submission_id}/open")
    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"].removeprefix("/desk"))
    found = re.search(r'src="/desk(/photos/[^"]+/photo\.jpg)"', page.text)
    assert found is not None
    return found.group(1)


def test_a_photo_is_shown_to_who_asked_and_to_nobody_else(
    log_in: LogIn, kiosk: Kiosk, operator: Operator
) -> None:
    submission_id = registered(kiosk, 9001)
    browser, other = log_in(Role.OPERATOR), log_in(Role.ADMINISTRATOR)
    path = opened(browser, submission_id)
    picture = browser.get(path)
    assert (picture.content, picture.headers["Content-Type"]) == (JPEG, "image/jpeg")
    assert picture.headers["Cache-Control"] == "no-store"
    assert other.get(path).status_code == 404
    assert log_in(Role.AUDITOR).get(path).status_code == 403
    assert browser.get(path.replace(str(submission_id), str(UUID(int=9)))).status_code == 404


def test_every_opening_is_in_the_audit_under_the_name_of_who_looked(
    log_in: LogIn, kiosk: Kiosk
) -> None:
    submission_id = registered(kiosk, 9001)
    browser = log_in(Role.OPERATOR)
    opened(browser, submission_id)
    opened(browser, submission_id)
    page = log_in(Role.AUDITOR).get("/audit", deed="photo_view", account="si-operator").text
    assert page.count(f">{submission_id}</a></td>") == 2


def test_asking_again_and_again_keeps_one_copy_of_a_photo(
    log_in: LogIn, kiosk: Kiosk, centre: Centre
) -> None:
    submission_id = registered(kiosk, 9001)
    browser = log_in(Role.OPERATOR)
    first = opened(browser, submission_id)
    second = opened(browser, submission_id)
    assert (browser.get(first).status_code, browser.get(second).status_code) == (404, 200)
    with centre.database.reading() as session:
        assert len(session.scalars(select(PhotoViewRow.view_id)).all()) == 1


def test_an_open_photo_is_concealed_and_gone_after_minutes(
    log_in: LogIn, kiosk: Kiosk, centre: Centre, clock: SettableClock
) -> None:
    submission_id = registered(kiosk, 9001)
    browser = log_in(Role.OPERATOR)
    path = opened(browser, submission_id)
    with centre.database.reading() as session:
        (content,) = session.scalars(select(PhotoViewRow.content))
    assert content is not None
    assert b"jpeg" not in content
    clock.pass_by(SEEN_FOR)
    assert browser.get(path).status_code == 404
    page = browser.get(
        path.rpartition("/")[0].replace(f"{submission_id}/", f"{submission_id}?view=")
    )
    assert "Waktu melihat habis" in page.text
    centre.workforce.ring()
    with centre.database.reading() as session:
        assert session.scalars(select(PhotoViewRow)).all() == []


def test_a_withdrawal_takes_an_open_photo_away(log_in: LogIn, kiosk: Kiosk, centre: Centre) -> None:
    submission_id = kiosk.register(Resident())
    browser = log_in(Role.OPERATOR)
    path = opened(browser, submission_id)
    grant = kiosk.grant(Resident(), Redoable.WITHDRAWAL)
    assert kiosk.post(f"submissions/{submission_id}/withdrawal", grant=grant).status_code == 200
    assert browser.get(path).status_code == 404
    with centre.database.reading() as session:
        assert session.scalars(select(PhotoViewRow)).all() == []


def test_judging_goes_from_one_photo_to_the_next_until_none_waits(
    log_in: LogIn, kiosk: Kiosk, operator: Operator, clock: SettableClock
) -> None:
    first = registered(kiosk, 9001)
    clock.pass_by(SEEN_FOR)
    second = registered(kiosk, 9002)
    browser = log_in(Role.OPERATOR)
    assert str(first) in browser.act("/photos/next").headers["Location"]
    after = browser.act(f"/photos/{first}/accept", revision=1).headers["Location"]
    assert str(second) in after
    assert "Foto diterima" in browser.get(after.removeprefix("/desk")).text
    reasons = [Reason.BLUR, Reason.GLASSES]
    done = browser.act(f"/photos/{second}/reject", revision=1, reasons=reasons)
    assert done.headers["Location"] == f"/desk/photos?before={second}&done=rejected"
    assert operator.record(first).state is CentreState.ELIGIBLE
    rejected = operator.record(second)
    assert (rejected.state, set(rejected.reasons)) == (CentreState.PHOTO_REJECTED, set(reasons))
    assert rejected.events[-1].actor == "operator si-operator"


def test_two_who_judge_are_not_given_the_same_photo(
    log_in: LogIn, kiosk: Kiosk, clock: SettableClock
) -> None:
    first = registered(kiosk, 9001)
    clock.pass_by(SEEN_FOR)
    second = registered(kiosk, 9002)
    one, other = log_in(Role.OPERATOR), log_in(Role.ADMINISTRATOR)
    assert str(first) in one.act("/photos/next").headers["Location"]
    assert str(second) in other.act("/photos/next").headers["Location"]


@pytest.mark.parametrize("revision", [0, 2])
def test_a_verdict_is_about_the_photo_that_was_shown(
    log_in: LogIn, kiosk: Kiosk, operator: Operator, revision: int
) -> None:
    submission_id = registered(kiosk, 9001)
    answer = log_in(Role.OPERATOR).act(f"/photos/{submission_id}/accept", revision=revision)
    assert answer.headers["Location"] == "/desk/photos?done=judged_before"
    assert operator.record(submission_id).state is CentreState.PHOTO_VERIFYING


def test_a_second_verdict_comes_too_late(log_in: LogIn, kiosk: Kiosk, operator: Operator) -> None:
    submission_id = registered(kiosk, 9001)
    browser = log_in(Role.OPERATOR)
    operator.accept_photo(submission_id)
    answer = browser.act(f"/photos/{submission_id}/reject", revision=1, reasons="BLUR")
    assert answer.headers["Location"] == "/desk/photos?done=judged_before"
    assert "Foto ini sudah dinilai" in browser.get(f"/photos/{submission_id}").text
    assert operator.record(submission_id).state is CentreState.ELIGIBLE


@pytest.mark.parametrize("reasons", [[], ["NIK_BLOCKED"]])
def test_a_photo_is_not_rejected_without_a_reason_of_its_own(
    log_in: LogIn, kiosk: Kiosk, operator: Operator, reasons: list[str]
) -> None:
    submission_id = registered(kiosk, 9001)
    answer = log_in(Role.OPERATOR).act(
        f"/photos/{submission_id}/reject", revision=1, reasons=reasons
    )
    assert answer.headers["Location"].removesuffix("#content").endswith("done=nothing_chosen")
    assert operator.record(submission_id).state is CentreState.PHOTO_VERIFYING


def test_a_correction_is_asked_for_by_name(log_in: LogIn, kiosk: Kiosk, operator: Operator) -> None:
    submission_id = registered(kiosk, 9001)
    browser = log_in(Role.OPERATOR)
    path = f"/submissions/{submission_id}"
    assert browser.act(f"{path}/ask").headers["Location"].endswith("done=nothing_chosen")
    browser.act(f"{path}/ask", fields=["nik", "phone"], reasons="NIK_NOT_FOUND")
    record = operator.record(submission_id)
    assert record.state is CentreState.ACTION_NEEDED
    assert {"nik", "phone"} <= set(record.fields)
    assert record.events[-1].actor == "operator si-operator"
    page = browser.get(path).text
    assert "NIK tidak ditemukan" in page
    assert "Operator si-operator" in page
    assert browser.act(f"{path}/ask", fields="nik").headers["Location"].endswith("done=too_late")

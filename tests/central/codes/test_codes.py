"""One-time codes: sent where the form says, and of no use to anybody who guesses."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from kiosk.central.centre import Centre
from kiosk.central.messages.messages import (
    Channel,
    MessengerError,
)
from kiosk.central.operator import Operator
from kiosk.domain.submission import CentreState as S
from kiosk.sync.protocol import CodeSent, Redoable, TicketStatus
from tests.central.clock import SettableClock
from tests.central.codes.asking import LIMITS, SITI, WRONG, ask, email_grant, verify
from tests.central.databases import stored_bytes
from tests.central.gateways.recording import RecordingGateway
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem


def test_both_codes_lead_through_their_verifications(
    kiosk: Kiosk, operator: Operator, waiting: UUID, gateway: RecordingGateway
) -> None:
    email = email_grant(kiosk)
    sent = CodeSent.model_validate_json(ask(kiosk, waiting, email).content)
    assert (gateway.sent[-1].channel, gateway.sent[-1].recipient) == (
        Channel.EMAIL,
        "siti@example.com",
    )
    assert "siti@" not in sent.sent_to
    assert sent.again_seconds == 60
    answer = verify(kiosk, waiting, email, gateway.code())
    status = TicketStatus.model_validate_json(answer.content)
    assert status.state is S.OTP_PENDING

    phone = status.grant_for(Redoable.PHONE_CODE)
    assert phone is not None  # no second look-up is needed
    kiosk.post(f"submissions/{waiting}/otp", grant=phone.grant)
    assert (gateway.sent[-1].channel, gateway.sent[-1].recipient) == (
        Channel.SMS,
        "+6284012345678",
    )
    code = {"code": gateway.code()}
    answer = kiosk.post(f"submissions/{waiting}/otp/verify", code, phone.grant)

    assert answer.json()["state"] == S.PHOTO_VERIFYING
    operator.accept_photo(waiting)
    texts = [event.text for event in operator.events(waiting)]
    assert operator.record(waiting).state is S.ELIGIBLE
    assert texts.count("email: confirmed by a code") == texts.count("otp: confirmed by a code") == 1


def test_the_right_code_again_gets_the_good_answer_again(
    kiosk: Kiosk, operator: Operator, waiting: UUID, gateway: RecordingGateway
) -> None:
    grant = email_grant(kiosk)
    ask(kiosk, waiting, grant)
    verify(kiosk, waiting, grant, gateway.code())
    events = operator.events(waiting)

    again = verify(kiosk, waiting, grant, gateway.code())

    assert (again.status_code, again.json()["state"]) == (200, S.OTP_PENDING)
    assert operator.events(waiting) == events


def test_a_used_grant_gives_no_new_ones_after_its_end(
    kiosk: Kiosk, waiting: UUID, gateway: RecordingGateway, clock: SettableClock
) -> None:
    grant = email_grant(kiosk)
    ask(kiosk, waiting, grant)
    verify(kiosk, waiting, grant, gateway.code())
    clock.pass_by(timedelta(minutes=15))

    again = verify(kiosk, waiting, grant, gateway.code())

    assert_problem(again, 403, "grant_invalid", "Loket-Grant")


def test_nobody_confirms_anything_before_the_photo_is_here(
    kiosk: Kiosk, operator: Operator
) -> None:
    submission_id = uuid4()
    kiosk.put_form(submission_id, kiosk.sealed_form(submission_id, SITI))
    assert [grant.action for grant in kiosk.status(SITI).grants] == [Redoable.WITHDRAWAL]

    kiosk.put_photo(submission_id, kiosk.sealed_photo(submission_id))

    assert operator.record(submission_id).state is S.EMAIL_PENDING


def test_a_used_code_opens_nothing_for_another_grant(
    kiosk: Kiosk, waiting: UUID, gateway: RecordingGateway
) -> None:
    grant, other = email_grant(kiosk), email_grant(kiosk)
    ask(kiosk, waiting, grant)
    verify(kiosk, waiting, grant, gateway.code())

    assert_problem(verify(kiosk, waiting, other, gateway.code()), 409, "state_conflict")
    assert_problem(ask(kiosk, waiting, grant), 403, "grant_invalid", "Loket-Grant")


def test_the_first_mail_comes_by_itself_and_nobody_waits_for_the_next(
    kiosk: Kiosk, operator: Operator, waiting: UUID, gateway: RecordingGateway
) -> None:
    (mail,) = gateway.sent
    assert (mail.channel, mail.recipient) == (Channel.EMAIL, "siti@example.com")
    invited = gateway.code()
    grant = email_grant(kiosk)

    sent = CodeSent.model_validate_json(ask(kiosk, waiting, grant).content)

    assert sent.tries_left == LIMITS.tries
    assert_problem(verify(kiosk, waiting, grant, invited), 403, "code_wrong", "code")


def test_the_code_of_the_first_mail_is_as_good_as_any(
    kiosk: Kiosk, waiting: UUID, gateway: RecordingGateway, clock: SettableClock
) -> None:
    clock.pass_by(LIMITS.invitation - timedelta(minutes=1))
    kiosk.renew(clock())
    assert verify(kiosk, waiting, email_grant(kiosk), gateway.code()).status_code == 200


def test_nothing_is_sent_without_a_grant_of_one_s_own(
    kiosk: Kiosk,
    enrol: Callable[[], Kiosk],
    waiting: UUID,
    gateway: RecordingGateway,
    clock: SettableClock,
) -> None:
    grant, other = email_grant(kiosk), enrol()
    foreign = kiosk.grant(SITI, Redoable.WITHDRAWAL)
    assert_problem(ask(kiosk, waiting, None), 403, "grant_invalid", "Loket-Grant")
    assert_problem(ask(kiosk, waiting, foreign), 403, "grant_invalid", "Loket-Grant")
    assert_problem(ask(other, waiting, grant), 403, "grant_invalid", "Loket-Grant")
    assert_problem(ask(kiosk, uuid4(), grant), 404, "ticket_not_found")
    by_sms = kiosk.post(f"submissions/{waiting}/otp", grant=grant)
    assert_problem(by_sms, 403, "grant_invalid", "Loket-Grant")
    clock.pass_by(timedelta(minutes=15))
    assert_problem(ask(kiosk, waiting, grant), 403, "grant_invalid", "Loket-Grant")
    assert len(gateway.sent) == 1  # the first mail, which nobody has to ask for


def test_another_kiosk_s_grant_takes_no_code(
    kiosk: Kiosk,
    enrol: Callable[[], Kiosk],
    operator: Operator,
    waiting: UUID,
    gateway: RecordingGateway,
) -> None:
    grant, other = email_grant(kiosk), enrol()
    ask(kiosk, waiting, grant)

    answer = verify(other, waiting, grant, gateway.code())

    assert_problem(answer, 403, "grant_invalid", "Loket-Grant")
    assert operator.record(waiting).state is S.EMAIL_PENDING


def test_the_next_code_waits_for_the_cool_down(
    kiosk: Kiosk, waiting: UUID, gateway: RecordingGateway, clock: SettableClock
) -> None:
    grant = email_grant(kiosk)
    ask(kiosk, waiting, grant)
    clock.pass_by(timedelta(seconds=20))

    early = ask(kiosk, waiting, grant)

    assert_problem(early, 429, "code_too_soon")
    assert early.headers["Retry-After"] == "40"
    clock.pass_by(timedelta(seconds=40))
    assert ask(kiosk, waiting, grant).status_code == 200
    assert len(gateway.sent) == 3


def test_only_the_newest_code_counts(
    kiosk: Kiosk, waiting: UUID, gateway: RecordingGateway, clock: SettableClock
) -> None:
    grant = email_grant(kiosk)
    ask(kiosk, waiting, grant)
    old = gateway.code()
    clock.pass_by(LIMITS.cool_down)
    ask(kiosk, waiting, grant)

    answer = verify(kiosk, waiting, grant, old)

    assert_problem(answer, 403, "code_wrong", "code")
    assert verify(kiosk, waiting, grant, gateway.code()).status_code == 200


def test_a_code_ends_after_its_lifetime(
    kiosk: Kiosk, waiting: UUID, gateway: RecordingGateway, clock: SettableClock
) -> None:
    grant = email_grant(kiosk)
    ask(kiosk, waiting, grant)
    clock.pass_by(LIMITS.lifetime)
    assert_problem(verify(kiosk, waiting, grant, gateway.code()), 410, "code_expired")


def wrong_codes(kiosk: Kiosk, submission_id: UUID, grant: str, count: int) -> list[int | None]:
    """Guess so often; returns what is left each time."""
    answers = [verify(kiosk, submission_id, grant, WRONG) for _ in range(count)]
    return [answer.json().get("tries_left") for answer in answers]


def test_after_too_many_tries_even_the_right_code_is_refused_for_a_while(
    kiosk: Kiosk, operator: Operator, waiting: UUID, gateway: RecordingGateway, clock: SettableClock
) -> None:
    grant = email_grant(kiosk)
    ask(kiosk, waiting, grant)
    assert wrong_codes(kiosk, waiting, grant, LIMITS.tries - 1) == [4, 3, 2, 1]

    last = verify(kiosk, waiting, grant, WRONG)

    assert_problem(last, 429, "code_locked")
    assert int(last.headers["Retry-After"]) == LIMITS.lock_out.total_seconds()
    assert_problem(verify(kiosk, waiting, grant, gateway.code()), 429, "code_locked")
    clock.pass_by(LIMITS.cool_down)
    assert_problem(ask(kiosk, waiting, grant), 429, "code_locked")
    clock.pass_by(LIMITS.lock_out - LIMITS.cool_down)
    assert ask(kiosk, waiting, grant).status_code == 200
    assert verify(kiosk, waiting, grant, gateway.code()).status_code == 200


def test_a_new_code_gives_no_new_tries(
    kiosk: Kiosk, waiting: UUID, gateway: RecordingGateway, clock: SettableClock
) -> None:
    grant = email_grant(kiosk)
    ask(kiosk, waiting, grant)
    wrong_codes(kiosk, waiting, grant, 3)
    clock.pass_by(LIMITS.cool_down)

    sent = CodeSent.model_validate_json(ask(kiosk, waiting, grant).content)

    assert sent.tries_left == 2
    assert wrong_codes(kiosk, waiting, grant, 1) == [1]


def test_guessing_at_another_kiosk_counts_as_well(
    kiosk: Kiosk, enrol: Callable[[], Kiosk], waiting: UUID, gateway: RecordingGateway
) -> None:
    here, other = email_grant(kiosk), enrol()
    there = other.grant(SITI, Redoable.EMAIL_CODE)
    ask(kiosk, waiting, here)
    wrong_codes(kiosk, waiting, here, 3)

    assert wrong_codes(other, waiting, there, 1) == [1]


def test_so_many_codes_and_no_more_until_the_lock_out_is_over(
    kiosk: Kiosk, waiting: UUID, gateway: RecordingGateway, clock: SettableClock
) -> None:
    for _ in range(LIMITS.codes):
        assert ask(kiosk, waiting, email_grant(kiosk)).status_code == 200
        clock.pass_by(LIMITS.cool_down)

    locked = ask(kiosk, waiting, email_grant(kiosk))

    assert_problem(locked, 429, "code_locked")
    assert verify(kiosk, waiting, email_grant(kiosk), gateway.code()).status_code == 200


@pytest.mark.parametrize(
    "code", ["12345", "1234567", "12345a", "\u0661\u0662\u0663\u0664\u0665\u0666"]
)
def test_what_is_no_code_does_not_count(kiosk: Kiosk, waiting: UUID, code: str) -> None:
    grant = email_grant(kiosk)
    ask(kiosk, waiting, grant)
    assert_problem(verify(kiosk, waiting, grant, code), 422, "request_invalid", "code")
    assert wrong_codes(kiosk, waiting, grant, 1) == [4]


def test_the_centre_keeps_neither_code_nor_address_in_clear(
    kiosk: Kiosk, centre: Centre, waiting: UUID, gateway: RecordingGateway, tmp_path: Path
) -> None:
    gateway.trouble = MessengerError("not now")
    ask(kiosk, waiting, email_grant(kiosk))
    stored = stored_bytes(tmp_path / "centre")
    assert b"email: code asked for" in stored  # so the search looks in the right place
    assert b"siti@example.com" not in stored
    assert b"Kode Loket" not in stored
    gateway.trouble = None
    kiosk.post(f"submissions/{waiting}/email-code", grant=email_grant(kiosk))
    assert gateway.link().removeprefix("/email/").encode() not in stored_bytes(tmp_path / "centre")

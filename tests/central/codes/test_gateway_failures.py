"""What becomes of codes while the gateway is away, slow, or does not like an address."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from kiosk.central.centre import Centre
from kiosk.central.messages.delivery import DOWN_FOR
from kiosk.central.messages.messages import (
    Channel,
    GatewayDownError,
    Message,
    MessengerError,
    UndeliverableError,
)
from kiosk.central.messages.models import BoxRow, CodeRow, LinkRow, MessageRow
from kiosk.central.operator import Operator
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState as S
from kiosk.sync.protocol import Redoable
from tests.central.clock import SettableClock
from tests.central.codes.asking import LIMITS, SITI, WRONG, ask, email_grant, verify
from tests.central.gateways.recording import RecordingGateway
from tests.central.kiosk import Kiosk
from tests.central.problems import assert_problem


def test_whoever_asks_while_the_gateway_is_known_to_be_down_is_told_at_once(
    kiosk: Kiosk, waiting: UUID, gateway: RecordingGateway, clock: SettableClock
) -> None:
    gateway.trouble = GatewayDownError("no answer")
    grant = email_grant(kiosk)
    assert ask(kiosk, waiting, grant).status_code == 200  # nobody knew yet
    clock.pass_by(LIMITS.cool_down - timedelta(seconds=1))

    refused = [ask(kiosk, waiting, email_grant(kiosk)) for _ in range(2 * LIMITS.codes)]

    for answer in refused:
        assert_problem(answer, 429, "code_too_soon")
    clock.pass_by(timedelta(seconds=1))
    gateway.trouble = None
    assert ask(kiosk, waiting, grant).status_code == 200
    assert verify(kiosk, waiting, grant, gateway.code()).status_code == 200


def test_a_gateway_that_asks_for_a_pause_gets_it(
    kiosk: Kiosk, centre: Centre, waiting: UUID, gateway: RecordingGateway, clock: SettableClock
) -> None:
    gateway.trouble = GatewayDownError("busy", timedelta(minutes=4))
    ask(kiosk, waiting, email_grant(kiosk))
    clock.pass_by(timedelta(minutes=3))
    gateway.trouble = None
    centre.workforce.drain()
    assert len(gateway.sent) == 1

    answer = ask(kiosk, waiting, email_grant(kiosk))

    assert_problem(answer, 503, "code_not_sent")
    assert answer.headers["Retry-After"] == "60"
    clock.pass_by(timedelta(minutes=1))
    centre.workforce.drain()
    assert len(gateway.sent) == 2


def test_a_message_is_tried_until_its_code_is_too_old_and_then_counts_for_nothing(
    kiosk: Kiosk,
    centre: Centre,
    operator: Operator,
    waiting: UUID,
    gateway: RecordingGateway,
    clock: SettableClock,
) -> None:
    grant = email_grant(kiosk)
    gateway.trouble = MessengerError("greylisted")
    ask(kiosk, waiting, grant)
    tries = 0

    def count() -> None:
        nonlocal tries
        tries += 1

    for _ in range(int(LIMITS.lifetime.total_seconds())):
        gateway.meanwhile = count
        clock.pass_by(timedelta(seconds=1))
        centre.workforce.drain()

    assert 6 <= tries <= 12
    assert operator.events(waiting)[-1].text == "email: code not handed on"
    gateway.trouble, gateway.meanwhile = None, lambda: None
    for _ in range(LIMITS.codes):
        assert ask(kiosk, waiting, email_grant(kiosk)).status_code == 200
        clock.pass_by(LIMITS.cool_down)
    centre.workforce.drain()
    assert len(gateway.sent) == 1 + LIMITS.codes


def test_a_gateway_that_comes_back_gets_what_waited(
    kiosk: Kiosk, centre: Centre, waiting: UUID, gateway: RecordingGateway, clock: SettableClock
) -> None:
    gateway.trouble = GatewayDownError("no answer")
    grant = email_grant(kiosk)
    ask(kiosk, waiting, grant)
    gateway.trouble = None
    clock.pass_by(DOWN_FOR)
    centre.workforce.drain()
    assert verify(kiosk, waiting, grant, gateway.code()).status_code == 200


def test_a_gateway_that_fails_late_takes_no_newer_code_back(
    kiosk: Kiosk, waiting: UUID, gateway: RecordingGateway, clock: SettableClock
) -> None:
    grant = email_grant(kiosk)

    def ask_again_and_fail() -> None:
        clock.pass_by(LIMITS.cool_down)
        ask(kiosk, waiting, grant)
        gateway.trouble = GatewayDownError("no answer")

    gateway.meanwhile = ask_again_and_fail
    ask(kiosk, waiting, grant)

    assert verify(kiosk, waiting, grant, gateway.code()).status_code == 200


def test_no_message_waits_for_who_withdraws_while_it_is_sent(
    kiosk: Kiosk, centre: Centre, waiting: UUID, gateway: RecordingGateway
) -> None:
    status = kiosk.status(SITI)
    email, withdrawal = status.grant_for(Redoable.EMAIL_CODE), status.grant_for(Redoable.WITHDRAWAL)
    assert email is not None
    assert withdrawal is not None
    message = Message(uuid4(), waiting, Channel.EMAIL, "siti@example.com", "123456")

    def withdraw_and_keep() -> None:
        kiosk.post(f"submissions/{waiting}/withdrawal", grant=withdrawal.grant)
        centre.messages.send(message)

    gateway.meanwhile = withdraw_and_keep
    ask(kiosk, waiting, email.grant)

    assert Operator(centre).messages() == ()
    with centre.database.reading() as session:
        for table in (MessageRow, BoxRow, LinkRow, CodeRow):
            assert session.scalars(select(table)).all() == []


def test_a_second_lock_out_asks_whether_the_address_is_right(
    kiosk: Kiosk, operator: Operator, waiting: UUID, gateway: RecordingGateway, clock: SettableClock
) -> None:
    verify(kiosk, waiting, email_grant(kiosk), gateway.code())
    for _ in range(2):
        grant = kiosk.grant(SITI, Redoable.PHONE_CODE)
        assert kiosk.post(f"submissions/{waiting}/otp", grant=grant).status_code == 200
        assert operator.record(waiting).state is S.OTP_PENDING
        path, guess = f"submissions/{waiting}/otp/verify", {"code": WRONG}
        answers = [kiosk.post(path, guess, grant) for _ in range(LIMITS.tries)]
        assert_problem(answers[-1], 429, "code_locked")
        clock.pass_by(LIMITS.lock_out)

    record = operator.record(waiting)
    assert (record.state, record.reasons) == (S.ACTION_NEEDED, (Reason.OTP_LOCKED,))
    assert record.fields == ("phone",)


def test_what_the_gateway_refuses_for_good_is_taken_back_or_corrected(
    kiosk: Kiosk, operator: Operator, waiting: UUID, gateway: RecordingGateway
) -> None:
    verify(kiosk, waiting, email_grant(kiosk), gateway.code())
    gateway.trouble = UndeliverableError("this number")
    grant = kiosk.grant(SITI, Redoable.PHONE_CODE)
    assert kiosk.post(f"submissions/{waiting}/otp", grant=grant).status_code == 200
    assert operator.record(waiting).state is S.OTP_PENDING

    refused = kiosk.post(f"submissions/{waiting}/otp/verify", {"code": WRONG}, grant)

    assert_problem(refused, 410, "code_expired")


def test_a_mailbox_that_is_not_there_is_asked_for_again(
    kiosk: Kiosk, operator: Operator, gateway: RecordingGateway
) -> None:
    gateway.trouble = UndeliverableError("550")
    waiting = kiosk.register(SITI)
    record = operator.record(waiting)
    assert (record.state, record.reasons) == (S.ACTION_NEEDED, (Reason.EMAIL_BOUNCED,))
    assert record.fields == ("email",)
    gateway.trouble = None

    kiosk.correct(SITI, email="siti.contoh@example.com")

    assert operator.record(waiting).state is S.EMAIL_PENDING
    assert gateway.sent[-1].recipient == "siti.contoh@example.com"
    grant = email_grant(kiosk)
    assert verify(kiosk, waiting, grant, gateway.code()).status_code == 200

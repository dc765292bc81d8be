"""Mails that come back have the address asked for again, and no other mail does anything."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from kiosk.central.centre import Centre
from kiosk.central.gateways.returned_mail import NoBounce
from kiosk.central.messages.bounces import BounceResult
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration, with_codes
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState as S
from kiosk.sync.protocol import Redoable
from tests.central.clock import SettableClock
from tests.central.databases import open_centre
from tests.central.gateways.notification import notification
from tests.central.gateways.recording import RecordingGateway
from tests.central.kiosk import Kiosk
from tests.central.residents import Resident

SITI = Resident()


@pytest.fixture
def gateway() -> RecordingGateway:
    return RecordingGateway()


@pytest.fixture
def centre(tmp_path: Path, clock: SettableClock, gateway: RecordingGateway) -> Iterator[Centre]:
    rules = with_codes(demo_configuration())
    with open_centre(tmp_path / "centre", clock, rules, messenger=gateway) as centre:
        yield centre


@pytest.fixture
def waiting(kiosk: Kiosk) -> UUID:
    return kiosk.register(SITI)


def test_a_mail_that_came_back_has_the_address_corrected(
    centre: Centre, kiosk: Kiosk, operator: Operator, waiting: UUID, gateway: RecordingGateway
) -> None:
    mail = notification(gateway.sent[0].message_id)

    assert centre.bounces.take(mail) is BounceResult.ASKED

    record = operator.record(waiting)
    assert (record.state, record.reasons) == (S.ACTION_NEEDED, (Reason.EMAIL_BOUNCED,))
    assert record.fields == ("email",)
    assert centre.bounces.take(mail) is BounceResult.OVER  # servers may say it twice
    kiosk.correct(SITI, email="siti.contoh@example.com")
    assert centre.bounces.take(mail) is BounceResult.OVER  # it is about the old address
    assert operator.record(waiting).state is S.EMAIL_PENDING


def test_a_bounce_after_the_confirmation_takes_nothing_back(
    centre: Centre, kiosk: Kiosk, operator: Operator, waiting: UUID, gateway: RecordingGateway
) -> None:
    mail, code = notification(gateway.sent[0].message_id), {"code": gateway.code()}
    grant = kiosk.grant(SITI, Redoable.EMAIL_CODE)
    kiosk.post(f"submissions/{waiting}/email-code/verify", code, grant).raise_for_status()

    assert centre.bounces.take(mail) is BounceResult.OVER
    assert operator.record(waiting).state is S.OTP_PENDING


def test_nobody_can_guess_a_bounce(centre: Centre, operator: Operator, waiting: UUID) -> None:
    forged = notification(uuid4(), to=f"bounce+{waiting.hex}@example.com")

    assert centre.bounces.take(forged) is NoBounce.NOT_OURS
    assert operator.record(waiting).state is S.EMAIL_PENDING

"""Messages of a centre without gateways, and what messages say."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from kiosk.central.centre import Centre
from kiosk.central.gateways.box import KEPT_FOR
from kiosk.central.messages.messages import (
    Channel,
    Message,
    sms_text,
)
from kiosk.central.messages.models import BoxRow
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration, with_codes
from kiosk.sync.protocol import Redoable
from tests.central.clock import MORNING, SettableClock
from tests.central.codes.asking import LIMITS, SITI
from tests.central.databases import open_centre, stored_bytes
from tests.central.kiosk import Kiosk


@pytest.fixture
def boxed(tmp_path: Path, clock: SettableClock) -> Iterator[Centre]:
    """A centre without gateways."""
    configuration = replace(with_codes(demo_configuration()), codes=LIMITS)
    with open_centre(tmp_path / "boxed", clock, configuration) as centre:
        yield centre


class TestWithoutAGateway:
    @pytest.fixture
    def centre(self, boxed: Centre) -> Centre:
        return boxed

    def test_messages_wait_a_day_for_the_operator_and_are_gone(
        self, centre: Centre, operator: Operator, waiting: UUID, clock: SettableClock
    ) -> None:
        (kept,) = operator.messages()
        assert (kept.message.recipient, kept.at) == ("siti@example.com", clock())
        clock.pass_by(KEPT_FOR)
        assert operator.messages() == ()

        centre.workforce.drain()

        with centre.database.reading() as session:
            assert session.scalars(select(BoxRow)).all() == []

    def test_the_box_is_concealed(self, waiting: UUID, operator: Operator, tmp_path: Path) -> None:
        assert "Kode Loket" in operator.messages()[0].message.text
        stored = stored_bytes(tmp_path / "boxed")
        assert b"email: code sent" in stored
        assert b"siti@example.com" not in stored
        assert b"Kode Loket" not in stored

    def test_whoever_withdraws_takes_the_messages_along(
        self, kiosk: Kiosk, waiting: UUID, operator: Operator
    ) -> None:
        kiosk.post(
            f"submissions/{waiting}/withdrawal", grant=kiosk.grant(SITI, Redoable.WITHDRAWAL)
        )
        assert operator.messages() == ()


def test_messages_keep_recipient_and_text_out_of_their_repr() -> None:
    message = Message(UUID(int=2), UUID(int=1), Channel.SMS, "+6284012345678", "123456")
    assert "840" not in repr(message)
    assert "123456" not in repr(message)


def test_an_sms_is_one_sms_without_a_link() -> None:
    said = sms_text("123456", MORNING)
    assert said.isascii()
    assert len(said) <= 160
    assert "08.00 WIB" in said
    assert "http" not in said

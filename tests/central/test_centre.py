"""What survives a restart, and what the centre keeps for itself."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from kiosk.central.devices.tokens import Caller
from kiosk.central.gateways.config import GATEWAYS_FILE, GatewaysFileError
from kiosk.central.intake.intake import Arrival
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import ImpossibleSettingError, demo_configuration
from kiosk.central.storage.base import Layer
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import Part
from kiosk.sync.signing import public_key_of
from tests.central.clock import SettableClock
from tests.central.databases import open_centre
from tests.central.kiosk import Kiosk
from tests.central.residents import OFFICE, Resident

SITI = Resident()


def test_a_restart_keeps_everything(tmp_path: Path, clock: SettableClock) -> None:
    with open_centre(tmp_path, clock, demo_configuration()) as centre:
        operator = Operator(centre)
        operator.new_office(OFFICE, "Kantor Desa A")
        server = EmbeddedServer(create_app(centre))
        server.start()
        kiosk = Kiosk(server.url, operator.new_code(OFFICE))
        submission_id = kiosk.register(SITI)
        operator.reject_photo(submission_id, [Reason.BLUR])
        photo, grant = kiosk.sealed_photo(submission_id, 2), kiosk.grant(SITI)
        heard, record = kiosk.outcomes(), operator.record(submission_id)
        server.stop()

    with open_centre(tmp_path, clock, demo_configuration()) as centre:
        again = EmbeddedServer(create_app(centre))
        again.start()
        kiosk.url = again.url
        assert kiosk.outcomes() == heard
        assert Operator(centre).record(submission_id) == record
        assert kiosk.put_photo(submission_id, photo, 2, grant).status_code == 201
        kiosk.close()
        again.stop()


def test_a_centre_that_does_not_open_leaves_nothing_open(
    tmp_path: Path, clock: SettableClock
) -> None:
    """Whoever is the last to leave an SQLite takes its log of changes away."""
    (tmp_path / GATEWAYS_FILE).touch(0o600)
    (tmp_path / GATEWAYS_FILE).write_text("no gateway")
    with pytest.raises(GatewaysFileError):
        open_centre(tmp_path, clock, demo_configuration())
    assert list(tmp_path.glob("centre.db-*")) == []


def test_what_a_crash_left_in_the_middle_is_taken_up(tmp_path: Path, clock: SettableClock) -> None:
    submission_id = uuid4()
    with open_centre(tmp_path, clock, demo_configuration()) as centre:
        operator = Operator(centre)
        operator.new_office(OFFICE, "Kantor Desa A")
        server = EmbeddedServer(create_app(centre))
        server.start()
        kiosk = Kiosk(server.url, operator.new_code(OFFICE))
        kiosk.close()
        server.stop()
        caller = Caller(kiosk.device_id, OFFICE, public_key_of(kiosk.device_key))
        form = kiosk.sealed_form(submission_id, SITI)
        photo = kiosk.sealed_photo(submission_id)
        centre.intake.take(caller, Arrival(submission_id, Part.FORM, 1, form))
        centre.intake.take(caller, Arrival(submission_id, Part.PHOTO, 1, photo))
        assert operator.record(submission_id).state is CentreState.SUBMITTED

    with open_centre(tmp_path, clock, demo_configuration()) as centre:
        centre.workforce.ring()
        assert Operator(centre).record(submission_id).state is CentreState.PHOTO_VERIFYING


@pytest.mark.parametrize(
    "change",
    [
        {"layers": (Layer.EMAIL, Layer.PHOTO)},
        {"layers": (Layer.EMAIL, Layer.IDENTITY, Layer.OTP, Layer.TEST)},
        {"not_required": frozenset(Layer)},
        {"not_required": frozenset({Layer.EMAIL}), "assessment": None, "answer_key": {}},
    ],
)
def test_a_configuration_that_nobody_could_carry_out_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ImpossibleSettingError):
        replace(demo_configuration(), **change)

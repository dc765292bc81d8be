"""A centre that confirms by codes, and the gateway that hands them on."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.central.centre import Centre
from kiosk.central.settings.configuration import demo_configuration, with_codes
from tests.central.clock import SettableClock
from tests.central.codes.asking import LIMITS, SITI
from tests.central.databases import open_centre
from tests.central.gateways.recording import RecordingGateway
from tests.central.kiosk import Kiosk


@pytest.fixture
def gateway() -> RecordingGateway:
    return RecordingGateway()


@pytest.fixture
def centre(tmp_path: Path, clock: SettableClock, gateway: RecordingGateway) -> Iterator[Centre]:
    configuration = replace(with_codes(demo_configuration()), codes=LIMITS)
    with open_centre(tmp_path / "centre", clock, configuration, messenger=gateway) as centre:
        yield centre


@pytest.fixture
def waiting(kiosk: Kiosk) -> UUID:
    """Siti's registration, whose mailbox is to be confirmed first."""
    return kiosk.register(SITI)

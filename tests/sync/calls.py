"""HttpCentral calling a scripted server: what the tests of the client have in common."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from kiosk.domain.submission import CentreState
from kiosk.sync.central import (
    CentralError,
    CentralUnavailableError,
    PartName,
    UnavailableReason,
)
from kiosk.sync.client import HttpCentral
from kiosk.sync.protocol import (
    OutcomePage,
    Part,
    Signed,
    TicketLookup,
    TicketStatus,
    TokenGrant,
    TokenRequest,
)
from kiosk.sync.transport import CentreAddress, Timeouts
from tests.sync.scripted_server import (
    Reply,
    ScriptedServer,
    running,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PATIENT = Timeouts()
QUICK = Timeouts(connect=1.0, read=1.0, total=0.2)
SIGNED = Signed(payload="e30=", signature="AA==", key_id="r1")
OK_HEADER = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
EMPTY_PAGE = OutcomePage(outcomes=[], cursor=0)
QUESTION = TicketLookup(ticket="7Q4M2XA9BC", birth_date=date(2001, 2, 3))
FORM = PartName(UUID(int=2), Part.FORM, 1)
STATUS = TicketStatus(
    submission_id=UUID(int=2),
    masked_name="Siti N…ah",
    state=CentreState.PHOTO_REJECTED,
    reasons=[],
    batch=None,
    decree=None,
    deadline=None,
    updated_at=NOON,
    grants=[],
)


class ScriptedTokens:
    """Gives `token-1`; renewal asks the centre for the next."""

    def __init__(self) -> None:
        self.token = "token-1"
        self.asked_at: list[datetime] = []

    def current(self) -> str:
        return self.token

    def renew(
        self,
        refused: str,
        clock: Callable[[], datetime],
        ask: Callable[[TokenRequest], TokenGrant],
    ) -> None:
        assert refused == self.token
        self.asked_at.append(clock())
        self.token = ask(TokenRequest(device_id=UUID(int=1), made_at=NOON, signature="x")).token


@contextmanager
def central_at(
    address: CentreAddress, tokens: ScriptedTokens | None = None
) -> Generator[HttpCentral]:
    central = HttpCentral(address, lambda: NOON, tokens or ScriptedTokens())
    try:
        yield central
    finally:
        central.close()


@contextmanager
def scripted(
    *script: Reply, timeouts: Timeouts = PATIENT
) -> Generator[tuple[HttpCentral, ScriptedServer]]:
    with (
        running(ScriptedServer(*script)) as server,
        central_at(CentreAddress(server.url, timeouts=timeouts)) as central,
    ):
        yield central, server


def fault(*script: Reply, timeouts: Timeouts = PATIENT) -> CentralError:
    """What a call raises when the server answers like this."""
    with (
        scripted(*script, timeouts=timeouts) as (central, _),
        pytest.raises(CentralError) as caught,
    ):
        central.put_part(FORM, b"envelope", None)
    return caught.value


def unavailable(*script: Reply, timeouts: Timeouts = PATIENT) -> UnavailableReason:
    error = fault(*script, timeouts=timeouts)
    assert isinstance(error, CentralUnavailableError)
    return error.reason

"""SMS by HTTP: one POST with JSON and a token for each, as most gateways take it.

A gateway that wants other names for the fields needs a relay of a few lines: `docs/gateways.md`.
"""

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

import requests

from kiosk import __version__
from kiosk.central.gateways.accounts import SmsAccount
from kiosk.central.messages.messages import GatewayDownError, Message, UndeliverableError
from kiosk.central.settings.configuration import Clock

ANSWER_SECONDS: Final = 10.0
"""For connecting, and between any two pieces of the answer."""
_OF_THE_MESSAGE: Final = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)
"""What these refuse is this number or text; all else concerns the gateway or our account there."""


class SmsGateway:
    """Hands on one SMS at a time."""

    def __init__(
        self, account: SmsAccount, clock: Clock, answer_seconds: float = ANSWER_SECONDS
    ) -> None:
        self._account = account
        self._clock = clock
        self._seconds = answer_seconds

    def send(self, message: Message) -> None:
        """Hand it on, or raise MessengerError."""
        try:
            status, retry_after = self._post(message)
        except requests.RequestException as error:
            raise GatewayDownError(type(error).__name__) from None  # its words name the address
        if status in _OF_THE_MESSAGE:
            raise UndeliverableError(f"the SMS gateway refused with {status}")
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            pause = _pause(retry_after, self._clock())
            raise GatewayDownError(f"the SMS gateway answered {status}", pause)

    def _post(self, message: Message) -> tuple[int, str | None]:
        """Status and Retry-After. The body of the answer is never read, however long it is."""
        account = self._account
        body = {
            "id": message.message_id.hex,
            "from": account.sender,
            "to": message.recipient,
            "text": message.text,
        }
        headers = {
            "Authorization": f"Bearer {account.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": message.message_id.hex,
            "User-Agent": f"loket/{__version__}",
        }
        with requests.Session() as session:
            session.trust_env = False  # a .netrc would take the place of the token
            with session.post(
                account.url,
                data=json.dumps(body).encode(),
                headers=headers,
                timeout=self._seconds,
                verify=str(account.ca_file or "") or True,
                allow_redirects=False,  # a token is for one address
                stream=True,
            ) as answer:
                return answer.status_code, answer.headers.get("Retry-After")


def _pause(retry_after: str | None, now: datetime) -> timedelta | None:
    """RFC 9110: seconds, or a date; None for anything else."""
    if retry_after is None:
        return None
    if retry_after.isascii() and retry_after.isdigit():
        return timedelta(seconds=min(int(retry_after[:9]), 10**9))
    try:
        at = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):  # a zone that no time has
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)) - now

"""This device's bearer token: kept in the vault, renewed with the device's signature."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Lock

from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.central import CentralUnavailableError, NotAuthorisedError, UnavailableReason
from kiosk.sync.protocol import TokenGrant, TokenRequest, base64_text
from kiosk.sync.signing import SigningContext, sign_bytes, token_statement

_NONE_YET = "none"
_LINES_DIFFER = timedelta(minutes=1)
"""So far apart may be what two lines heard of the centre's clock, which says whole seconds."""


class DeviceCredentials:
    """Tokens for every thread that calls the centre; one renewal serves them all."""

    def __init__(self, store: StoreThread, patience: float = 10.0) -> None:
        """`patience`: for how many seconds to wait while another line renews the token."""
        self._store = store
        self._patience = patience
        self._renewing = Lock()
        self._asked_at: datetime | None = None

    def current(self) -> str:
        """The token to try; raises NotAuthorisedError where there never was one."""
        return self._store.call(_token)

    def renew(
        self,
        refused: str,
        clock: Callable[[], datetime],
        ask: Callable[[TokenRequest], TokenGrant],
    ) -> None:
        """Get another token in place of the one that was refused, unless somebody just did.

        `clock` shows the centre's time. Raises CentralUnavailableError where somebody else's
        renewal hangs: a person at the counter is not to wait for a line that is not theirs.
        """
        with self._turn():
            if self.current() != refused:
                return
            now = self._asked_at = self._later_than_before(clock())
            grant = ask(self._store.call(lambda store: _request(store, now)))
            self._store.call(lambda store: _keep(store, grant))

    @contextmanager
    def _turn(self) -> Generator[None]:
        if not self._renewing.acquire(timeout=self._patience):
            raise CentralUnavailableError(UnavailableReason.TIMEOUT, "another renewal hangs")
        try:
            yield
        finally:
            self._renewing.release()

    def _later_than_before(self, now: datetime) -> datetime:
        """The centre takes later times only, and may have taken one of which the answer was lost.

        A time that is far ahead was a wrong clock's, and the centre took none of it.
        """
        last = self._asked_at
        if last is None or not now <= last < now + _LINES_DIFFER:
            return now
        return last + timedelta(microseconds=1)


def _token(store: Store) -> str:
    if store.settings.enrolment() is None:
        raise NotAuthorisedError
    return store.vault.token or _NONE_YET


def _request(store: Store, now: datetime) -> TokenRequest:
    enrolment = store.settings.enrolment()
    if enrolment is None:
        raise NotAuthorisedError
    statement = token_statement(enrolment.device_id, now)
    signature = sign_bytes(statement, SigningContext.TOKEN, store.vault.device_key)
    return TokenRequest(
        device_id=enrolment.device_id, made_at=now, signature=base64_text(signature)
    )


def _keep(store: Store, grant: TokenGrant) -> None:
    store.replace_vault(store.vault.but(token=grant.token, token_expires_at=grant.expires_at))

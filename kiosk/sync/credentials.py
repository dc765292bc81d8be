"""This device's bearer token: kept in the vault, renewed with the device's signature."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock

from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.central import NotAuthorisedError
from kiosk.sync.protocol import TokenGrant, TokenRequest, base64_text
from kiosk.sync.signing import SigningContext, sign_bytes, token_statement

_NONE_YET = "none"


class DeviceCredentials:
    """Tokens for every thread that calls the centre; one renewal serves them all."""

    def __init__(self, store: StoreThread) -> None:
        self._store = store
        self._renewing = Lock()

    def current(self) -> str:
        """The token to try; raises NotAuthorisedError where there never was one."""
        return self._store.call(_token)

    def renew(self, refused: str, now: datetime, ask: Callable[[TokenRequest], TokenGrant]) -> None:
        """Get another token in place of the one that was refused, unless somebody just did."""
        with self._renewing:
            if self.current() != refused:
                return
            grant = ask(self._store.call(lambda store: _request(store, now)))
            self._store.call(lambda store: _keep(store, grant))


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

"""Browsers of the tests: requests with cookies, logged in under each role."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest
import requests

from kiosk.central.centre import Centre
from kiosk.central.desk.accounts import Account
from kiosk.central.desk.models import AccountRow, Role
from kiosk.central.desk.page import SESSION_COOKIE
from kiosk.central.desk.passwords import hashed
from kiosk.central.operator import Operator
from kiosk.central.web.server import LOOPBACK, EmbeddedServer
from tests.central.residents import OFFICE

PASSWORD = "tiga kuda menyeberang"
_CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')


class Browser:
    """Somebody at the operators' page, without a screen."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/desk"
        self.session = requests.Session()

    def get(self, path: str, **query: str) -> requests.Response:
        return self.session.get(
            f"{self.url}{path}", params=query, allow_redirects=False, timeout=30
        )

    def post(self, path: str, **fields: object) -> requests.Response:
        return self.session.post(
            f"{self.url}{path}", data=fields, allow_redirects=False, timeout=30
        )

    def act(self, path: str, **fields: object) -> requests.Response:
        """Send a form with the token that our pages carry."""
        return self.post(path, csrf=self.csrf(), **fields)

    def csrf(self) -> str:
        found = _CSRF.search(self.get("/password").text)
        assert found is not None
        return found.group(1)

    def log_in(self, name: str, password: str, **fields: object) -> requests.Response:
        return self.post("/log-in", name=name, password=password, **fields)

    def close(self) -> None:
        self.session.close()


@pytest.fixture
def browser(server: EmbeddedServer) -> Iterator[Browser]:
    """Nobody yet."""
    browser = Browser(server.url)
    yield browser
    browser.close()


@pytest.fixture
def log_in(
    server: EmbeddedServer, centre: Centre, operator: Operator
) -> Iterator[Callable[[Role], Browser]]:
    """Somebody of this role, with a password of their own."""
    with ExitStack() as stack:

        def log_in(role: Role) -> Browser:
            account = Account(f"si-{role}", role, OFFICE if role is Role.OFFICE else None)
            with centre.database.writing() as session:
                session.merge(_row(account))
            browser = Browser(server.url)
            stack.callback(browser.close)
            secret = centre.desk.sessions.begin(account)
            browser.session.cookies.set(SESSION_COOKIE, secret, domain=LOOPBACK, path="/")
            return browser

        yield log_in


def _row(account: Account) -> AccountRow:
    return AccountRow(
        name=account.name,
        role=account.role,
        office_id=account.office_id,
        password=_hash_of_password(),
        one_time_until=None,
        closed_at=None,
    )


@cache
def _hash_of_password() -> str:
    return hashed(PASSWORD)

"""Logging in: who gets in, how often one may try, and what a session is worth."""

from collections.abc import Callable

from kiosk.central.desk.models import Role
from tests.central.desk.conftest import Browser


def test_a_visitor_is_sent_to_the_log_in_and_back(log_in: Callable[[Role], Browser]) -> None:
    assert log_in(Role.AUDITOR).get("/").status_code == 200

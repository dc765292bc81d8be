"""The OpenAPI description: every route, with all that it may be answered with."""

from typing import Any

import pytest

from kiosk.central.centre import Centre
from kiosk.central.web.app import create_app
from kiosk.sync.problem import PROBLEM_TYPE
from tests.central.routes import Route, served
from tests.central.test_access_matrix import MATRIX

WAITS = {"425", "429", "503"}


@pytest.fixture
def calls(centre: Centre) -> dict[Route, dict[str, Any]]:
    paths = create_app(centre).openapi()["paths"]
    return {
        (method.upper(), path): call
        for path, methods in paths.items()
        for method, call in methods.items()
    }


def test_every_route_is_described_and_nothing_else(
    centre: Centre, calls: dict[Route, dict[str, Any]]
) -> None:
    assert calls.keys() == served(create_app(centre))
    assert [route for route, call in calls.items() if not call["summary"]] == []
    assert [route for route, call in calls.items() if not call["description"]] == []


def test_every_refusal_is_a_problem_document_and_says_when_to_come_again(
    calls: dict[Route, dict[str, Any]],
) -> None:
    for call in calls.values():
        for status, answer in call["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == [PROBLEM_TYPE]
                assert ("Retry-After" in answer.get("headers", {})) == (status in WAITS)


def test_what_needs_a_token_says_so_and_nothing_else_does(
    calls: dict[Route, dict[str, Any]],
) -> None:
    open_routes = {route for route, row in MATRIX.items() if row.is_open}
    assert {route for route, call in calls.items() if "security" not in call} == open_routes
    for route, call in calls.items():
        assert route in open_routes or {"401", "403"} <= call["responses"].keys()


def test_every_call_may_be_told_that_it_cannot_be_read_or_not_now(
    calls: dict[Route, dict[str, Any]],
) -> None:
    for call in calls.values():
        assert {"400", "408", "413", "415", "422", "503"} <= call["responses"].keys()

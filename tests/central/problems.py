"""What every refusal must look like."""

import requests

from kiosk.sync.problem import PROBLEM_TYPE


def assert_problem(
    answer: requests.Response, status: int, kind: str, field: str | None = None
) -> None:
    assert answer.headers["Content-Type"] == PROBLEM_TYPE
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["type"]) == (status, status, kind)
    assert problem.get("field") == field

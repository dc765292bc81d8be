"""How the answers and bodies that are not plain JSON messages look in the OpenAPI description."""

from http import HTTPStatus
from typing import Any

from kiosk.sync.protocol import ENVELOPE_TYPE, PROBLEM_TYPE, Problem

Answers = dict[int | str, dict[str, Any]]

SEALED_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "One sealed envelope",
        "content": {ENVELOPE_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    }
}


def problems(*statuses: HTTPStatus) -> Answers:
    """The problem documents a route may answer with."""
    content = {PROBLEM_TYPE: {"schema": Problem.model_json_schema()}}
    return {int(status): {"description": status.phrase, "content": content} for status in statuses}

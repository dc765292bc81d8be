"""How the answers and bodies that are not plain JSON messages look in the OpenAPI description."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from kiosk.sync.carrier_messages import CarriedOutcomes, OutcomeQuestion, PartRefusal
from kiosk.sync.forms import KtpForm, PatchForm, PhotoForm, RegistrationForm
from kiosk.sync.problem import PROBLEM_TYPE, Problem
from kiosk.sync.protocol import (
    ENVELOPE_TYPE,
    ConfigBundle,
    OutcomeMessage,
    Receipt,
)
from kiosk.sync.sealing import EnvelopeHeader

Answers = dict[int | str, dict[str, Any]]

SEALED_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "One sealed envelope",
        "content": {ENVELOPE_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    }
}

_INSIDE = (
    *(ConfigBundle, Receipt, OutcomeMessage, OutcomeQuestion, CarriedOutcomes, PartRefusal),
    *(EnvelopeHeader, RegistrationForm, PhotoForm, KtpForm, Problem),
)
"""What travels as the payload of a `Signed`, or in an envelope: no route names them."""


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description, with every message of the protocol in it."""
    is_new = app.openapi_schema is None
    description = FastAPI.openapi(app)
    if is_new:
        _, inside = models_json_schema(
            [
                *((model, "serialization") for model in _INSIDE),
                (PatchForm, "validation"),  # it writes only what it was given
            ],
            ref_template="#/components/schemas/{model}",
        )
        description["components"]["schemas"] |= inside["$defs"]
    return description


def problems(*statuses: HTTPStatus) -> Answers:
    """The problem documents a route may answer with."""
    return {int(status): _problem(status) for status in statuses}


def _problem(status: HTTPStatus) -> dict[str, Any]:
    content = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    answer = {"description": status.phrase, "content": content}
    return answer | {"headers": _RETRY_AFTER} if status in _LATER else answer


_LATER = (HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_RETRY_AFTER = {
    "Retry-After": {
        "description": "After so many seconds it may be asked again",
        "schema": {"type": "integer", "minimum": 1},
    }
}
ANYWHERE = problems(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
"""What any call may be answered with: it could not be read, or nothing can be stored now."""

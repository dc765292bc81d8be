"""What the centre refuses, as RFC 9457 problem documents.

They name the field at fault and never repeat what was sent: a wrong value may well be a NIK.
"""

import logging
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError

from kiosk.central.blobs.store import BlobStoreDownError
from kiosk.central.storage.database import DatabaseDownError, NotStorableError
from kiosk.sync.problem import PROBLEM_TYPE, Problem, ProblemType
from kiosk.sync.protocol import Signed

_log = logging.getLogger(__name__)
_FIELD_NAME = re.compile(r"[A-Za-z_][A-Za-z_-]{0,40}|\d{1,3}")
_WHERE = {"body", "path", "query", "header"}
_BUSY_SECONDS = 5
_HTTP_STATUSES = (400, 404, 405, 406, 415, 416, 431)


class CentreProblemType(StrEnum):
    """Types beside those of the protocol; a kiosk treats them by their status."""

    REQUEST_INVALID = "request_invalid"
    STATE_CONFLICT = "state_conflict"
    REVISION_NOT_ASKED = "revision_not_asked"
    BUSY = "busy"
    TOO_MANY_CALLS = "too_many_calls"
    QUOTA_USED_UP = "quota_used_up"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Everything a problem document says."""

    status: HTTPStatus
    type: ProblemType | CentreProblemType
    title: str
    field: str | None = None
    detail: str = ""
    retry_after: timedelta | None = None
    not_before: datetime | None = None
    tries_left: int | None = None
    signed: Signed | None = None

    @property
    def is_final(self) -> bool:
        """Whether the same would be refused again, whenever it came."""
        return self.retry_after is None

    def response(self) -> Response:
        """The document as it is sent."""
        headers = {}
        if self.retry_after is not None:
            headers["Retry-After"] = str(max(1, math.ceil(self.retry_after.total_seconds())))
        if self.status is HTTPStatus.UNAUTHORIZED:
            headers["WWW-Authenticate"] = "Bearer"
        problem = Problem(
            type=self.type,
            title=self.title,
            status=self.status,
            detail=self.detail,
            field=self.field,
            not_before=self.not_before,
            tries_left=self.tries_left,
            signed=self.signed,
        )
        return _response(problem, headers)


class RefusedError(Exception):
    """The request is refused; whatever its transaction did is rolled back."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.title)
        self.refusal = refusal


def field_path(location: Sequence[str | int]) -> str:
    """Where in a message something is wrong, e.g. `address.village_code`.

    A name that we did not give (of an unknown field) may itself hold personal data: a part that
    does not look like a field's name becomes `?`.
    """
    parts = [str(part) for part in location]
    if parts and parts[0] in _WHERE:
        parts = parts[1:]
    return ".".join(part if _FIELD_NAME.fullmatch(part) else "?" for part in parts)


def install_problem_handlers(app: FastAPI) -> None:
    """Make every error of the application a problem document."""

    @app.exception_handler(RefusedError)
    async def on_refused(_request: Request, error: RefusedError) -> Response:
        return error.refusal.response()

    @app.exception_handler(RequestValidationError)
    async def on_invalid(_request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        return Refusal(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            CentreProblemType.REQUEST_INVALID,
            "A field of the request is missing, unknown or malformed",
            field=None if first["type"] == "json_invalid" else field_path(first["loc"]) or None,
            detail=str(first["type"]),
        ).response()

    @app.exception_handler(DatabaseDownError)
    async def on_busy(_request: Request, error: DatabaseDownError) -> Response:
        _log.error("database: %s", error)
        return _BUSY.response()

    @app.exception_handler(NotStorableError)
    async def on_odd_text(_request: Request, _error: NotStorableError) -> Response:
        title = "The request holds what no text may hold"
        return Refusal(HTTPStatus.BAD_REQUEST, CentreProblemType.REQUEST_INVALID, title).response()

    @app.exception_handler(BlobStoreDownError)
    async def on_no_store(_request: Request, error: BlobStoreDownError) -> Response:
        _log.error("envelopes: %s", error)
        return _BUSY.response()

    for status in _HTTP_STATUSES:
        app.add_exception_handler(status, _plain(HTTPStatus(status)))
    app.add_exception_handler(Exception, _plain(HTTPStatus.INTERNAL_SERVER_ERROR))


_BUSY = Refusal(
    HTTPStatus.SERVICE_UNAVAILABLE,
    CentreProblemType.BUSY,
    "The centre cannot store anything at the moment",
    retry_after=timedelta(seconds=_BUSY_SECONDS),
)


def _plain(status: HTTPStatus) -> Callable[[Request, Exception], Response]:
    def answer(_request: Request, _error: Exception) -> Response:
        return _response(Problem(title=status.phrase, status=status), {})

    return answer


def _response(problem: Problem, headers: Mapping[str, str]) -> Response:
    return Response(
        problem.model_dump_json(exclude_none=True),
        status_code=problem.status,
        media_type=PROBLEM_TYPE,
        headers=dict(headers),
    )

"""Reading what came back over HTTP: is it our centre at all, and what does it want done?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from kiosk.sync.central import (
    CentralRefusedError,
    CentralUnavailableError,
    DeviceRevokedError,
    NotAuthorisedError,
    RefusedReason,
    UnavailableReason,
)
from kiosk.sync.problem import PROBLEM_TYPE, Problem, ProblemType
from kiosk.sync.protocol import of_our_days

LONGEST_WAIT = timedelta(days=1)
"""More than this is not believed of any Retry-After."""
_OF_ONE_TICKET = frozenset(
    {
        ProblemType.TICKET_LOCKED,
        ProblemType.CODE_TOO_SOON,
        ProblemType.CODE_LOCKED,
        ProblemType.CODE_NOT_SENT,
        ProblemType.CONTACT_LOCKED,
    }
)
"""Problems that concern the person at the counter alone: nothing else need wait for them."""
_JSON_TYPES = frozenset({"application/json", PROBLEM_TYPE})
_PAUSE_ALL = frozenset(
    {HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
)
_BUSY = _PAUSE_ALL | {HTTPStatus.REQUEST_TIMEOUT}
_REFUSED_BY_STATUS: Mapping[int, RefusedReason] = {
    HTTPStatus.CONFLICT: RefusedReason.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: RefusedReason.TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY: RefusedReason.ENVELOPE,
}
"""Statuses that mean a refusal even where a gateway before the centre gave them, in HTML."""

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer, whole and within the limits. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def content_type(self) -> str:
        """Without parameters, lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_of_the_centre(self) -> bool:
        """Whether it has a form that the centre uses; pages of portals and proxies have not."""
        return self.content_type in _JSON_TYPES

    @property
    def date(self) -> datetime | None:
        """The other end's clock; None for an answer that a cache kept, which says when it did."""
        if "age" in self.headers:
            return None
        return _parse_http_date(self.headers.get("date", ""))

    @property
    def problem(self) -> Problem | None:
        """The problem document, if it is one."""
        if self.content_type != PROBLEM_TYPE:
            return None
        try:
            return Problem.model_validate_json(self.body)
        except ValidationError:
            return None


def check(answer: Answer) -> None:
    """Return for an answer that can be used; raise the CentralError for any other."""
    status, problem = answer.status, answer.problem
    if status < HTTPStatus.BAD_REQUEST:
        return _check_success(answer)
    if status == HTTPStatus.UNAUTHORIZED and problem is not None:
        raise NotAuthorisedError
    if problem is not None and problem.type == ProblemType.DEVICE_REVOKED:
        raise DeviceRevokedError
    if problem is not None and problem.type in _OF_ONE_TICKET:
        wait = retry_after(answer)
        raise CentralRefusedError(RefusedReason.OTHER, status, problem, retry_after=wait)
    is_never = status == HTTPStatus.NOT_IMPLEMENTED and problem is not None
    if status in _BUSY or (status >= HTTPStatus.INTERNAL_SERVER_ERROR and not is_never):
        raise _unavailable(answer)
    raise _refused_or_foreign(answer)


def parse(answer: Answer, model: type[M]) -> M:
    """Read the body as one message of the protocol."""
    try:
        return model.model_validate_json(answer.body)
    except ValidationError as error:
        raise CentralUnavailableError(UnavailableReason.BAD_ANSWER, model.__name__) from error


def retry_after(answer: Answer) -> timedelta | None:
    """The wait that the answer asks for: until its slot, in seconds, or until a date.

    Times are compared by the answer's own clock.
    """
    problem, now = answer.problem, answer.date
    if problem is not None and problem.not_before is not None and now is not None:
        return _at_most_a_day(problem.not_before - now)
    text = answer.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        seconds = min(int(text[:9]), LONGEST_WAIT.total_seconds())
        return timedelta(seconds=seconds)
    until = _parse_http_date(text)
    return None if until is None or now is None else _at_most_a_day(until - now)


def _at_most_a_day(wait: timedelta) -> timedelta:
    return min(max(wait, timedelta()), LONGEST_WAIT)


def refused_reason(status: int, kind: str) -> RefusedReason:
    """Why one item cannot go, by the status and the type of the problem document."""
    if kind == ProblemType.GRANT_INVALID:
        return RefusedReason.GRANT
    return _REFUSED_BY_STATUS.get(status, RefusedReason.OTHER)


def _check_success(answer: Answer) -> None:
    """A portal or proxy answers with redirects and pages; the centre never does."""
    if answer.status in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
        return
    if answer.status >= HTTPStatus.MULTIPLE_CHOICES or not answer.is_of_the_centre:
        raise _portal(answer)


def _unavailable(answer: Answer) -> CentralUnavailableError:
    status = answer.status
    if status == HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED:
        return _portal(answer)
    reason = UnavailableReason.BUSY if status in _BUSY else UnavailableReason.SERVER_FAULT
    return CentralUnavailableError(
        reason,
        f"HTTP {status}",
        retry_after=retry_after(answer),
        pause_all=status in _PAUSE_ALL,
    )


def _refused_or_foreign(answer: Answer) -> Exception:
    problem = answer.problem
    if answer.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return CentralUnavailableError(UnavailableReason.PROXY, "HTTP 407")
    if problem is None and answer.status not in _REFUSED_BY_STATUS:
        return _portal(answer)
    reason = refused_reason(answer.status, "" if problem is None else problem.type)
    return CentralRefusedError(reason, answer.status, problem)


def _portal(answer: Answer) -> CentralUnavailableError:
    detail = f"HTTP {answer.status} {answer.content_type}"
    return CentralUnavailableError(UnavailableReason.CAPTIVE_PORTAL, detail)


def _parse_http_date(text: str) -> datetime | None:
    try:
        moment = of_our_days(parsedate_to_datetime(text))
    except (ValueError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)

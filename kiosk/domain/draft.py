"""The half-filled form, field by field, and its form at rest.

Values are plain and canonical, as the parsers make them. `complete` in `registration` reads every
one of them again, so a draft may hold anything. The photo is never part of it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from kiosk.domain.assessment import Sitting
from kiosk.domain.confirmation import Confirmation, ConfirmationWay
from kiosk.domain.consent import Consent, ConsentPurpose
from kiosk.domain.eligibility import EligibilityAnswers
from kiosk.domain.exception import ExceptionKind, PhotoException
from kiosk.domain.statement import DrawnSignature, Signature, Stroke, TypedSignature

FORMAT_VERSION: Final = 2
"""1 knew typed signatures only, no test, and no officer beside a consent."""
_Kind = TypeVar("_Kind")


class DraftFormatError(Exception):
    """A stored draft that this version cannot read. Names the field, never its value."""


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """What is known so far; None where nothing has been answered.

    `draft_id` becomes the submission's id, `step` is where to go on (empty: from the start), and
    `confirmed_warnings` are the keys of what the resident confirmed against card and KTP.
    """

    draft_id: UUID
    ticket: str
    step: str = ""
    assisted_by: str | None = None
    consents: tuple[Consent, ...] = ()
    is_citizen: bool | None = None
    in_school: bool | None = None
    forbidden_job: bool | None = None
    received_before: bool | None = None
    receives_social_aid: bool | None = None
    nik: str | None = None
    kk: str | None = None
    kk_is_latest: bool | None = None
    birth_date: date | None = None
    birth_place: str | None = None
    full_name: str | None = None
    sex: str | None = None
    mother_name: str | None = None
    address_line: str | None = None
    village_code: str | None = None
    domicile_same: bool | None = None
    domicile_line: str | None = None
    domicile_village_code: str | None = None
    phone: str | None = None
    phone_is_own: bool | None = None
    email: str | None = None
    email_opened: bool | None = None
    education: str | None = None
    marital_status: str | None = None
    dependants: int | None = None
    employment_status: str | None = None
    training_interests: tuple[str, ...] = ()
    statement_version: str | None = None
    statement_signature: Signature | None = None
    assessment: Sitting | None = None
    confirmed_warnings: tuple[str, ...] = ()
    photo_exception: PhotoException | None = None
    """Set where no photo is taken at all."""
    confirmation: Confirmation | None = None
    """Set where an officer typed and the resident has read all of it."""

    def __repr__(self) -> str:
        return f"Draft({self.draft_id}, step={self.step!r})"

    def but(self, **changes: Any) -> "Draft":
        """The same draft with some fields changed; an unknown field raises TypeError."""
        return replace(self, **changes)

    @property
    def eligibility(self) -> EligibilityAnswers:
        """The five answers together."""
        return EligibilityAnswers(
            is_citizen=self.is_citizen,
            in_school=self.in_school,
            forbidden_job=self.forbidden_job,
            received_before=self.received_before,
            receives_social_aid=self.receives_social_aid,
        )


def draft_to_json(draft: Draft) -> str:
    """Write a draft; for the encrypted store only."""
    return json.dumps({"format": FORMAT_VERSION, **asdict(draft)}, default=_plain)


def draft_from_json(text: str) -> Draft:
    """Read a draft; fields that it does not name have not been answered.

    Raises DraftFormatError.
    """
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError):
        raise DraftFormatError("not JSON") from None
    if not isinstance(stored, dict):
        raise DraftFormatError("format")
    _modernise(stored, stored.pop("format", None))
    for name in stored.keys() - _READERS.keys() | _NEEDED - stored.keys():
        raise DraftFormatError(name)
    return Draft(**{name: _field(name, value) for name, value in stored.items()})


def _modernise(stored: dict[str, Any], version: object) -> None:
    """Bring what an older version stored into the form of this one."""
    if version == 1 and isinstance(stored.get("statement_signature"), str):
        stored["statement_signature"] = {"name": stored["statement_signature"]}
    elif type(version) is not int or version not in {1, FORMAT_VERSION}:
        raise DraftFormatError("format")


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(type(value).__name__)


def _field(name: str, stored: object) -> Any:
    try:
        return _READERS[name](stored)
    except (KeyError, TypeError, ValueError):
        raise DraftFormatError(name) from None


def _exactly(kind: type[_Kind]) -> Callable[[object], _Kind]:
    def read(stored: object) -> _Kind:
        if type(stored) is not kind:  # a bool is an int to isinstance
            raise TypeError
        return stored

    return read


_text: Final = _exactly(str)


def _or_none(read: Callable[[object], _Kind]) -> Callable[[object], _Kind | None]:
    return lambda stored: None if stored is None else read(stored)


def _consent(stored: object) -> Consent:
    named = _exactly(dict)(stored)
    return Consent(
        purpose=ConsentPurpose(_text(named["purpose"])),
        version=_text(named["version"]),
        text_sha256=_text(named["text_sha256"]),
        given_at=_moment(named["given_at"]),
        officer=_or_none(_text)(named.get("officer")),
    )


def _moment(stored: object) -> datetime:
    moment = datetime.fromisoformat(_text(stored))
    if moment.tzinfo is None:
        raise ValueError
    return moment


def _several(read: Callable[[object], _Kind]) -> Callable[[object], tuple[_Kind, ...]]:
    return lambda stored: tuple(read(item) for item in _exactly(list)(stored))


def _pair(read: Callable[[object], _Kind]) -> Callable[[object], tuple[_Kind, _Kind]]:
    def read_pair(stored: object) -> tuple[_Kind, _Kind]:
        first, second = _exactly(list)(stored)
        return read(first), read(second)

    return read_pair


_stroke: Final[Callable[[object], Stroke]] = _several(_pair(_exactly(int)))


def _signature(stored: object) -> Signature:
    named = _exactly(dict)(stored)
    if "name" in named:
        return TypedSignature(_text(named["name"]))
    return DrawnSignature(_several(_stroke)(named["strokes"]))


def _sitting(stored: object) -> Sitting:
    named = _exactly(dict)(stored)
    return Sitting(
        version=_text(named["version"]),
        started_at=_moment(named["started_at"]),
        answers=_several(_pair(_text))(named["answers"]),
        finished_at=_or_none(_moment)(named["finished_at"]),
    )


def _exception(stored: object) -> PhotoException:
    named = _exactly(dict)(stored)
    return PhotoException(
        kind=ExceptionKind(_text(named["kind"])),
        officer=_text(named["officer"]),
        approver=_or_none(_text)(named["approver"]),
        at=_moment(named["at"]),
    )


def _confirmation(stored: object) -> Confirmation:
    named = _exactly(dict)(stored)
    return Confirmation(ConfirmationWay(_text(named["way"])), _moment(named["at"]))


_READER_OF_TYPE: Final[Mapping[object, Callable[[object], object]]] = {
    UUID: lambda stored: UUID(_text(stored)),
    str: _text,
    str | None: _or_none(_text),
    bool | None: _or_none(_exactly(bool)),
    int | None: _or_none(_exactly(int)),
    date | None: _or_none(lambda stored: date.fromisoformat(_text(stored))),
    tuple[str, ...]: _several(_text),
    tuple[Consent, ...]: _several(_consent),
    Signature | None: _or_none(_signature),
    Sitting | None: _or_none(_sitting),
    PhotoException | None: _or_none(_exception),
    Confirmation | None: _or_none(_confirmation),
}
_READERS: Final = {field.name: _READER_OF_TYPE[field.type] for field in fields(Draft)}
_NEEDED: Final = frozenset({"draft_id", "ticket"})

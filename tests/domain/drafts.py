"""Drafts with anything in their fields."""

from dataclasses import fields
from datetime import date, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import strategies as st

from kiosk.domain.assessment import Sitting
from kiosk.domain.confirmation import Confirmation, ConfirmationWay
from kiosk.domain.consent import Consent, ConsentPurpose
from kiosk.domain.draft import Draft
from kiosk.domain.exception import ExceptionKind, PhotoException
from kiosk.domain.statement import DrawnSignature, Signature, TypedSignature

OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=OFFSETS)  # noqa: DTZ001
TEXTS = st.text(max_size=20)
CONSENTS = st.builds(
    Consent,
    purpose=st.sampled_from(ConsentPurpose),
    version=st.text(max_size=5),
    text_sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    given_at=MOMENTS,
    officer=st.none() | TEXTS,
)
PLACES = st.integers(-5, 1005)
STROKES = st.lists(st.tuples(PLACES, PLACES), max_size=3).map(tuple)
SIGNATURES = st.builds(TypedSignature, TEXTS) | st.builds(
    DrawnSignature, st.lists(STROKES, max_size=3).map(tuple)
)
SITTINGS = st.builds(
    Sitting,
    version=TEXTS,
    started_at=MOMENTS,
    answers=st.dictionaries(TEXTS, TEXTS, max_size=3).map(lambda d: tuple(d.items())),
    finished_at=st.none() | MOMENTS,
)
EXCEPTIONS = st.builds(
    PhotoException,
    kind=st.sampled_from(ExceptionKind),
    officer=TEXTS,
    approver=st.none() | TEXTS,
    at=MOMENTS,
)
CONFIRMATIONS = st.builds(Confirmation, way=st.sampled_from(ConfirmationWay), at=MOMENTS)
ANYTHING_OF: dict[object, st.SearchStrategy[object]] = {
    UUID: st.uuids(),
    str: TEXTS,
    str | None: st.none() | TEXTS,
    bool | None: st.none() | st.booleans(),
    int | None: st.none() | st.integers(-5, 30),
    date | None: st.none() | st.dates(),
    tuple[str, ...]: st.lists(TEXTS, max_size=4).map(tuple),
    Signature | None: st.none() | SIGNATURES,
    Sitting | None: st.none() | SITTINGS,
    tuple[Consent, ...]: st.lists(CONSENTS, max_size=3).map(tuple),
    PhotoException | None: st.none() | EXCEPTIONS,
    Confirmation | None: st.none() | CONFIRMATIONS,
}
FIELDS = {field.name: ANYTHING_OF[field.type] for field in fields(Draft)}
DRAFTS = st.builds(Draft, **FIELDS)

"""The draw: who is where in it. A million candidates are two columns here, never objects."""

import hashlib
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from kiosk.central.storage.models import DrawRow

_ROWS_AT_ONCE = 10_000


def selection_order(seed: str, candidates: Iterable[UUID]) -> list[UUID]:
    """The same seed and people always give the same order, which nobody can steer."""
    drawn = sorted(
        hashlib.sha256(f"{seed}:{one}".encode()).digest() + one.bytes for one in candidates
    )
    return [UUID(bytes=one[-16:]) for one in drawn]


def keep_draw(session: Session, batch_id: str, order: Sequence[UUID]) -> None:
    """Write down everybody's place."""
    for start in range(0, len(order), _ROWS_AT_ONCE):
        rows = [
            {"batch_id": batch_id, "place": place, "submission_id": one}
            for place, one in enumerate(order[start : start + _ROWS_AT_ONCE], start)
        ]
        session.execute(insert(DrawRow), rows)


def drawn(session: Session, batch_id: str, first: int, most: int | None) -> list[UUID]:
    """Those from this place on, in the order of the draw."""
    query = (
        select(DrawRow.submission_id)
        .where(DrawRow.batch_id == batch_id, DrawRow.place >= first)
        .order_by(DrawRow.place)
        .limit(most)
    )
    return list(session.scalars(query))

"""How many got how far. One grouped query over an index, however many submissions there are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.central.desk.scope import Scope
from kiosk.central.pipeline.steps import step_names
from kiosk.central.storage.base import Layer
from kiosk.central.storage.models import SubmissionRow
from kiosk.domain.submission import CentreState

ARTICLES: Final[Mapping[str, float]] = {
    Layer.EMAIL: 0.777,
    Layer.IDENTITY: 0.744,
    Layer.OTP: 0.896,
    Layer.PHOTO: 0.841,
}
"""Of the step before, as reported in 2020: the first three on 15 September by Liputan6 and detik
(23,171,233 registered); photos on 27 April by CNBC (200,000, of whom 31,889 failed)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way."""

    name: str
    count: int
    of_all: float | None
    of_before: float | None
    """None for the first, and where nobody was left."""
    in_articles: float | None
    is_checked: bool
    """False where the configuration does not require it: everybody is let through."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """The way, and where everybody is now."""

    steps: tuple[Step, ...]
    states: tuple[tuple[CentreState, int], ...]
    """Those in which somebody is, in the order of the way."""


def count(
    session: Session, scope: Scope, order: Sequence[Layer], not_required: frozenset[Layer]
) -> Funnel:
    """Everybody within this scope; `order` is that of the verifications."""
    query = (
        select(SubmissionRow.step, SubmissionRow.state, func.count())
        .where(*scope.conditions())
        .group_by(SubmissionRow.step, SubmissionRow.state)
    )
    furthest: Counter[int] = Counter()
    states: Counter[CentreState] = Counter()
    for step, state, people in session.execute(query):
        furthest[step] += people
        states[state] += people
    names = step_names(order)
    reached = [
        sum(n for step, n in furthest.items() if step >= least) for least in range(len(names))
    ]
    return Funnel(
        steps=tuple(
            Step(
                name=name,
                count=reached[place],
                of_all=_share(reached[place], reached[0]),
                of_before=_share(reached[place], reached[place - 1]) if place else None,
                in_articles=ARTICLES.get(name),
                is_checked=name not in not_required,
            )
            for place, name in enumerate(names)
        ),
        states=tuple((state, states[state]) for state in CentreState if states[state]),
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None

"""Which pages there are, in the order of the menu, and for whom."""

from dataclasses import dataclass

from kiosk.central.desk.models import Role
from kiosk.central.desk.sessions import Visitor

EVERYBODY = frozenset(Role)
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
JUDGES = frozenset({Role.ADMINISTRATOR, Role.OPERATOR})
"""Who sees photos and decides about submissions and batches."""
CENTRE_WIDE = frozenset({Role.ADMINISTRATOR, Role.OPERATOR, Role.AUDITOR})
"""Everybody who is not bound to one office."""
REVIEWERS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Who may see what the others do."""

RECAP_TAKERS = frozenset({Role.ADMINISTRATOR, Role.OFFICE})
"""Who may have in full what residents typed."""


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu; its words are under `menu.<name>`."""

    name: str
    path: str
    """Below `/desk`."""
    roles: frozenset[Role]


PLACES: tuple[Place, ...] = (
    Place("front", "/", EVERYBODY),
    Place("submissions", "/submissions", EVERYBODY),
    Place("photos", "/photos", JUDGES),
    Place("photo_reasons", "/photo-reasons", EVERYBODY),
    Place("offices", "/offices", EVERYBODY),
    Place("kiosks", "/kiosks", EVERYBODY),
    Place("batches", "/batches", CENTRE_WIDE),
    Place("recap", "/recap", RECAP_TAKERS),
    Place("messages", "/messages", CENTRE_WIDE),
    Place("settings", "/settings", REVIEWERS),
    Place("audit", "/audit", REVIEWERS),
)


def menu_of(visitor: Visitor) -> list[Place]:
    """What this person may open."""
    return [place for place in PLACES if visitor.is_one_of(place.roles)]

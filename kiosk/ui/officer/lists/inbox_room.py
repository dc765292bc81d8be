"""What the centre said: first where the resident has to come, with whom to call."""

from datetime import datetime
from typing import Final

from kiosk.store.records import SubmissionRow
from kiosk.store.rows import Rows
from kiosk.store.store import Store
from kiosk.ui.look import Look
from kiosk.ui.officer.lists import row_actions, words
from kiosk.ui.officer.lists.list_room import ListRoom
from kiosk.ui.officer.lists.listing import Listing
from kiosk.ui.officer.room import RoomName
from kiosk.ui.services import Services

_ANSWERED: Final = ("ticket", "name", "answered", "state", "note")


def _needing_resident(store: Store, now: datetime) -> Rows[SubmissionRow]:
    return store.lists.needing_resident(now)


def _other_answers(store: Store, now: datetime) -> Rows[SubmissionRow]:
    return store.lists.other_answers(now)


LISTINGS: Final = (
    Listing(
        name="needed",
        columns=_ANSWERED,
        wide=4,
        first_to_go=(2, 4, 1),
        read=_needing_resident,
        cells=words.answer_cells,
        actions=row_actions.of_submission,
    ),
    Listing(
        name="calls",
        columns=("ticket", "name", "phone", "note"),
        wide=3,
        first_to_go=(3, 1),
        read=_needing_resident,
        cells=words.call_cells,
        actions=row_actions.of_call,
    ),
    Listing(
        name="other",
        columns=_ANSWERED,
        wide=4,
        first_to_go=(2, 4, 1),
        read=_other_answers,
        cells=words.answer_cells,
        actions=row_actions.of_submission,
    ),
)


class InboxRoom(ListRoom):
    """The same at every kiosk of the office."""

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services, RoomName.INBOX, LISTINGS)

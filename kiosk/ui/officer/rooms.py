"""Which rooms the officers' side has, in the order of the rail."""

from collections.abc import Mapping

from kiosk.ui.look import Look
from kiosk.ui.officer.desk_lists import DeskLists
from kiosk.ui.officer.room import DeskRoom, RoomName
from kiosk.ui.services import Services


def make_rooms(look: Look, services: Services) -> Mapping[RoomName, DeskRoom]:
    """Make them all."""
    return {RoomName.TODAY: DeskLists(look, services)}

"""Which rooms the officers' side has, in the order of the rail."""

from collections.abc import Mapping

from kiosk.ui.look import Look
from kiosk.ui.officer.batches.batches_room import BatchesRoom
from kiosk.ui.officer.figures.figures_room import FiguresRoom
from kiosk.ui.officer.help.help_room import HelpRoom
from kiosk.ui.officer.lists.inbox_room import InboxRoom
from kiosk.ui.officer.lists.queue_room import QueueRoom
from kiosk.ui.officer.lists.search_room import SearchRoom
from kiosk.ui.officer.lists.today_room import TodayRoom
from kiosk.ui.officer.room import DeskRoom, RoomName
from kiosk.ui.officer.supervisor.supervisor_room import SupervisorRoom
from kiosk.ui.services import Services


def make_rooms(look: Look, services: Services) -> Mapping[RoomName, DeskRoom]:
    """Make them all."""
    return {
        RoomName.TODAY: TodayRoom(look, services),
        RoomName.QUEUE: QueueRoom(look, services),
        RoomName.INBOX: InboxRoom(look, services),
        RoomName.SEARCH: SearchRoom(look, services),
        RoomName.BATCHES: BatchesRoom(look, services),
        RoomName.FIGURES: FiguresRoom(look, services),
        RoomName.SUPERVISOR: SupervisorRoom(look, services),
        RoomName.HELP: HelpRoom(look, services),
    }

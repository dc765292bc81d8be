"""The rooms of the officers' side: what they have in common, and how they are called."""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.store.officers import Officer
from kiosk.ui.officer.help.catalogue import page_of
from kiosk.ui.widgets.why_button import Explainer


class RoomName(StrEnum):
    """In the order of the rail; the value ends the keys of a room's words."""

    TODAY = "today"
    QUEUE = "queue"
    INBOX = "inbox"
    SEARCH = "search"
    BATCHES = "batches"
    FIGURES = "figures"
    SUPERVISOR = "supervisor"
    HELP = "help"


class DeskRoom(QWidget, Explainer):
    """One room. It is entered and left; in between it is refreshed every two seconds.

    Signals:
        counted: how many things wait here, for the rail.
        worked: somebody is at it, though no key is touched.
        room_requested: with the RoomName to go on to.
        help_requested: with the key of the problem that is to be explained.
        assist_requested: somebody is to be helped with a new form.
        resume_requested: with the Draft to go on with, by this officer's help.
        door_requested: with the Door and the ticket (code) of somebody who came back.
        practice_requested: the officer wants to practise with invented residents.
    """

    counted = Signal(int)
    worked = Signal()
    room_requested = Signal(object)
    help_requested = Signal(str)
    assist_requested = Signal()
    resume_requested = Signal(object)
    door_requested = Signal(object, str)
    practice_requested = Signal()

    def enter(self, officer: Officer) -> None:
        """Work for this officer from now on, and read what there is to show."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Read again what may have changed; called every two seconds while it is on screen."""

    def explains(self, problem: str) -> bool:
        """Whether the help has a page about a problem, by the key of its sentence."""
        return page_of(problem) is not None

    def explain(self, problem: str) -> None:
        """Ask for that page; the room stays as it is meanwhile."""
        self.help_requested.emit(problem)

    def leave(self) -> None:
        """Stop, and forget what was read, typed and asked for."""
        raise NotImplementedError

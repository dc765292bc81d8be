"""What the pages of the help are about, and how they are found by their problem."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Topic(StrEnum):
    """In the order of the tiles; the value ends the key of its words, `help.topic.<value>`."""

    CAMERA = "camera"
    PHOTO = "photo"
    FORM = "form"
    DOORS = "doors"
    ANSWERS = "answers"
    LINE = "line"
    QUEUE = "queue"
    BATCHES = "batches"
    PRINTER = "printer"
    PIN = "pin"
    COMPUTER = "computer"
    STICK = "stick"


ICONS: Final[Mapping[Topic, str]] = {
    Topic.CAMERA: "camera",
    Topic.PHOTO: "scan-face",
    Topic.FORM: "pen-line",
    Topic.DOORS: "ticket",
    Topic.ANSWERS: "mail",
    Topic.LINE: "wifi-off",
    Topic.QUEUE: "cloud-upload",
    Topic.BATCHES: "calendar",
    Topic.PRINTER: "printer",
    Topic.PIN: "key-round",
    Topic.COMPUTER: "hard-drive",
    Topic.STICK: "usb",
}


@dataclass(frozen=True, slots=True)
class HelpPage:
    """Why something happens and what to do, for one problem or several that are mended alike.

    Attributes:
        name: the cause is `help.<name>.why`; the steps are the sentences of `help.<name>.do`.
        problems: keys of the sentences that tell of it; the first is the title.
    """

    name: str
    topic: Topic
    problems: tuple[str, ...]

    @property
    def title(self) -> str:
        """Key of the sentence that the officer has seen."""
        return self.problems[0]

    @property
    def why(self) -> str:
        """Key of the cause."""
        return f"help.{self.name}.why"

    @property
    def steps(self) -> str:
        """Key of what to do, step by step."""
        return f"help.{self.name}.do"

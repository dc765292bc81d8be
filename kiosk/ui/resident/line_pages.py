"""Pages with one line of text, in capitals as on the KTP: name, place of birth, address lines."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtGui import QValidator

from kiosk.domain import reading
from kiosk.domain.address import (
    LONGEST_LINE,
    AddressLine,
    AddressProblem,
    AddressWarning,
    address_warnings,
    parse_address_line,
)
from kiosk.domain.birth_place import LONGEST_BIRTH_PLACE, BirthPlaceProblem, parse_birth_place
from kiosk.domain.draft import Draft
from kiosk.domain.name import LONGEST_NAME, NameProblem, NameWarning, name_warnings, parse_name
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.field import Field
from kiosk.ui.widgets.pads import LetterPad


class Capitals(QValidator):
    """Writes every letter as a capital while it is typed."""

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Everything is taken; what cannot be used, the parsers tell."""
        return QValidator.State.Acceptable, text.upper(), place


class LinePage(Page):
    """One field over the width, and the letters below it; a line that is full says so."""

    def __init__(
        self, look: Look, texts: str, name: str, longest: tuple[int, str], *, signs: str
    ) -> None:
        """`texts`: table with `title` and `hint`; `signs`: those in reach on the pad.

        `longest`: the most characters, and the key of the sentence for whoever types more.
        """
        super().__init__(look, f"{texts}.title", f"{texts}.hint")
        most, too_long = longest
        self.field = Field(look, name, f"{texts}.title", most)
        self.field.setValidator(Capitals(self.field))
        self.field.textChanged.connect(self.answer_changed)
        self.field.inputRejected.connect(partial(self.explain, Sentence(too_long)))
        self.body.addWidget(self.field)
        pad = LetterPad(look, signs)
        pad.types_into(self.field)
        self.set_letter_pad(pad)


class NamePage(LinePage):
    """The name as on the KTP."""

    possible_doubts: ClassVar = tuple(NameWarning)

    def __init__(self, look: Look) -> None:
        super().__init__(
            look, "identity.name", "full_name", (LONGEST_NAME, NameProblem.TOO_LONG), signs=".',"
        )

    def fill(self, draft: Draft) -> None:
        """Show the name."""
        self.field.setText(draft.full_name or "")

    def read(self, draft: Draft) -> Draft | Sentence:
        """A name."""
        name = parse_name(self.field.text())
        if isinstance(name, NameProblem):
            return Sentence(name)
        return draft.but(full_name=name.value)

    def doubts(self, draft: Draft) -> Sequence[Sentence]:
        """Ask about abbreviations."""
        name = reading.full_name(draft)
        if isinstance(name, NameProblem):
            return ()
        return [Sentence(warning) for warning in name_warnings(name)]


class BirthPlacePage(LinePage):
    """The place of birth as on the KTP."""

    def __init__(self, look: Look) -> None:
        super().__init__(
            look,
            "identity.birth_place",
            "birth_place",
            (LONGEST_BIRTH_PLACE, BirthPlaceProblem.TOO_LONG),
            signs=".'-",
        )

    def fill(self, draft: Draft) -> None:
        """Show the place."""
        self.field.setText(draft.birth_place or "")

    def read(self, draft: Draft) -> Draft | Sentence:
        """A place."""
        place = parse_birth_place(self.field.text())
        if isinstance(place, BirthPlaceProblem):
            return Sentence(place)
        return draft.but(birth_place=place.value)


class AddressLinePage(LinePage):
    """The first line of an address; `field` of the draft is the KTP's or today's."""

    possible_doubts: ClassVar = tuple(AddressWarning)

    def __init__(self, look: Look, texts: str, field: str) -> None:
        super().__init__(look, texts, field, (LONGEST_LINE, AddressProblem.TOO_LONG), signs="./-")
        self._draft_field = field

    def fill(self, draft: Draft) -> None:
        """Show the line."""
        self.field.setText(getattr(draft, self._draft_field) or "")

    def read(self, draft: Draft) -> Draft | Sentence:
        """An address line."""
        line = parse_address_line(self.field.text())
        if isinstance(line, AddressProblem):
            return Sentence(line)
        return draft.but(**{self._draft_field: line.value})

    def doubts(self, draft: Draft) -> Sequence[Sentence]:
        """Ask when the line goes on to RT/RW or further."""
        line = AddressLine(getattr(draft, self._draft_field) or "")
        return [Sentence(warning) for warning in address_warnings(line)]

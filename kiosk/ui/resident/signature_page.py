"""The signature below the statement: drawn on a big pad, or the own name typed."""

from PySide6.QtCore import Qt

from kiosk.domain.draft import Draft
from kiosk.domain.name import LONGEST_NAME
from kiosk.domain.statement import (
    DrawnSignature,
    StatementProblem,
    TypedSignature,
    parse_drawing,
    parse_signature,
)
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.field import Field
from kiosk.ui.widgets.pads import LetterPad
from kiosk.ui.widgets.signature_pad import SignaturePad
from kiosk.ui.widgets.tool_area import ToolArea


class SignaturePage(Page):
    """Draws with finger or mouse; whoever uses the keys, or prefers it, types the name."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "signature.title", "signature.hint")
        self.pad = SignaturePad(look, "signature_pad")
        self.pad.changed.connect(self.answer_changed)
        self.field = Field(look, "statement_signature", "signature.name", LONGEST_NAME)
        self.field.textChanged.connect(self.answer_changed)
        self._is_typing = False
        self._add_drawing(look)
        self._add_typing(look)
        self._choose(typing=False)

    def fill(self, draft: Draft) -> None:
        """Show the signature, and the way it was made."""
        signature = draft.statement_signature
        is_typed = isinstance(signature, TypedSignature)
        self.field.setText(signature.name if isinstance(signature, TypedSignature) else "")
        self.pad.show_strokes(signature.strokes if isinstance(signature, DrawnSignature) else ())
        self._choose(typing=is_typed)

    def focus_first(self) -> None:
        """Begin at the pad, or at the name."""
        first = self.field if self._is_typing else self.pad
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Forget the lines, and draw again."""
        self.pad.wipe()
        self._choose(typing=False)

    def read(self, draft: Draft) -> Draft | Sentence:
        """A drawing, or the resident's own name."""
        signature = (
            parse_signature(self.field.text(), full_name=draft.full_name or "")
            if self._is_typing
            else parse_drawing(self.pad.strokes)
        )
        if isinstance(signature, StatementProblem):
            return Sentence(signature)
        return draft.but(statement_signature=signature)

    def _add_drawing(self, look: Look) -> None:
        undo = Button(look, "signature.undo", name="signature_undo_button", icon="rotate-ccw")
        erase = Button(look, "signature.erase", name="signature_erase_button", icon="trash-2")
        self.type_button = Button(
            look, "signature.type", name="signature_type_button", rank=Rank.QUIET
        )
        undo.clicked.connect(self.pad.undo)
        erase.clicked.connect(self.pad.wipe)
        self.type_button.clicked.connect(self._type)
        self._drawing = ToolArea(self.pad, (undo, erase), self.type_button)
        self.set_below(self._drawing)

    def _add_typing(self, look: Look) -> None:
        self.draw_button = Button(
            look, "signature.draw", name="signature_draw_button", rank=Rank.QUIET, icon="pen-line"
        )
        self.draw_button.clicked.connect(self._draw)
        self._letters = LetterPad(look, ".',")
        self._letters.types_into(self.field)
        self.body.addWidget(self.field)
        self.body.addWidget(self.draw_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.set_letter_pad(self._letters)

    def _type(self) -> None:
        self._choose(typing=True)
        self.focus_first()

    def _draw(self) -> None:
        self._choose(typing=False)
        self.focus_first()

    def _choose(self, *, typing: bool) -> None:
        self._is_typing = typing
        self.notice.clear()
        self.look.write(self.hint, "signature.type_hint" if typing else "signature.hint")
        self._drawing.setVisible(not typing)
        for typed in (self.field, self.draw_button, self._letters, self._letters.bottom):
            typed.setVisible(typing)
        self.order_focus()
        self.arrange()

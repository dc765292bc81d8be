"""What the resident declares, sentence by sentence."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt

from kiosk.domain.draft import Draft
from kiosk.domain.statement import StatementProblem
from kiosk.sync.protocol import ConfigBundle
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.resident.wording import in_language
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.card_button import TickCard
from kiosk.ui.widgets.label import plain_label


class StatementPage(Page):
    """The centre's sentences and one tick for all of them."""

    reads_all = True

    def __init__(self, look: Look, config: Callable[[], ConfigBundle]) -> None:
        super().__init__(look, "declaration.title", "declaration.hint")
        self._config = config
        self._sentences = plain_label()
        card = Card()
        card.body.addWidget(self._sentences)
        self.body.addWidget(card)
        self.tick = TickCard(look, "statement_agreed", lambda: look.text("declaration.agree"))
        self.tick.clicked.connect(self.answer_changed)
        self.body.addWidget(self.tick)
        look.changed.connect(self._say)

    def fill(self, draft: Draft) -> None:
        """Show whether the version in force was agreed to."""
        self.tick.setChecked(draft.statement_version == self._config().statement.version)
        self._say()

    def focus_first(self) -> None:
        """Begin at the tick."""
        self.tick.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Untick."""
        self.tick.setChecked(False)

    def read(self, draft: Draft) -> Draft | Sentence:
        """Agreed to."""
        if not self.tick.isChecked():
            return Sentence(StatementProblem.NOT_AGREED)
        return draft.but(statement_version=self._config().statement.version)

    def words(self) -> Sequence[str]:
        """The statement, then the agreement."""
        return [*self._statement(), *super().words()]

    def _statement(self) -> Sequence[str]:
        return in_language(self._config().statement.sentences, self.look.language)

    def _say(self) -> None:
        if self._draft is not None:
            numbered = (f"{number}.  {said}" for number, said in enumerate(self._statement(), 1))
            self._sentences.setText("\n".join(numbered))

"""The small "?" beside a problem, where somebody can explain it."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from kiosk.ui.look import Look
from kiosk.ui.widgets.aids import AidButton
from kiosk.ui.widgets.button import Rank


class Explainer:
    """What is asked by the "?" buttons that stand on it: mixed into a widget."""

    def explains(self, problem: str) -> bool:
        """Whether there is anything to read about a problem, by the key of its sentence."""
        raise NotImplementedError

    def explain(self, problem: str) -> None:
        """Show it."""
        raise NotImplementedError


class WhyButton(AidButton):
    """Hidden where nobody explains the problem, as on all pages of residents."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "help.ask", name="why_button", rank=Rank.SMALL, icon="circle-help")
        self._problem: str | None = None
        self.show_words(shown=False)
        look.name(self, "help.ask")
        self.clicked.connect(self._ask)
        self.hide()

    def sizeHint(self) -> QSize:
        """A square."""
        height = super().sizeHint().height()
        return QSize(height, height)

    def stand_by(self, problem: str | None) -> None:
        """Offer to explain a problem, by the key of its sentence; None offers nothing."""
        explainer = self._explainer()
        is_known = problem is not None and explainer is not None and explainer.explains(problem)
        self._problem = problem if is_known else None
        self.setVisible(is_known)

    def _ask(self) -> None:
        explainer = self._explainer()
        if explainer is not None and self._problem is not None:
            explainer.explain(self._problem)

    def _explainer(self) -> Explainer | None:
        """The nearest around it."""
        around: QWidget | None = self.parentWidget()
        while around is not None and not isinstance(around, Explainer):
            around = around.parentWidget()
        return around

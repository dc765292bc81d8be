"""One line of the health card: what was looked at, how it is, and what to do about it."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kiosk.domain.readiness import Aspect, Finding, Level
from kiosk.ui.look import Look, mark
from kiosk.ui.widgets.label import icon_label, label
from kiosk.ui.widgets.why_button import WhyButton

KIND: Final = {Level.OK: "", Level.WARN: "attention", Level.STOP: "wrong"}
"""The colour of a level."""
_ICON: Final = {Level.OK: "circle-check", Level.WARN: "triangle-alert", Level.STOP: "circle-x"}
_WELL, _ILL = (8, 6, 8, 6), (18, 10, 18, 10)


class FindingRow(QFrame):
    """Says that it is being looked at until there is a finding."""

    def __init__(self, look: Look, aspect: Aspect) -> None:
        super().__init__()
        self.setObjectName(f"ready_{aspect}")
        self.aspect = aspect
        self.finding: Finding | None = None
        self._look = look
        self._icon = icon_label(look, "hourglass", "quiet", 24)
        self._title = label(look, f"ready.{aspect}.wait", "hint")
        self._cause = label(look, "notice.empty", "hint")
        self._step = label(look, "notice.empty")
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self._title, self._cause, self._step):
            words.addWidget(part)
        words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(12)
        self._row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(words, 1)
        self.why_button = WhyButton(look)
        self._row.addWidget(self.why_button, alignment=Qt.AlignmentFlag.AlignTop)
        self.show_finding(None)

    @property
    def is_well(self) -> bool:
        """Whether nothing is known against it."""
        return self.finding is None or self.finding.sign.level is Level.OK

    def show_finding(self, finding: Finding | None) -> None:
        """Say it, or that it is not known yet."""
        self.finding = finding
        look, is_well = self._look, self.is_well
        if finding is None:
            look.write(self._title, f"ready.{self.aspect}.wait")
            look.draw(self._icon, "hourglass", "quiet", 24)
        else:
            level, values = finding.sign.level, finding.values
            look.write(self._title, finding.sign, **values)
            look.draw(self._icon, _ICON[level], KIND[level] or "right", 24)
            if not is_well:
                look.write(self._cause, finding.cause, **values)
                look.write(self._step, finding.next_step, **values)
        self.why_button.stand_by(None if finding is None or is_well else finding.problem)
        self._cause.setVisible(not is_well)
        self._step.setVisible(not is_well)
        self._row.setContentsMargins(*(_WELL if is_well else _ILL))
        mark(self._title, role="body" if is_well else "strong")
        kind = "" if finding is None else KIND[finding.sign.level]
        mark(self, role="" if is_well else "notice", kind=kind)

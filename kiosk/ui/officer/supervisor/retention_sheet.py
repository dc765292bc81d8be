"""What is kept how long, what is here now, and forgetting at once what is due."""

from datetime import datetime, timedelta
from typing import ClassVar

from kiosk.domain.window import wib
from kiosk.store.retention import Kept, Purged, RetentionRules
from kiosk.store.store import Store
from kiosk.ui.dates import long_date
from kiosk.ui.look import Look
from kiosk.ui.officer.supervisor.sheet import SupervisorSheet
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.card import Card, line
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.notice import Kind


class RetentionSheet(SupervisorSheet):
    """A card with one line a kind of data; deleting needs a clock that the centre confirmed."""

    name: ClassVar[str] = "retention"
    icon: ClassVar[str] = "trash-2"

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services)
        self._rules = RetentionRules()
        self._counts = {kind: label(look, "notice.empty", "hint") for kind in _KINDS}
        card = Card(margin=18)
        card.body.setSpacing(6)
        for number, kind in enumerate(_KINDS):
            if number:
                card.body.addWidget(line())
            days = {"drafts": self._rules.draft_days, "traces": self._rules.trace_days}.get(kind, 0)
            card.body.addWidget(label(look, f"officer.retention.{kind}", "strong", days=days))
            card.body.addWidget(self._counts[kind])
        self.body.addWidget(card)
        self.purge_button = Button(
            look, "officer.retention.purge", name="purge_button", icon="trash-2"
        )
        self.bottom_row.addWidget(self.purge_button)
        self.purge_button.clicked.connect(self._ask)
        self.notice.agreed.connect(self._purge)

    def begin(self) -> None:
        """Count."""
        self.do(lambda store: store.retention.kept(), self._show)

    def end(self) -> None:
        """Forget the counts."""
        for words in self._counts.values():
            self.look.write(words, "notice.empty")

    def _show(self, kept: Kept) -> None:
        self._say("drafts", kept.drafts, kept.oldest_draft)
        self._say("traces", kept.traces, kept.oldest_trace)
        self._say("unsent", kept.unsent, kept.oldest_unsent)
        self.look.write(self._counts["sent"], "officer.retention.at_receipt")

    def _say(self, kind: str, count: int, oldest: datetime | None) -> None:
        if oldest is None:
            self.look.write(self._counts[kind], "officer.retention.none")
            return
        day = long_date(wib(oldest).date(), self.look.text)
        self.look.write(self._counts[kind], "officer.retention.count", count=count, day=day)

    def _ask(self) -> None:
        if self.services.sync.status.clock_skew_seconds is None:
            self.notice.tell(Kind.ATTENTION, Sentence("officer.retention.clock"))
        else:
            self.notice.warn(Sentence("officer.retention.ask"), "officer.retention.purge")

    def _purge(self) -> None:
        """By the centre's clock: this computer's may be years ahead."""
        skew = self.services.sync.status.clock_skew_seconds
        if skew is None:
            return
        by, now = self.by, self.now() - timedelta(seconds=skew)

        def purge(store: Store) -> tuple[Purged, Kept]:
            return store.supervision.purge(by, now), store.retention.kept()

        self.do(purge, self._tell)

    def _tell(self, done: tuple[Purged, Kept]) -> None:
        purged, kept = done
        self._show(kept)
        values = {"drafts": purged.drafts, "traces": purged.traces, "unsent": purged.unsent}
        self.notice.tell(Kind.RIGHT, Sentence("officer.retention.purged", values))


_KINDS = ("drafts", "traces", "unsent", "sent")

"""The figures of a period as labelled numbers: the same for charts, tables and exports."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kiosk.domain.period import Period, Span
from kiosk.domain.reason import Reason
from kiosk.store.figures import Figures
from kiosk.ui.dates import long_date
from kiosk.ui.text import Texts
from kiosk.ui.widgets.chart import Bar

SUM: Final = (
    "made",
    "delivered",
    "queued",
    "quarantined",
    "cancelled",
    "expired",
    "missing",
)
"""What was made, and then the terms that it is the sum of; the last one only where it is not 0."""
TERM_COLOURS: Final = dict.fromkeys(SUM, "ink") | {
    "delivered": "right",
    "queued": "attention",
    "quarantined": "wrong",
    "missing": "wrong",
}
"""Names of the theme's colours."""
_OFFICE_HOURS: Final = range(8, 16)


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one kind; `name` ends the keys `figures.chart.<name>` of title and empty words."""

    name: str
    bars: tuple[Bar, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(bar.number for bar in self.bars)


def series_of(figures: Figures, texts: Texts) -> tuple[Series, ...]:
    """Everything that is drawn, in the order in which it is read."""
    return (
        Series("over_time", _over_time(figures)),
        Series(
            "officers",
            tuple(
                Bar(name or texts("figures.resident"), count) for name, count in figures.officers
            ),
        ),
        Series("causes", _by_reason(figures.photos.causes, texts)),
        Series(
            "states",
            tuple(
                Bar(texts("figures.unanswered" if s is None else f"officer.state.{s}"), count)
                for s, count in figures.states
            ),
        ),
        Series("reasons", _by_reason(figures.reasons, texts)),
    )


def reason_words(reason: Reason, texts: Texts) -> str:
    """A reason as a label: its title without the full stop."""
    return texts(f"reason.{reason}.title").rstrip(".")


def period_words(period: Period, texts: Texts) -> str:
    """A period as people call it, e.g. `2 Maret 2026` or `Maret 2026`."""
    match period.span:
        case Span.DAY:
            return long_date(period.first, texts)
        case Span.MONTH:
            return f"{texts(f'month.{period.first.month}')} {period.first.year}"
        case Span.ALL:
            return texts("figures.ever")


def period_code(period: Period) -> str:
    """A period in the name of a file and in the journal, e.g. `2026-03-02` or `2026-03`."""
    if period.span is Span.ALL:
        return period.span.value
    return f"{period.first:%Y-%m-%d}" if period.span is Span.DAY else f"{period.first:%Y-%m}"


def _by_reason(counts: tuple[tuple[Reason, int], ...], texts: Texts) -> tuple[Bar, ...]:
    return tuple(Bar(reason_words(reason, texts), count) for reason, count in counts)


def _over_time(figures: Figures) -> tuple[Bar, ...]:
    """Every hour or day is there, the empty ones too: a gap is told as well."""
    counts = dict(figures.over_time)
    form = "{:02}.00" if figures.period.span is Span.DAY else "{}"
    places = _places(figures.period, counts)
    return tuple(Bar(form.format(place), counts.get(place, 0)) for place in places)


def _places(period: Period, counts: Iterable[int]) -> range:
    match period.span:
        case Span.DAY:
            found = (*counts, _OFFICE_HOURS[0], _OFFICE_HOURS[-1])
            return range(min(found), max(found) + 1)
        case Span.MONTH:
            return range(1, period.days + 1)
        case Span.ALL:
            return range(min(counts, default=0), max(counts, default=-1) + 1)

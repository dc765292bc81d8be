"""The recap of a period as tables: sums first, then every registration, masked."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.ticket import Ticket
from kiosk.domain.window import wib
from kiosk.store.figures import Balance, Figures, MadeRow
from kiosk.ui.officer.figures.series import SUM, period_words, reason_words, series_of
from kiosk.ui.text import Texts

Value = str | int | float


@dataclass(frozen=True, slots=True)
class RecapTable:
    """Rows below a title, with a head each where they need one."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Recap:
    """Everything that is exported of one period."""

    summary: tuple[RecapTable, ...]
    registrations: RecapTable


def make_recap(
    figures: Figures, made: tuple[MadeRow, ...], office: str, texts: Texts, now: datetime
) -> Recap:
    """The recap in the words of one language, as it was at `now`."""
    head = (
        (texts("figures.recap.office"), office),
        (texts("figures.recap.period"), period_words(figures.period, texts)),
        (texts("figures.recap.as_of"), f"{wib(now):%d-%m-%Y %H.%M} WIB"),
    )
    charts = tuple(
        RecapTable(
            texts(f"figures.chart.{series.name}"),
            (),
            tuple((bar.label, bar.number) for bar in series.bars),
        )
        for series in series_of(figures, texts)
    )
    summary = (
        RecapTable(texts("figures.recap.title"), (), head),
        RecapTable(texts("figures.sum"), (), _sum_rows(figures, texts)),
        *charts,
    )
    heads = ("ticket", "name", "date", "time", "officer", "state", "centre", "reasons")
    return Recap(
        summary,
        RecapTable(
            texts("figures.recap.registrations"),
            tuple(texts(f"figures.recap.{head}") for head in heads),
            tuple(_registration(row, texts) for row in made),
        ),
    )


def sum_terms(balance: Balance) -> dict[str, int]:
    """What was made and the terms of the sum; what is missing only where something is."""
    terms = {name: getattr(balance, name) for name in SUM}
    return terms if balance.missing else {k: v for k, v in terms.items() if k != "missing"}


def _sum_rows(figures: Figures, texts: Texts) -> tuple[tuple[Value, ...], ...]:
    balance, photos = figures.balance, figures.photos
    rows: list[tuple[Value, ...]] = [
        (texts(f"figures.term.{name}"), number) for name, number in sum_terms(balance).items()
    ]
    if balance.unrecorded:
        rows.append((texts("figures.recap.unrecorded"), balance.unrecorded))
    if figures.median_minutes is not None:
        rows.append((texts("figures.recap.minutes"), round(figures.median_minutes, 1)))
    rows += [
        (texts("figures.recap.photographed"), photos.people),
        (texts("figures.recap.again"), photos.again),
    ]
    return tuple(rows)


def _registration(row: MadeRow, texts: Texts) -> tuple[Value, ...]:
    made_at = wib(row.made_at)
    state = texts("figures.term.missing" if row.state is None else f"officer.state.{row.state}")
    return (
        Ticket(row.ticket).display if row.ticket else "",
        row.masked_name,
        f"{made_at:%d-%m-%Y}",
        f"{made_at:%H.%M}",
        row.officer or ("" if row.state is None else texts("figures.resident")),
        state,
        "" if row.centre_state is None else texts(f"officer.state.{row.centre_state}"),
        "; ".join(reason_words(reason, texts) for reason in row.reasons),
    )

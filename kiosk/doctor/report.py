"""The findings as a person reads them: a table, with what to do below what is not well."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import Final

from kiosk.doctor.finding import Finding, State
from kiosk.ui.text import Texts

_COLOURS: Final = {State.OK: "\x1b[32m", State.WARN: "\x1b[33m", State.FAIL: "\x1b[31m"}
_PLAIN: Final = "\x1b[0m"
_INDENT: Final = " " * 6


def tell(
    findings: Sequence[Finding], texts: Texts, width: int, *, is_coloured: bool
) -> Iterator[str]:
    """A line for each finding, its advice below, and a sum at the end."""
    names = max((len(finding.check) for finding in findings), default=0)
    for finding in findings:
        state = f"{finding.state:<4}"
        shown = f"{_COLOURS[finding.state]}{state}{_PLAIN}" if is_coloured else state
        yield f"{shown}  {finding.check:<{names}}  {one_line(finding.value)}"
        advice = finding.advise(texts)
        if advice:
            yield from _folded(f"{texts('doctor.to_do')} {advice}", width)
    yield ""
    yield sum_up(findings)


def sum_up(findings: Iterable[Finding]) -> str:
    """How many of each."""
    counts = Counter(finding.state for finding in findings)
    return ", ".join(f"{counts[state]} {state}" for state in State)


def one_line(text: str) -> str:
    """Printable, and on one line, whatever the system said."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _folded(text: str, width: int) -> list[str]:
    return wrap(text, width, initial_indent=_INDENT, subsequent_indent=_INDENT + " " * 4)

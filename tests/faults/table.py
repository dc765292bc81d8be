"""The sections of the suite as somebody reads them."""

from collections.abc import Iterator

from tests.faults.section import Section

_LABEL_WIDTH = 44


def lines_of(section: Section) -> Iterator[str]:
    """Head, rows, and every failure."""
    verdict = "holds" if section.holds else "DOES NOT HOLD"
    yield f"{section.name}  (seed {section.seed}, {section.seconds:.1f} s): {verdict}"
    for label, value in section.rows:
        yield f"  {label:{_LABEL_WIDTH}} {value:>12}"
    for failure in section.failures:
        yield f"  FAILED: {failure}"

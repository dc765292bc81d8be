"""Texts that stay texts where a spreadsheet would compute something."""

from typing import Final

_STARTS_A_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001
"""OWASP, "CSV Injection"; the full-width ones are read as the others by some spreadsheets."""


def is_formula(text: str) -> bool:
    """Whether some spreadsheet would take this text for a formula."""
    return text.startswith(_STARTS_A_FORMULA) or text.lstrip().startswith(_STARTS_A_FORMULA)


def harmless(text: str) -> str:
    """The text, quoted where it would be one."""
    return f"'{text}" if is_formula(text) else text

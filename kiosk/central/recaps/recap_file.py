"""A recap as a file for spreadsheets. No cell of it is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from enum import StrEnum

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from kiosk.domain.spreadsheet import harmless, is_formula

_WIDTH = 24
_BOLD = Font(bold=True)


class RecapKind(StrEnum):
    """How the file is made; the value is the end of its name."""

    XLSX = "xlsx"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        """For browsers."""
        return {
            RecapKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            RecapKind.CSV: "text/csv; charset=utf-8",
        }[self]


def recap_file(kind: RecapKind, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """All of it, the heads in front."""
    return _csv(heads, rows) if kind is RecapKind.CSV else _xlsx(heads, rows)


def _csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """As Excel opens it where the decimal sign is a comma: UTF-8 with its mark, semicolons."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in (heads, *rows):
        writer.writerow([harmless(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _xlsx(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Recap")
    sheet.freeze_panes = "A2"
    for number in range(1, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTH
    bold = [_cell(sheet, head) for head in heads]
    for cell in bold:
        cell.font = _BOLD
    sheet.append(bold)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: str) -> Cell:
    """A text stays a text, also a number that is one, and also when somebody edits it."""
    cell = Cell(sheet, row=1, column=1)  # append() says where it stands
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    cell.quotePrefix = is_formula(value)
    return cell

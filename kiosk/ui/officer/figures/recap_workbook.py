"""A recap as an Excel workbook; no cell of it is ever a formula.

Apart from `recap_files`: to load openpyxl would take a tenth of the time to the first window.
"""

import io
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kiosk.domain.spreadsheet import is_formula
from kiosk.ui.officer.figures.recap import Recap, Value

_WIDEST: Final = 48
_BOLD: Final = Font(bold=True)


def xlsx_bytes(recap: Recap) -> bytes:
    """Two sheets: the sums, and every registration with a filter."""
    book = Workbook()
    summary: Worksheet = book.worksheets[0]
    summary.title = _sheet_title(recap.summary[0].title)
    for table in recap.summary:
        _append(summary, (table.title,), table.rows)
        summary.append([])
    _fit_columns(summary, [row for table in recap.summary for row in table.rows])
    table = recap.registrations
    listed = book.create_sheet(_sheet_title(table.title))
    _append(listed, table.heads, table.rows)
    listed.freeze_panes = "A2"
    listed.auto_filter.ref = listed.dimensions
    _fit_columns(listed, [table.heads, *table.rows])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _append(sheet: Worksheet, heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    bold = [_cell(sheet, head) for head in heads]
    for cell in bold:
        cell.font = _BOLD
    sheet.append(bold)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Worksheet, value: Value) -> Cell:
    """A text stays a text, also when somebody edits it: that is what Excel's own quote is for."""
    cell = Cell(sheet, row=1, column=1)  # append() says where it stands
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.quotePrefix = is_formula(value)
    else:
        cell.value = value
    return cell


def _fit_columns(sheet: Worksheet, rows: Iterable[Sequence[Value]]) -> None:
    for number, cells in enumerate(zip_longest(*rows, fillvalue=""), 1):
        widest = max(len(str(cell)) for cell in cells)
        sheet.column_dimensions[get_column_letter(number)].width = min(widest + 3, _WIDEST)


def _sheet_title(title: str) -> str:
    """Excel takes 31 signs, and not all."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31]

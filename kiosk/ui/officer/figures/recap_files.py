"""A recap as a CSV file. No cell of it is ever a formula."""

import csv
import io

from kiosk.domain.spreadsheet import harmless
from kiosk.ui.officer.figures.recap import Recap, Value


def csv_bytes(recap: Recap) -> bytes:
    """As Excel opens it where the decimal sign is a comma: UTF-8 with its mark, semicolons."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for table in (*recap.summary, recap.registrations):
        writer.writerow([harmless(table.title)])
        if table.heads:
            writer.writerow([harmless(head) for head in table.heads])
        writer.writerows([_plain(value) for value in row] for row in table.rows)
        writer.writerow([])
    return text.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> Value:
    if isinstance(value, float):
        return f"{value}".replace(".", ",")
    return harmless(value) if isinstance(value, str) else value

"""What a recap says, and that no spreadsheet takes any of it for a formula."""

import csv
import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from kiosk.domain.period import Span, period_of
from kiosk.store.store import Store
from kiosk.ui.officer.figures.recap import Recap, RecapTable, make_recap
from kiosk.ui.officer.figures.recap_files import csv_bytes
from kiosk.ui.officer.figures.recap_workbook import xlsx_bytes
from kiosk.ui.text import Texts
from tests.store.counter import NOW, open_store, raw, submission_id
from tests.ui.officer.figures.conftest import Month

HOSTILE = ('=HYPERLINK("http://example.com")', "+1+1", "-2+3", "@SUM(A1)", " =1", "\t=1", "＝1")  # noqa: RUF001
OFFICE = "Desa Genteng Kulon"


@pytest.fixture
def store(month: Month, tmp_path: Path) -> Iterator[Store]:
    """The invented month."""
    shutil.copytree(month.folder, tmp_path / "store")
    opened = open_store(tmp_path / "store")
    yield opened
    opened.close()


def recap_of(store: Store, span: Span = Span.MONTH, language: str = "id") -> Recap:
    period = period_of(span, NOW)
    figures, made = store.figures.read(period), store.figures.made(period)
    return make_recap(figures, made, OFFICE, Texts(language), NOW)


def with_texts(*texts: str) -> Recap:
    table = RecapTable("Rekap", (), tuple((text, 1) for text in texts))
    return Recap((table,), replace(table, heads=texts))


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("language", ["id", "en"])
def test_sums_and_list_tell_the_same(store: Store, language: str) -> None:
    recap = recap_of(store, language=language)
    terms = [row[1] for row in recap.summary[1].rows]
    assert terms[0] == sum(number for number in terms[1:6] if isinstance(number, int))
    assert len(recap.registrations.rows) == terms[0] == 80
    tables = [table for table in recap.summary if len(table.rows) and table is not recap.summary[0]]
    assert all(isinstance(row[1], int | float) for table in tables for row in table.rows)


def test_nobody_can_be_recognised(store: Store) -> None:
    text = csv_bytes(recap_of(store)).decode("utf-8-sig")
    assert "Siti N…ah" in text
    for personal in ("SITI", "NURJANAH", "3510094101909001", "1234-9001", "084012349001"):
        assert personal not in text


def test_whoever_is_missing_has_a_line_too(store: Store) -> None:
    raw(store).run("DELETE FROM submission WHERE id = ?", (str(submission_id(1)),))
    recap = recap_of(store)
    assert len(recap.registrations.rows) == 80
    assert [row[5] for row in recap.registrations.rows].count("hilang") == 1
    assert ("hilang", 1) in recap.summary[1].rows


def test_csv_is_what_excel_in_indonesia_expects(store: Store) -> None:
    content = csv_bytes(recap_of(store))
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    rows = csv_rows(content)
    assert ["Kantor", OFFICE] in rows
    assert ["dibuat", "80"] in rows
    assert ["nilai tengah lama pengisian (menit)", "7,0"] in rows


def test_the_workbook_has_the_sums_and_a_list_to_filter(store: Store) -> None:
    book = load_workbook(io.BytesIO(xlsx_bytes(recap_of(store))))
    assert book.sheetnames == ["Rekap", "Pendaftaran"]
    sums = {row[0]: row[1] for row in book["Rekap"].iter_rows(values_only=True) if row[1]}
    assert sums["dibuat"] == 80
    listed = book["Pendaftaran"]
    assert listed.max_row == 81
    assert listed.freeze_panes == "A2"
    assert listed.auto_filter.ref == "A1:H81"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_a_formula_is_none_in_csv(text: str) -> None:
    assert csv_rows(csv_bytes(with_texts(text)))[1][0] == f"'{text}"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_a_formula_is_a_text_in_excel(text: str) -> None:
    cell = load_workbook(io.BytesIO(xlsx_bytes(with_texts(text)))).worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.quotePrefix


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
def test_no_text_becomes_a_formula(text: str) -> None:
    written = csv_rows(csv_bytes(with_texts(text)))[1][0]
    assert not written.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))  # noqa: RUF001
    assert written in {text, f"'{text}"}
    cell = load_workbook(io.BytesIO(xlsx_bytes(with_texts(text)))).worksheets[0]["A2"]
    assert cell.data_type != "f"
    assert ILLEGAL_CHARACTERS_RE.sub("", text).strip() == "" or cell.value is not None


def test_numbers_stay_numbers() -> None:
    table = RecapTable("Rekap", (), (("kurang", -5), ("tengah", 7.5)))
    recap = Recap((table,), table)
    assert csv_rows(csv_bytes(recap))[1:3] == [["kurang", "-5"], ["tengah", "7,5"]]
    sheet = load_workbook(io.BytesIO(xlsx_bytes(recap))).worksheets[0]
    assert (sheet["B2"].value, sheet["B3"].value) == (-5, 7.5)

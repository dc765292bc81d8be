"""Registers as CSV."""

from collections.abc import Iterator
from datetime import date
from io import BufferedIOBase, BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.central.verifiers.interface import RegisterKind
from kiosk.central.verifiers.register_file import (
    LONGEST_LINE,
    Entry,
    RegisterFileError,
    read_register,
)

NIK, KK = "3510074407909001", "3510070101159001"
SITI = Entry(NIK, KK, date(1990, 7, 4))


def population(content: bytes) -> list[Entry]:
    return list(read_register(BytesIO(content), RegisterKind.POPULATION))


@pytest.mark.parametrize(
    "content",
    [
        f"nik,kk,birth_date\n{NIK},{KK},1990-07-04\n",
        f"NIK, kk ,birth_date,blocked\n{NIK},{KK},1990-07-04,0",
        f"\ufeffnik;name;birth_date;kk\r\n{NIK};SITI, CONTOH;04/07/1990;{KK}\r\n\r\n",
        f'"nik","kk","birth_date"\n"3510 0744 0790 9001","{KK}","4-7-1990"\n',
        f"nik,kk,birth_date,blocked\n{NIK},{KK},1990-07-04,tidak\n,,,\n",
    ],
)
def test_files_of_office_programs_are_read(content: str) -> None:
    assert population(content.encode()) == [SITI]


@pytest.mark.parametrize("word", ["1", "ya", "YES", "true"])
def test_a_nik_may_be_blocked(word: str) -> None:
    content = f"nik,kk,birth_date,blocked\n{NIK},{KK},1990-07-04,{word}\n"
    assert [one.is_blocked for one in population(content.encode())] == [True]


def test_other_registers_have_only_the_nik() -> None:
    content = f"name,nik\nSITI,{NIK}\n".encode("utf-16-le").replace(b"\0", b"")
    assert list(read_register(BytesIO(content), RegisterKind.EDUCATION)) == [Entry(NIK)]


def test_a_name_in_an_old_encoding_does_not_matter() -> None:
    content = f"nik,name\n{NIK},".encode() + b"Andr\xe9\n"
    assert list(read_register(BytesIO(content), RegisterKind.EDUCATION)) == [Entry(NIK)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "line 1, nik: there must be one column of this name"),
        ("nik,kk\n", "line 1, birth_date: there must be one column of this name"),
        ("nik,nik,kk,birth_date\n", "line 1, nik: there must be one column of this name"),
        (f"{NIK},{KK},1990-07-04\n", "line 1, nik: there must be one column of this name"),
        ("nik,kk,birth_date\n\n351007,{KK},1990-07-04\n", "line 3, nik: must be 16 digits"),
        ("nik,kk,birth_date\n3.51007E+15,{KK},1990-07-04\n", "line 2, nik: must be 16 digits"),
        ("nik,kk,birth_date\n{NIK},,1990-07-04\n", "line 2, kk: must be 16 digits"),
        (
            "nik,kk,birth_date\n{NIK},{KK},1990-02-30\n",
            "line 2, birth_date: must be a date such as 1990-07-04",
        ),
        (
            "nik,kk,birth_date\n{NIK},{KK},04.07.90\n",
            "line 2, birth_date: must be a date such as 1990-07-04",
        ),
        ("nik,kk,birth_date,blocked\n{NIK},{KK},1990-07-04,x\n", "line 2, blocked: must be 1 or 0"),
        ("nik,kk,birth_date\n{NIK},{KK}\n", "line 2: must have 3 columns"),
        ('nik,kk,birth_date\n{NIK},{KK},"1990-07-04\n', "line 2: cannot be read as CSV"),
        ("nik,kk,birth_date\n" + "9" * 2 * LONGEST_LINE, "line 2: is too long to be of a register"),
    ],
)
def test_a_fault_is_named_by_line_and_column_without_what_stands_there(
    content: str, said: str
) -> None:
    content = content.replace("{NIK}", NIK).replace("{KK}", KK)
    with pytest.raises(RegisterFileError) as caught:
        population(content.encode())
    assert str(caught.value) == said


class Endless(BufferedIOBase):
    """A file that goes on and on, counting what was read of it."""

    def __init__(self) -> None:
        self.lines = self._made()
        self.read_lines = 0

    def _made(self) -> Iterator[bytes]:
        yield b"nik\n"
        while True:
            yield NIK.encode() + b"\n"

    def readline(self, size: int | None = -1, /) -> bytes:
        self.read_lines += 1
        return next(self.lines)


def test_no_more_is_read_than_is_asked_for() -> None:
    file = Endless()
    entries = read_register(file, RegisterKind.EDUCATION)
    for _ in range(1000):
        next(entries)
    assert file.read_lines < 1100


@given(st.binary(max_size=300))
def test_any_other_file_is_refused_and_nothing_worse(content: bytes) -> None:
    with pytest.raises(RegisterFileError):
        population(content)


@given(st.binary(min_size=1, max_size=100).filter(lambda content: content.strip(b", \r\n")))
def test_any_damage_below_a_good_head_is_refused_by_its_line(content: bytes) -> None:
    with pytest.raises(RegisterFileError, match=r"^line [0-9]+"):
        population(b"nik,kk,birth_date\n" + content)

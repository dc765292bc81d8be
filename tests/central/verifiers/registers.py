"""Registers of invented people, as files."""

from collections.abc import Iterable
from io import BytesIO

from kiosk.central.verifiers.interface import RegisterKind
from kiosk.central.verifiers.local import LocalRegisters
from kiosk.central.verifiers.register_file import read_register
from tests.central.residents import Resident

KK = "3510070101159001"


def population_csv(residents: Iterable[Resident], kk: str = KK, blocked: bool = False) -> bytes:
    """Everybody of one family card."""
    lines = [f"{one.nik},{kk},{one.born},{int(blocked)}" for one in residents]
    return "\n".join(["nik,kk,birth_date,blocked", *lines, ""]).encode()


def nik_csv(residents: Iterable[Resident]) -> bytes:
    """A register that has nothing but NIKs."""
    return "\n".join(["nik", *(one.nik for one in residents), ""]).encode()


def load(
    registers: LocalRegisters, kind: RegisterKind, content: bytes, *, replace: bool = False
) -> int:
    """Load a file of this content."""
    return registers.load(kind, read_register(BytesIO(content), kind), replace=replace)

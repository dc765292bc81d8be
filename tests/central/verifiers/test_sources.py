"""Who is asked: whom the program was given, whom the settings name, what was loaded."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import pytest

from kiosk.central.centre import Centre
from kiosk.central.settings.configuration import Configuration, VerifierRules, demo_configuration
from kiosk.central.vault.keys import load_keys
from kiosk.central.verifiers.interface import RegisterKind, Verifiers
from kiosk.central.verifiers.local import LocalRegister, LocalRegisters
from kiosk.central.verifiers.sources import AdapterUnusableError, Sources
from tests.central.clock import SettableClock
from tests.central.residents import Resident
from tests.central.verifiers.registers import load, nik_csv

EDUCATION = RegisterKind.EDUCATION
ADAPTER = "loket_test_adapter"


@dataclass
class Fixed:
    """Settings that stay."""

    current: Configuration


class Campus:
    """A register of somebody else."""

    def has(self, nik: str) -> bool:
        return nik.endswith("9001")


@pytest.fixture
def registers(centre: Centre, tmp_path: Path, clock: SettableClock) -> LocalRegisters:
    registers = LocalRegisters(centre.database, load_keys(tmp_path / "centre"), clock)
    load(registers, EDUCATION, nik_csv([Resident()]))
    return registers


@pytest.fixture
def adapter() -> object:
    """A module that is installed beside the centre."""
    module = ModuleType(ADAPTER)
    module.campus = Campus  # type: ignore[attr-defined]
    module.number = 7  # type: ignore[attr-defined]
    sys.modules[ADAPTER] = module
    yield module
    del sys.modules[ADAPTER]


def settings(education: str = "") -> Fixed:
    rules = VerifierRules(education=education)
    return Fixed(replace(demo_configuration(), verifiers=rules))


def test_a_register_that_was_loaded_is_asked_where_the_settings_name_no_other(
    registers: LocalRegisters,
) -> None:
    there = Sources(settings(), registers).current()
    assert isinstance(there.education, LocalRegister)
    assert there.population is None


@pytest.mark.usefixtures("adapter")
def test_whom_the_settings_name_is_asked_instead_and_made_once(registers: LocalRegisters) -> None:
    sources = Sources(settings(education=f"{ADAPTER}:campus"), registers)
    assert isinstance(sources.current().education, Campus)
    assert sources.current().education is sources.current().education


def test_whom_the_program_was_given_is_asked_first(registers: LocalRegisters) -> None:
    campus = Campus()
    given = Verifiers(education=campus)
    assert Sources(settings(education="loket_nowhere:x"), registers, given).current() == given


@pytest.mark.usefixtures("adapter")
@pytest.mark.parametrize(
    "dotted",
    ["loket_nowhere:register", f"{ADAPTER}:nothing", f"{ADAPTER}:number", "os:getcwd"],
)
def test_an_adapter_that_cannot_be_made_is_down(registers: LocalRegisters, dotted: str) -> None:
    with pytest.raises(AdapterUnusableError):
        Sources(settings(education=dotted), registers).current()


def test_a_name_that_is_no_adapters_is_not_even_looked_for(registers: LocalRegisters) -> None:
    sys.modules.pop("this", None)
    with pytest.raises(AdapterUnusableError, match="must begin with loket_"):
        Sources(settings(education="this:s"), registers).current()
    assert "this" not in sys.modules

"""Registers that were loaded into the centre's database."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.central.centre import Centre
from kiosk.central.vault.keys import load_keys
from kiosk.central.verifiers import local
from kiosk.central.verifiers.interface import Applicant, PopulationAnswer, RegisterKind
from kiosk.central.verifiers.local import EmptyRegisterError, LocalRegisters, OvertakenError
from kiosk.central.verifiers.register_file import Entry, RegisterFileError
from tests.central.clock import MORNING, SettableClock
from tests.central.databases import stored_bytes
from tests.central.residents import Resident
from tests.central.verifiers.registers import KK, load, nik_csv, population_csv

SITI, BUDI = Resident(9001), Resident(9002)
KNOWN = PopulationAnswer(found=True, kk_matches=True, birth_date_matches=True)
POPULATION, EDUCATION = RegisterKind.POPULATION, RegisterKind.EDUCATION


@pytest.fixture
def registers(centre: Centre, tmp_path: Path, clock: SettableClock) -> LocalRegisters:
    return LocalRegisters(centre.database, load_keys(tmp_path / "centre"), clock)


def applicant(resident: Resident) -> Applicant:
    return Applicant(resident.nik, KK, resident.born)


def answer(registers: LocalRegisters, asked: Applicant) -> PopulationAnswer:
    population = registers.verifiers().population
    assert population is not None
    return population.check(asked)


def is_in_education(registers: LocalRegisters, resident: Resident) -> bool:
    education = registers.verifiers().education
    assert education is not None
    return education.has(resident.nik)


def test_a_register_that_nobody_loaded_is_not_there(registers: LocalRegisters) -> None:
    there = registers.verifiers()
    assert there.population is None
    assert there.education is None
    assert registers.uploads() == ()


def test_nik_family_card_and_birth_date_are_compared_one_by_one(
    registers: LocalRegisters,
) -> None:
    load(registers, POPULATION, population_csv([SITI]))
    siti = applicant(SITI)
    assert answer(registers, siti) == KNOWN
    assert answer(registers, replace(siti, kk="3510070101159002")) == replace(
        KNOWN, kk_matches=False
    )
    another_day = SITI.born + timedelta(days=1)
    assert answer(registers, replace(siti, birth_date=another_day)) == replace(
        KNOWN, birth_date_matches=False
    )
    assert answer(registers, applicant(BUDI)) == PopulationAnswer(found=False)


def test_a_blocked_nik_says_so(registers: LocalRegisters) -> None:
    load(registers, POPULATION, population_csv([SITI], blocked=True))
    assert answer(registers, applicant(SITI)).is_blocked


def test_what_is_added_holds_beside_what_was_there_and_before_it(
    registers: LocalRegisters,
) -> None:
    load(registers, POPULATION, population_csv([SITI], blocked=True))
    load(registers, POPULATION, population_csv([BUDI]))
    load(registers, POPULATION, population_csv([SITI]))
    assert answer(registers, applicant(SITI)) == KNOWN
    assert answer(registers, applicant(BUDI)) == KNOWN


def test_of_two_lines_about_one_nik_the_later_holds(registers: LocalRegisters) -> None:
    twice = [Entry(SITI.nik, KK, SITI.born, is_blocked=blocked) for blocked in (True, False)]
    registers.load(POPULATION, twice, replace=False)
    assert answer(registers, applicant(SITI)) == KNOWN


def test_a_register_is_replaced_as_a_whole(registers: LocalRegisters) -> None:
    load(registers, EDUCATION, nik_csv([SITI]))
    load(registers, POPULATION, population_csv([SITI]))
    load(registers, EDUCATION, nik_csv([BUDI]), replace=True)
    assert not is_in_education(registers, SITI)
    assert is_in_education(registers, BUDI)
    assert answer(registers, applicant(SITI)) == KNOWN


def test_it_is_told_what_is_loaded_and_since_when(
    registers: LocalRegisters, clock: SettableClock
) -> None:
    load(registers, EDUCATION, nik_csv([SITI, BUDI]))
    clock.now = MORNING + timedelta(days=1)
    load(registers, POPULATION, population_csv([SITI]))
    load(registers, EDUCATION, nik_csv([SITI]))
    assert [(one.kind, one.entries, one.loaded_at) for one in registers.uploads()] == [
        (POPULATION, 1, MORNING + timedelta(days=1)),
        (EDUCATION, 2, MORNING),
        (EDUCATION, 1, MORNING + timedelta(days=1)),
    ]


def many(count: int) -> Iterator[Entry]:
    return (Entry(f"351007{i:010}") for i in range(count))


def test_a_long_file_is_told_piece_by_piece(registers: LocalRegisters) -> None:
    told: list[int] = []
    count = registers.load(EDUCATION, many(local.PIECE + 3), replace=False, progress=told.append)
    assert told == [local.PIECE, local.PIECE + 3]
    assert count == local.PIECE + 3


def test_a_wrong_line_far_below_leaves_everything_as_it_was(registers: LocalRegisters) -> None:
    load(registers, EDUCATION, nik_csv([SITI]))

    def wrong_in_the_end() -> Iterator[Entry]:
        yield from many(local.PIECE + 1)
        raise RegisterFileError(local.PIECE + 3, "nik", "must be 16 digits")

    with pytest.raises(RegisterFileError):
        registers.load(EDUCATION, wrong_in_the_end(), replace=True)
    assert is_in_education(registers, SITI)
    education = registers.verifiers().education
    assert education is not None
    assert not education.has("3510070000000000")
    assert [one.entries for one in registers.uploads()] == [1]


def test_while_a_register_is_being_replaced_the_old_one_answers(
    registers: LocalRegisters,
) -> None:
    load(registers, EDUCATION, nik_csv([SITI]))
    seen: list[bool] = []

    def look(_count: int) -> None:
        seen.append(is_in_education(registers, SITI))

    registers.load(EDUCATION, many(2 * local.PIECE), replace=True, progress=look)
    assert seen == [True, True]
    assert not is_in_education(registers, SITI)


def test_a_file_of_nobody_replaces_nothing(registers: LocalRegisters) -> None:
    load(registers, EDUCATION, nik_csv([SITI]))
    with pytest.raises(EmptyRegisterError):
        load(registers, EDUCATION, nik_csv([]), replace=True)
    assert is_in_education(registers, SITI)


def test_of_two_who_load_the_same_register_the_later_one_goes_on(
    registers: LocalRegisters,
) -> None:
    def overtaken() -> Iterator[Entry]:
        yield Entry(SITI.nik)
        load(registers, EDUCATION, nik_csv([BUDI]))

    with pytest.raises(OvertakenError):
        registers.load(EDUCATION, overtaken(), replace=True)
    assert is_in_education(registers, BUDI)
    assert not is_in_education(registers, SITI)


def test_the_database_holds_nobodys_number(
    registers: LocalRegisters, centre: Centre, tmp_path: Path
) -> None:
    load(registers, POPULATION, population_csv([SITI]))
    load(registers, EDUCATION, nik_csv([SITI]))
    stored = stored_bytes(tmp_path / "centre")
    for secret in (SITI.nik, KK, str(SITI.born)):
        assert secret.encode() not in stored
    assert registers.hash_of(POPULATION, SITI.nik) in stored


def test_a_person_is_another_one_in_every_register_and_with_every_key(
    registers: LocalRegisters, centre: Centre, tmp_path: Path, clock: SettableClock
) -> None:
    elsewhere = LocalRegisters(centre.database, load_keys(tmp_path), clock)
    hashes = {
        registers.hash_of(POPULATION, SITI.nik),
        registers.hash_of(EDUCATION, SITI.nik),
        elsewhere.hash_of(EDUCATION, SITI.nik),
    }
    assert len(hashes) == 3

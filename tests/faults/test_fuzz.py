"""Spoilt bytes from outside end in a named answer, whoever reads them."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.faults.fuzz import Findings, feed, run
from tests.faults.fuzz_targets import Target, targets

MUTANTS = 40


@pytest.fixture
def readers(tmp_path: Path) -> Iterator[tuple[Target, ...]]:
    with targets(tmp_path) as found:
        yield found


def test_what_is_not_spoilt_is_read(readers: tuple[Target, ...]) -> None:
    """Or else nothing behind the first check would ever be reached."""
    for target in readers:
        if target.name != "answer: status and headers":  # most of which say no
            target.feed(target.specimens[0], Random(1))


def test_a_few_mutants_of_each_end_in_a_named_answer(readers: tuple[Target, ...]) -> None:
    findings = Findings()
    for number, target in enumerate(readers):
        feed(target, findings, seed=number, mutants=MUTANTS)
    assert not findings.failures
    assert findings.fed.total() == MUTANTS * len(readers)
    assert findings.refused.total() > MUTANTS * len(readers) / 2


def test_a_reader_that_breaks_is_found() -> None:
    def break_on_odd(data: bytes, _: Random) -> None:
        if data[0] % 2:
            raise IndexError

    broken = Target("broken", (b"0",), lambda _, chance: chance.randbytes(4), break_on_odd, ())
    findings = Findings()
    feed(broken, findings, seed=1, mutants=20)
    assert "IndexError" in findings.failures["broken: IndexError"]


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_seconds_of_mutants_end_in_named_answers() -> None:
    assert not run(20, seed=2).failures

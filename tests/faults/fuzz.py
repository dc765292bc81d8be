"""Feeds spoilt bytes to every reader of the kiosk, for as long as it is told to."""

import resource
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random

from tests.faults.fuzz_targets import Target, targets
from tests.faults.section import Section

ROUND = 50
"""Mutants of one reader in a row."""
SLOWEST_SECONDS = 2.0
"""For one mutant, on a machine that has other work too."""
GROWTH_MB = 200
_SHOWN_BYTES = 160


@dataclass(slots=True)
class Findings:
    """What came of it so far."""

    fed: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    failures: dict[str, str] = field(default_factory=dict)
    """By reader and kind of fault: one specimen of each is enough."""


def run(seconds: float, seed: int = 1) -> Section:
    """Every reader in turn, until the time is over; each at least once."""
    began, findings, memory = time.monotonic(), Findings(), _memory_mb()
    with tempfile.TemporaryDirectory() as folder, targets(Path(folder)) as readers:
        for number, target in enumerate(cycle(readers)):
            if number >= len(readers) and time.monotonic() - began > seconds:
                break
            feed(target, findings, seed=seed + number, mutants=ROUND)
    grown = _memory_mb() - memory
    failures = list(findings.failures.values())
    if grown > GROWTH_MB:
        failures.append(f"memory grew by {grown:.0f} MB")
    rows = tuple(_rows(findings, grown))
    return Section("fuzz", seed, rows, tuple(failures), time.monotonic() - began)


def feed(target: Target, findings: Findings, *, seed: int, mutants: int) -> None:
    """Some mutants of one reader, always the same for one seed."""
    chance = Random(seed)
    for _ in range(mutants):
        data = target.spoil(chance.choice(target.specimens), chance)
        _feed_one(target, data, chance, findings)


def _feed_one(target: Target, data: bytes, chance: Random, findings: Findings) -> None:
    findings.fed[target.name] += 1
    began = time.perf_counter()
    try:
        target.feed(data, chance)
    except target.allowed:
        findings.refused[target.name] += 1
    except Exception as fault:  # noqa: BLE001 - this is what we are looking for
        _note(target, fault, data, findings)
    took = time.perf_counter() - began
    findings.slowest = max(findings.slowest, (took, target.name))
    if took > SLOWEST_SECONDS:
        findings.failures[f"{target.name} slow"] = f"{target.name}: {took:.1f} s for {_shown(data)}"


def _note(target: Target, fault: Exception, data: bytes, findings: Findings) -> None:
    where = traceback.extract_tb(fault.__traceback__)[-1]
    name = f"{target.name}: {type(fault).__name__}"
    findings.failures.setdefault(
        name, f"{name} in {Path(where.filename).name}:{where.lineno} for {_shown(data)}"
    )


def _shown(data: bytes) -> str:
    return repr(data[:_SHOWN_BYTES])


def _rows(findings: Findings, grown_mb: float) -> Iterator[tuple[str, str]]:
    for name, fed in findings.fed.items():
        yield name, f"{fed} mutants, {findings.refused[name]} refused"
    yield "mutants", str(findings.fed.total())
    yield "slowest", f"{findings.slowest[0] * 1000:.0f} ms ({findings.slowest[1]})"
    yield "memory", f"{grown_mb:+.0f} MB"


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

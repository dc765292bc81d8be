"""Computers for the doctor: folders below a test's own, and a registry by script."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from kiosk.config import Config
from kiosk.doctor.case import Case
from kiosk.doctor.finding import Check, Finding, State
from kiosk.doctor.store_look import StoreLook
from kiosk.paths import folders_under
from kiosk.windows_registry import Hive, Registry, RegistryValue

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
Values = Mapping[tuple[Hive, str, str], RegistryValue]


class ScriptedRegistry:
    """Has what it is given, and nothing else."""

    def __init__(self, values: Values, below: Mapping[tuple[Hive, str], Sequence[str]]) -> None:
        self._values, self._below = values, below

    def value(self, hive: Hive, key: str, name: str) -> RegistryValue:
        return self._values.get((hive, key, name))

    def subkeys(self, hive: Hive, key: str) -> Sequence[str]:
        return self._below.get((hive, key), ())


def registry(
    values: Values | None = None, below: Mapping[tuple[Hive, str], Sequence[str]] | None = None
) -> ScriptedRegistry:
    return ScriptedRegistry(values or {}, below or {})


def case_in(
    home: Path,
    *,
    config: Config | None = None,
    store: StoreLook | None = None,
    registry: Registry | None = None,
    environment: Mapping[str, str] | None = None,
    clock: Callable[[], datetime] = lambda: NOW,
) -> Case:
    """A computer whose files of the system lie in `home`/root."""
    return Case(
        folders=folders_under(home),
        config=config or Config(),
        fault=None,
        store=store,
        clock=clock,
        root=home / "root",
        registry=registry,
        environment=environment or {},
    )


def states(findings: Iterable[Finding]) -> dict[Check, State]:
    return {finding.check: finding.state for finding in findings}


def advice(finding: Finding) -> str | None:
    return None if finding.advice is None else finding.advice.key

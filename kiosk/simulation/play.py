"""Plays offices against a centre: both worlds, one after the other."""

import secrets
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Final
from uuid import uuid4

from kiosk.backroom import BackRoom
from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.verifiers.interface import RegisterKind
from kiosk.central.verifiers.register_file import Entry
from kiosk.config import CentreSettings, Config, StoreSettings
from kiosk.domain.region import Village
from kiosk.simulation.booth import Booth
from kiosk.simulation.funnel import Funnel, read_funnel
from kiosk.simulation.mishaps import Luck
from kiosk.simulation.office import Office
from kiosk.simulation.outside import Outside
from kiosk.simulation.population import Population, Resident
from kiosk.simulation.world import World
from kiosk.store.database import KEY_BYTES
from kiosk.store.keys import KeyOrigin, RootKey
from kiosk.sync.enrolment import EnrolmentProblem

_BATCH_OPEN_FOR: Final = timedelta(hours=4)
_LOOK_EVERY_SECONDS: Final = 0.2
_TELL_EVERY_SECONDS: Final = 10.0
_PATIENCE_SECONDS: Final = 300.0
"""So long nothing at all may happen."""
_OTHERS: Final = (
    RegisterKind.EDUCATION,
    RegisterKind.SOCIAL_AID,
    RegisterKind.OCCUPATION,
    RegisterKind.RECIPIENTS,
)


class StuckError(Exception):
    """Nothing moves any more although somebody still waits."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is played, and from where chance is drawn."""

    kiosks: int
    residents: int
    """In each world."""
    seed: int
    first: int = 0
    """The number of the first resident; the worlds have no one in common."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where it is played."""

    centre: Centre
    url: str
    """Where kiosks find it: perhaps at the other end of a bad line."""
    folder: Path
    """For the stores of the kiosks."""
    villages: Sequence[Village]
    booth: Booth


def load_registers(scene: Scene, plan: Plan, worlds: int) -> None:
    """Let the centre's own registers know everybody who may come, and one who may not."""
    population = Population(plan.seed, scene.villages)
    last = plan.first + plan.residents * worlds
    people = [population.resident(number) for number in range(plan.first, last)]
    stranger = population.resident(last)
    registers = scene.centre.registers
    everybody = (_entry(one) for one in (*people, stranger))
    registers.load(RegisterKind.POPULATION, everybody, replace=False)
    for kind in _OTHERS:
        registers.load(kind, [Entry(stranger.nik)], replace=False)


def open_batch(scene: Scene, plan: Plan) -> None:
    """Let everybody join who may, where no batch of an earlier run takes them."""
    operator = Operator(scene.centre, "simulation")
    closes_at = scene.centre.clock() + _BATCH_OPEN_FOR
    name = f"Gelombang simulasi {plan.seed}"
    quota = plan.residents
    operator.open_batch(f"simulasi-{uuid4().hex[:8]}", name, quota=quota, closes_at=closes_at)


def play(
    scene: Scene, plan: Plan, world: World, tell: Callable[[str], None], number: int
) -> Funnel:
    """One world from the first registration until nothing is left to happen; raise StuckError.

    `number` tells the worlds apart.
    """
    operator = Operator(scene.centre, "simulation")
    outside = Outside(scene.centre)
    names = [f"simulasi-{plan.seed}-{number}-{one + 1}" for one in range(plan.kiosks)]
    with ExitStack() as open_offices:
        offices = []
        for name, village in zip(names, _spread(scene.villages, plan.kiosks), strict=True):
            operator.new_office(name, f"Desa {village.name}", village.code)
            room = _enrolled(scene, name, operator.new_code(name))
            office = Office(room, world, scene.booth)
            open_offices.callback(office.close)
            offices.append(office)
        _register_all(scene, plan, offices, plan.first + number * plan.residents)
        _see_to_all(world, offices, outside, tell)
    return read_funnel(scene.centre, world.name, names)


def _register_all(scene: Scene, plan: Plan, offices: Sequence[Office], first: int) -> None:
    population = Population(plan.seed, scene.villages)
    for number in range(first, first + plan.residents):
        luck = Luck(Random(f"{plan.seed}:{number}"))  # noqa: S311 - repeatable on purpose
        offices[number % len(offices)].register(population.resident(number), luck)


def _see_to_all(
    world: World, offices: Sequence[Office], outside: Outside, tell: Callable[[str], None]
) -> None:
    moved_at = told_at = time.monotonic()
    before = waiting = sum(office.waiting for office in offices)
    while waiting:
        outside.look()
        for office in offices:
            office.look_around(outside)
        before, waiting = waiting, sum(office.waiting for office in offices)
        now = time.monotonic()
        if waiting != before:
            moved_at = now
        if now - moved_at > _PATIENCE_SECONDS:
            states = Counter(state for office in offices for state in office.states)
            raise StuckError(f"these do not go on: {dict(states)}")
        if now - told_at > _TELL_EVERY_SECONDS:
            told_at = now
            tell(f"{world.name}: {waiting} under way")
        time.sleep(_LOOK_EVERY_SECONDS)


def _enrolled(scene: Scene, name: str, code: str) -> BackRoom:
    """A kiosk's store, with a key that goes with it, and line; raise StuckError."""
    config = Config(CentreSettings(scene.url), store=StoreSettings(allow_key_file=True))
    room = BackRoom(scene.folder / name, config, scene.centre.clock)
    room.start_behind(RootKey(secrets.token_bytes(KEY_BYTES), KeyOrigin.FILE))
    if isinstance(room.enrol(code), EnrolmentProblem):
        raise StuckError("the centre does not take its own code")
    return room


def _spread(villages: Sequence[Village], count: int) -> list[Village]:
    """So many villages, from all over the regency."""
    return [villages[place * len(villages) // count % len(villages)] for place in range(count)]


def _entry(resident: Resident) -> Entry:
    return Entry(resident.nik, resident.kk, resident.birth_date)

"""How many passed each stage: by the centre's own records, beside what the press told of 2020."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.central.centre import Centre
from kiosk.central.desk.funnel import count
from kiosk.central.desk.scope import Scope
from kiosk.central.pipeline.steps import step_names
from kiosk.central.storage.base import Layer
from kiosk.domain.submission import CentreState
from kiosk.simulation.mishaps import PASSED_2020, Stage

_LAYER_OF: Final[Mapping[Stage, Layer]] = {
    Stage.EMAIL: Layer.EMAIL,
    Stage.IDENTITY: Layer.IDENTITY,
    Stage.PHONE: Layer.OTP,
    Stage.PHOTO: Layer.PHOTO,
}
_NAMES: Final[Mapping[Stage, str]] = {
    Stage.EMAIL: "e-mail confirmed",
    Stage.IDENTITY: "NIK, KK and birth date found",
    Stage.PHONE: "phone code typed",
    Stage.PHOTO: "photo accepted",
}
_REGISTERED: Final = step_names(())[0]
_NAME_WIDTH: Final = 30
_WIDTH: Final = 16


@dataclass(frozen=True, slots=True)
class Funnel:
    """One world's numbers."""

    world: str
    registered: int
    passed: Mapping[Stage, int]
    joined: int

    def share(self, stage: Stage) -> float:
        """Of those who came to a stage, the part that passed it; 0 where nobody came."""
        before = list(Stage).index(stage) - 1
        came = self.registered if before < 0 else self.passed[list(Stage)[before]]
        return self.passed[stage] / came if came else 0.0


def read_funnel(centre: Centre, world: str, offices: Sequence[str]) -> Funnel:
    """Count what the centre has of these offices, as its own page does."""
    settings, reached = centre.settings.current, Counter[str]()
    with centre.database.reading() as session:
        for office in offices:
            scope = Scope(office=office, district="", since=None, until=None, is_bound=False)
            way = count(session, scope, settings.layers, settings.not_required)
            reached.update({step.name: step.count for step in way.steps})
    return Funnel(
        world=world,
        registered=reached[_REGISTERED],
        passed={stage: reached[layer] for stage, layer in _LAYER_OF.items()},
        joined=reached[CentreState.JOINED],
    )


def as_table(funnels: Sequence[Funnel]) -> str:
    """The stages downwards; each per cent is of the stage before, the last line of everybody."""
    rows = [["", "in the press", *(funnel.world for funnel in funnels)]]
    rows.append(["registered", "23,171,233", *(f"{funnel.registered:,}" for funnel in funnels)])
    rows += [
        [
            _NAMES[stage],
            f"{PASSED_2020[stage]:.1%}",
            *(f"{funnel.passed[stage]:,} = {funnel.share(stage):.1%}" for funnel in funnels),
        ]
        for stage in Stage
    ]
    rows.append(["photos lost", "15.9%", *(f"{1 - f.share(Stage.PHOTO):.1%}" for f in funnels)])
    rows.append(["joined, of all", "", *(f"{_part(f.joined, f.registered):.1%}" for f in funnels)])
    return "\n".join(_line(row) for row in rows)


def _part(some: int, of: int) -> float:
    return some / of if of else 0.0


def _line(cells: Sequence[str]) -> str:
    name, *values = cells
    return f"{name:<{_NAME_WIDTH}}" + "".join(f"{value:>{_WIDTH}}" for value in values)

"""The styles of hijabs, and the ranges that each is drawn from."""

from dataclasses import dataclass
from enum import StrEnum

from training.composites.folds import Creases
from training.composites.opening import Rim

Range = tuple[float, float]


class HijabStyle(StrEnum):
    """Ways of wearing it, as seen in Indonesia."""

    SQUARE = "segi-empat"
    SHAWL = "pashmina"
    INSTANT = "bergo"
    LONG = "khimar"
    SCHOOL = "sekolah"
    SPORT = "sport"
    TURBAN = "turban"
    LOOSE = "kerudung"
    LAYERED = "berlapis"


@dataclass(frozen=True, slots=True)
class Cut:
    """The ranges that a style is drawn from, in face widths unless said otherwise."""

    rim: Rim
    creases: Creases
    side: Range = (0.56, 0.66)
    """Half of the cloth's width at the temples."""
    crown: Range = (0.86, 1.0)
    """Its top above the ears."""
    jaw: Range = (0.5, 0.6)
    veil: Range = (0.5, 0.7)
    """Half of its width below the chin."""
    shoulders: Range = (0.9, 1.5)
    slack: Range = (0.05, 0.14)
    flaps: tuple[float, float, float] = (0.2, 0.5, 0.3)
    """How often no, one and two ends cross below the chin."""
    under: float = 0.25
    """How often an under-scarf shows."""
    wrap: float = 0.3
    """How often an end is led over the head again, beside the face."""
    loose: bool = False
    """Stands away from the face: hair and neck, or a whole under-scarf, show in the opening."""
    often: float = 1.0


WIDE = Rim(
    peak=(0.0, 0.05), top=(1.15, 1.6), chin=(0.1, 0.45), squeeze=(1.04, 1.18), skin_only=False
)
CUTS = {
    HijabStyle.SQUARE: Cut(
        Rim(peak=(0.0, 0.07)),
        jaw=(0.5, 0.62),
        veil=(0.55, 0.85),
        shoulders=(1.0, 1.5),
        slack=(0.06, 0.16),
        creases=Creases(around=1.1, fan=1.0, swag=0.4, crown=0.9),
        wrap=0.4,
        often=1.4,
    ),
    HijabStyle.SHAWL: Cut(
        Rim(),
        veil=(0.48, 0.75),
        shoulders=(0.75, 1.4),
        creases=Creases(around=1.3, fan=0.4, swag=1.3, crown=1.2),
        flaps=(0.05, 0.55, 0.4),
        wrap=0.65,
        under=0.4,
        often=1.4,
    ),
    HijabStyle.INSTANT: Cut(
        Rim(peak=(0.0, 0.02), top=(0.45, 0.95)),
        jaw=(0.55, 0.68),
        veil=(0.65, 0.9),
        shoulders=(1.2, 1.6),
        slack=(0.1, 0.2),
        creases=Creases(around=0.6, fan=0.8, crown=0.2, brim=0.7),
        wrap=0.05,
        flaps=(0.9, 0.1, 0.0),
        under=0.1,
    ),
    HijabStyle.LONG: Cut(
        Rim(),
        side=(0.62, 0.74),
        jaw=(0.6, 0.8),
        veil=(0.75, 1.0),
        shoulders=(1.3, 1.7),
        slack=(0.14, 0.3),
        creases=Creases(around=0.9, fan=0.6, chest=1.2, crown=0.5),
        flaps=(0.6, 0.3, 0.1),
        under=0.3,
    ),
    HijabStyle.SCHOOL: Cut(
        Rim(peak=(0.01, 0.07), top=(0.5, 1.0)),
        jaw=(0.55, 0.7),
        veil=(0.6, 0.85),
        shoulders=(1.1, 1.5),
        creases=Creases(around=0.8, fan=1.0, crown=0.4, brim=0.15),
        wrap=0.05,
        flaps=(0.55, 0.3, 0.15),
        under=0.15,
        often=0.7,
    ),
    HijabStyle.SPORT: Cut(
        Rim(top=(0.7, 1.05)),
        side=(0.55, 0.62),
        crown=(0.86, 0.98),
        jaw=(0.46, 0.54),
        veil=(0.44, 0.5),
        shoulders=(0.5, 0.8),
        slack=(0.04, 0.08),
        creases=Creases(around=0.3, fan=0.2, swag=0.7, crown=0.1),
        wrap=0.05,
        flaps=(1.0, 0.0, 0.0),
        under=0.0,
        often=0.6,
    ),
    HijabStyle.TURBAN: Cut(
        Rim(top=(0.55, 1.0)),
        side=(0.6, 0.74),
        crown=(0.9, 1.12),
        jaw=(0.48, 0.56),
        veil=(0.44, 0.54),
        shoulders=(0.5, 0.9),
        slack=(0.03, 0.06),
        creases=Creases(around=0.2, swag=1.3, crown=1.6),
        flaps=(0.8, 0.2, 0.0),
        under=0.3,
        often=0.4,
    ),
    HijabStyle.LOOSE: Cut(
        WIDE,
        side=(0.64, 0.76),
        crown=(0.98, 1.12),
        jaw=(0.6, 0.75),
        veil=(0.7, 0.95),
        shoulders=(0.9, 1.5),
        slack=(0.1, 0.25),
        creases=Creases(around=1.4, fan=0.3, chest=1.0, crown=0.9),
        flaps=(0.3, 0.5, 0.2),
        under=0.0,
        loose=True,
        often=0.6,
    ),
    HijabStyle.LAYERED: Cut(
        WIDE,
        side=(0.64, 0.74),
        crown=(0.9, 1.06),
        jaw=(0.62, 0.8),
        veil=(0.75, 1.0),
        shoulders=(1.1, 1.6),
        slack=(0.12, 0.3),
        creases=Creases(around=1.3, fan=0.2, chest=1.1, crown=0.6),
        flaps=(0.7, 0.2, 0.1),
        under=1.0,
        loose=True,
        often=0.6,
    ),
}

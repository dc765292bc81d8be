"""What every hat is: its surfaces, how it sits, and the pieces that most of them share."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.composites.drawn import Field
from training.composites.hat_cloth import WIDE, Cloth, Rng
from training.composites.paint import cloud, f32
from training.composites.shapes import Brim, Size, tongue, turned
from training.composites.solids import Part

Profile = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Hat:
    """One hat, in face widths from the middle of its rim, and how it is worn."""

    parts: tuple[Part, ...]
    long: float
    """From the middle of the rim to its front."""
    front: float
    """How high the rim is in front: 0 at the eyebrows, 1 where the mesh ends."""
    tip: float = 0.0
    """Radians by which the front is above the back."""
    lean: float = 0.0
    """Radians to a side."""
    turn: float = 0.0
    """Radians about its own axis: backwards is half a turn."""
    z: float = -0.08
    """Middle of the rim before (or behind) the ears."""
    open_top: bool = False
    """Hair above the rim stays to be seen."""
    strap: bool = False
    """Held by a strap under the chin."""


def fit(rng: Rng, loose: float = 0.0) -> Size:
    """Half axes of a rim around a head with some hair."""
    wide = float(rng.uniform(0.56, 0.63)) + loose
    return Size(wide, wide * float(rng.uniform(1.08, 1.2)))


def crown(profile: Profile, size: Size, cloth: Cloth, rows: int = 14) -> Part:
    """A surface all around by its profile of (share of the rim, height)."""
    return Part(turned(profile, size, rows), cloth.skin(), _lining(cloth))


def peak(size: Size, brim: Brim, cloth: Cloth, under: Field) -> Part:
    """The peak of a cap."""
    return leaf(tongue(size, brim), cloth, under)


def leaf(grid: Field, cloth: Cloth, under: Field) -> Part:
    """A peak or brim by its upper side; below it is in its own shadow."""
    upper = grid[len(grid) // 2 :]
    blue, green, red = (float(c) for c in 0.6 * under)
    return Part(f32(upper), cloth.skin(), (blue, green, red))


def stitched(cloth: Cloth, rng: Rng) -> Cloth:
    """Cloth for a peak or brim: rows of stitches along its edge."""
    high = cloth.height.shape[0]
    cloth.paint[-2:] *= float(rng.uniform(0.65, 1.1))
    for row in range(int(rng.integers(4, 8)), high - 4, int(rng.integers(6, 11))):
        cloth.height[row : row + 2] -= 0.5
        cloth.paint[row : row + 2] *= 0.88
    return cloth


def raised(part: Part, share: float) -> Part:
    """The same surface, higher in front than at the back by this share of its height."""
    grid = part.grid.copy()
    grid[..., 1] *= 1 + share * _ahead(grid)
    return Part(grid, part.skin, part.inside)


def sheared(part: Part, right: float = 0.0, front: float = 0.0) -> Part:
    """The same surface, moved aside the more the higher it is."""
    grid = part.grid.copy()
    grid[..., 0] += right * grid[..., 1]
    grid[..., 2] += front * grid[..., 1]
    return Part(grid, part.skin, part.inside)


def uneven(part: Part, rng: Rng, amount: float) -> Part:
    """The same surface, out of shape as soft hats are; its rim stays."""
    grid = part.grid.copy()
    rows, columns = grid.shape[:2]
    ring = cloud(rng, (rows, columns - 1), 5, 1.6)
    bulge = np.concatenate([ring, ring[:, :1]], axis=1)
    grow = np.linspace(0, 1, rows, dtype=np.float32)[:, None] ** 0.7
    flat = grid[..., [0, 2]]
    grid[..., [0, 2]] = flat * (1 + amount * bulge * grow)[..., None]
    grid[..., 1] += 0.4 * amount * bulge * grow
    return Part(grid, part.skin, part.inside)


def pinched(part: Part, amount: float) -> Part:
    """The same crown, dented at both sides of its front and along its top, as of felt hats."""
    grid = part.grid.copy()
    top = np.clip(grid[..., 1] / max(float(grid[..., 1].max()), 1e-3), 0, 1) ** 2
    ahead = np.clip(_ahead(grid), 0, 1)
    grid[..., 0] *= 1 - amount * top * ahead
    return Part(grid, part.skin, part.inside)


def ball(at: Sequence[float], radius: float, cloth: Cloth, rng: Rng) -> Part:
    """A pompom or a button."""
    lat = np.linspace(-np.pi / 2, np.pi / 2, 11, dtype=np.float32)[:, None]
    phi = np.linspace(-np.pi, np.pi, 25, dtype=np.float32)[None, :-1]
    rough = radius * (1 + 0.08 * cloud(rng, (11, 24), 2.0))
    x = rough * np.cos(lat) * np.sin(phi)
    z = rough * np.cos(lat) * np.cos(phi)
    shell = np.stack([x, rough * np.sin(lat), z], -1)
    closed = np.concatenate([shell, shell[:, :1]], axis=1)
    return Part(f32(closed + f32(at)), cloth.skin())


def sash(line: Field, width: float, cloth: Cloth) -> Part:
    """A band along a line of places, standing upright."""
    half = f32([0, width / 2, 0])
    return Part(f32(np.stack([line - half, line + half])), cloth.skin(), _lining(cloth))


def around(cloth: Cloth) -> tuple[Field, Field]:
    """Radians round (0 in front) and share of the height (0 the rim) of each pixel of a cloth."""
    high = cloth.height.shape[0]
    phi = np.linspace(-np.pi, np.pi, WIDE, dtype=np.float32)[None, :]
    up = np.linspace(1, 0, high, dtype=np.float32)[:, None]
    return phi, up


def holed(cloth: Cloth, hole: NDArray[np.bool_]) -> Cloth:
    """The same cloth with an opening."""
    cloth.holes = np.where(hole, np.uint8(255), np.uint8(0))
    return cloth


def _ahead(grid: Field) -> Field:
    reach = max(float(np.abs(grid[..., 2]).max()), 1e-3)
    return np.asarray(grid[..., 2] / reach, np.float32)


def _lining(cloth: Cloth) -> tuple[float, float, float]:
    blue, green, red = (float(c) for c in 0.35 * cloth.paint[-8:].mean(axis=(0, 1)))
    return blue, green, red

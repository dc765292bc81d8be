"""What drawing an accessory on a crop gives back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Field = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A head crop with something drawn on it."""

    pixels: Pixels
    """(256, 256, 3), BGR."""
    alpha: Field
    """(256, 256): how far each pixel belongs to the accessory, 0 to 1, without its shadow."""
    kind: str

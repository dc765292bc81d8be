"""A drawn head as the crops have it, for whatever is put on heads."""

import numpy as np
from numpy.typing import NDArray

from tests.training.test_facewear import POSE, head, mesh
from training.drawing import SEGMENTS, Sample
from training.pool import EAR, EYES, EYEWEAR, HEADWEAR, LOWER

BARE = (
    EYEWEAR["none"], HEADWEAR["bare"], EAR["visible"], EAR["visible"], LOWER["none"], EYES["no"],
)  # fmt: skip


def sample(*, labels: tuple[int, ...] = BARE, yaw_deg: float = 0.0) -> Sample:
    """A bare head with both ears and a free face, but for what a test changes."""
    segments: NDArray[np.uint8] = np.full((256, 256), SEGMENTS["bare"], np.uint8)
    return Sample(head(), mesh(), POSE, np.array(labels, np.int8), segments, yaw_deg)

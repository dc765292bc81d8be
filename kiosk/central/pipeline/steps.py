"""The way of a submission in steps, as the articles counted it: how many got how far.

0 is being registered; then one step for every verification, in the order in force; then what
follows. Kept with each submission as a number, so that a million are counted in a moment.
"""

from collections.abc import Sequence
from typing import Final

from kiosk.central.storage.base import Layer
from kiosk.domain.submission import CentreState

REGISTERED: Final = 0
_AFTERWARDS: Final = {
    state: len(Layer) + number
    for number, state in enumerate(
        (CentreState.ELIGIBLE, CentreState.JOINED, CentreState.ACCEPTED), start=1
    )
}
LAST: Final = max(_AFTERWARDS.values())


def step_after(layer: Layer, order: Sequence[Layer]) -> int:
    """Having passed this verification; the test comes after all that have an order."""
    return [*order, Layer.TEST].index(layer) + 1


def step_at(state: CentreState) -> int:
    """Having come to this state; 0 where it says nothing about that."""
    return _AFTERWARDS.get(state, REGISTERED)


def step_names(order: Sequence[Layer]) -> tuple[str, ...]:
    """What each step is called, from `registered` on."""
    return ("registered", *order, Layer.TEST, *_AFTERWARDS)

"""What networks could say of a head, for rules that need no network."""

from dataclasses import replace

from kiosk.camera.appearance import OUTPUTS, Appearance
from kiosk.camera.profile import load_profile
from kiosk.domain.photo import Limits
from kiosk.domain.reason import Reason

MEASURE_OF = {
    Reason.GLASSES: "glasses",
    Reason.HEADWEAR: "headwear",
    Reason.EARS_HIDDEN: "ear_area",
    Reason.MASK: "mask",
    Reason.OCCLUDED: "occluded",
}
_SHIPPED = load_profile()
PROFILE = replace(
    _SHIPPED,
    limits={
        **_SHIPPED.limits,
        **dict.fromkeys(MEASURE_OF.values(), Limits(unsure=0.5, fail=0.8)),
        "ear_area": Limits(unsure=0.05, fail=0.03),
    },
)
"""The rules of the kiosk with limits that a test can count on."""


def seen(neck: float = 0.0, **likely: float) -> Appearance:
    """A bare head with a free face and both ears, but for what is said to be likely."""
    known = {"ear_left_area": 0.03, "ear_right_area": 0.03}
    for outputs in OUTPUTS.values():
        for output, (nothing, *classes) in outputs.items():
            known |= {f"{output}_{name}": likely.get(f"{output}_{name}", 0.0) for name in classes}
            known[f"{output}_{nothing}"] = 1.0 - sum(known[f"{output}_{name}"] for name in classes)
    known |= {name: value for name, value in likely.items() if name.startswith("ear_")}
    assert likely.keys() <= known.keys()
    return Appearance(known, neck)


def seen_ears(left: float, right: float, neck: float = 0.0, **likely: float) -> Appearance:
    """The same, with so much of the ears in view."""
    return seen(neck, ear_left_area=left, ear_right_area=right, **likely)

"""The photo profile as the centre sends it: TOML text to PhotoProfile."""

import math
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Final

from kiosk.domain.photo import Limits, PhotoProfile
from kiosk.domain.reason import PHOTO_REASONS, Reason

DEFAULT: Final = "2022"

MEASURES: Final = frozenset({
    "other_face_inside", "other_face_beside",
    "eye_distance_px", "portrait_height_px", "head_share", "off_centre", "cut_off",
    "roll_deg", "yaw_deg", "pitch_deg",
    "blur_effect",
    "highlight", "crushed_share", "clipped_share", "side_light",
    "eye_blink", "mouth_opening",
})  # fmt: skip
"""The names that `[limits]` must have, all of them and no others."""

_KEYS = frozenset(
    {"name", "version", "with_card", "head_share", "pitch_zero_deg", "blocking", "limits"}
)


class ProfileError(ValueError):
    """A photo profile that cannot be used; the message names the key."""


def load_profile(name: str = DEFAULT) -> PhotoProfile:
    """Read a profile that comes with the kiosk; raise ProfileError where there is none."""
    file = resources.files("kiosk.resources") / "profiles" / f"{name}.toml"
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        raise ProfileError(f"there is no photo profile {name}") from None
    return parse_profile(text)


def parse_profile(text: str) -> PhotoProfile:
    """Read a profile; raise ProfileError for anything missing, unknown or impossible."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"not TOML: {error}") from error
    _require_keys(table, _KEYS, "")
    return PhotoProfile(
        name=_text(table, "name"),
        version=_text(table, "version"),
        with_card=_flag(table, "with_card"),
        head_share=_number(table, "head_share", 0.2, 0.95),
        pitch_zero_deg=_number(table, "pitch_zero_deg", -30.0, 30.0),
        blocking=_blocking(table["blocking"]),
        limits=_limits(table["limits"]),
    )


def _require_keys(table: Mapping[str, object], expected: frozenset[str], prefix: str) -> None:
    for key in sorted(expected - table.keys()):
        raise ProfileError(f"{prefix}{key}: missing")
    for key in sorted(table.keys() - expected):
        raise ProfileError(f"{prefix}{key}: unknown")


def _text(table: Mapping[str, object], key: str) -> str:
    value = table[key]
    if not isinstance(value, str) or not value.strip():
        raise ProfileError(f"{key}: must be text")
    return value


def _flag(table: Mapping[str, object], key: str) -> bool:
    value = table[key]
    if not isinstance(value, bool):
        raise ProfileError(f"{key}: must be true or false")
    return value


def _number(
    table: Mapping[str, object], key: str, low: float, high: float, prefix: str = ""
) -> float:
    value = table[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ProfileError(f"{prefix}{key}: must be a number from {low:g} to {high:g}")
    return float(value)


def _blocking(value: object) -> frozenset[Reason]:
    if not isinstance(value, list):
        raise ProfileError("blocking: must be a list of reasons")
    by_name = {reason.value: reason for reason in PHOTO_REASONS}
    for name in value:
        if not isinstance(name, str) or name not in by_name:
            raise ProfileError(f"blocking: {name!r} is not a photo reason")
    return frozenset(by_name[name] for name in value)


def _limits(value: object) -> Mapping[str, Limits]:
    if not isinstance(value, dict):
        raise ProfileError("limits: must be a table")
    _require_keys(value, MEASURES, "limits.")
    return {name: _limit(f"limits.{name}", pair) for name, pair in value.items()}


def _limit(key: str, value: object) -> Limits:
    if not isinstance(value, dict):
        raise ProfileError(f"{key}: must have unsure and fail")
    _require_keys(value, frozenset({"unsure", "fail"}), f"{key}.")
    unsure, fail = (
        _number(value, name, -math.inf, math.inf, f"{key}.") for name in ("unsure", "fail")
    )
    return Limits(unsure, fail)

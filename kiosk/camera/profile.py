"""The photo profile as the centre sends it: TOML text to PhotoProfile."""

import math
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Final

from kiosk.domain.exception import PHOTO_KINDS, ExceptionKind
from kiosk.domain.photo import Limits, PeciRule, PhotoProfile
from kiosk.domain.reason import PHOTO_REASONS, Reason

DEFAULT: Final = "2022"

MEASURES: Final = frozenset({
    "other_face_inside", "other_face_beside",
    "eye_distance_px", "portrait_height_px", "head_share", "off_centre", "cut_off",
    "roll_deg", "yaw_deg", "pitch_deg",
    "blur_effect",
    "room_light", "highlight", "clipped_share", "white_share", "shadow",
    "eye_closing", "mouth_opening", "clutter",
    "glasses", "headwear", "ear_area", "mask", "occluded",
})  # fmt: skip
"""The names that `[limits]` must have, all of them and no others."""

LESS_IS_WORSE: Final = frozenset({
    "ear_area", "eye_distance_px", "portrait_height_px", "room_light", "highlight",
})  # fmt: skip
"""The measures that fail below their limit; all others fail above it."""

CARD_MEASURES: Final = frozenset({
    "corner_margin", "card_width_px", "paper_light", "glare_share", "print_blur",
})  # fmt: skip
"""The same for `[ktp]`."""

CARD_LESS_IS_WORSE: Final = frozenset({"corner_margin", "card_width_px", "paper_light"})

_KEYS = frozenset({
    "name", "version", "with_card", "ktp_photo", "head_share", "pitch_zero_deg", "hijab", "peci",
    "blocking", "exception_approval", "limits", "ktp",
})  # fmt: skip


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


def load_profile_file(file: Path) -> PhotoProfile:
    """Read a profile from a file; raise ProfileError that names the file and the key."""
    try:
        return parse_profile(file.read_text("utf-8"))
    except OSError as error:
        raise ProfileError(f"{file} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, ProfileError) as error:
        raise ProfileError(f"{file}: {error}") from error


def find_profile(name_or_file: str) -> PhotoProfile:
    """Read a profile that comes with the kiosk or, from `*.toml`, one of somebody else's."""
    if name_or_file.endswith(".toml"):
        return load_profile_file(Path(name_or_file))
    return load_profile(name_or_file)


def parse_profile(text: str) -> PhotoProfile:
    """Read a profile; raise ProfileError for anything missing, unknown or impossible."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"not TOML: {error}") from error
    _require_keys(table, _KEYS, "")
    _require_hijab_allowed(table)
    return PhotoProfile(
        name=_text(table, "name"),
        version=_text(table, "version"),
        with_card=_flag(table, "with_card"),
        head_share=_number(table, "head_share", 0.2, 0.95),
        pitch_zero_deg=_number(table, "pitch_zero_deg", -30.0, 30.0),
        peci=_peci(table["peci"]),
        blocking=_blocking(table["blocking"]),
        limits=_limits(table["limits"], "limits", MEASURES, LESS_IS_WORSE),
        ktp_photo=_flag(table, "ktp_photo"),
        ktp_limits=_limits(table["ktp"], "ktp", CARD_MEASURES, CARD_LESS_IS_WORSE),
        exception_approval=_approval(table["exception_approval"]),
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


def _require_hijab_allowed(table: Mapping[str, object]) -> None:
    """The rule is written down, not open: every sentence of the kiosk says that a hijab stays on.

    The programme's own guidance of September 2020 exempts it from "no head cover".
    """
    if table["hijab"] != "allowed":
        raise ProfileError("hijab: must be allowed, it is never a hat")


def _peci(value: object) -> PeciRule:
    by_name = {rule.value: rule for rule in PeciRule}
    if not isinstance(value, str) or value not in by_name:
        raise ProfileError(f"peci: must be one of {', '.join(PeciRule)}")
    return by_name[value]


def _blocking(value: object) -> frozenset[Reason]:
    if not isinstance(value, list):
        raise ProfileError("blocking: must be a list of reasons")
    by_name = {reason.value: reason for reason in PHOTO_REASONS}
    for name in value:
        if not isinstance(name, str) or name not in by_name:
            raise ProfileError(f"blocking: {name!r} is not a photo reason")
    return frozenset(by_name[name] for name in value)


def _approval(value: object) -> frozenset[ExceptionKind]:
    if not isinstance(value, list):
        raise ProfileError("exception_approval: must be a list of exceptions")
    by_name = {kind.value: kind for kind in PHOTO_KINDS}
    for name in value:
        if not isinstance(name, str) or name not in by_name:
            raise ProfileError(f"exception_approval: {name!r} is no exception of a photo")
    return frozenset(by_name[name] for name in value)


def _limits(
    value: object, name: str, measures: frozenset[str], less_is_worse: frozenset[str]
) -> Mapping[str, Limits]:
    if not isinstance(value, dict):
        raise ProfileError(f"{name}: must be a table")
    _require_keys(value, measures, f"{name}.")
    return {
        measure: _limit(f"{name}.{measure}", pair, less_is_worse=measure in less_is_worse)
        for measure, pair in value.items()
    }


def _limit(key: str, value: object, *, less_is_worse: bool) -> Limits:
    if not isinstance(value, dict):
        raise ProfileError(f"{key}: must have unsure and fail")
    _require_keys(value, frozenset({"unsure", "fail"}), f"{key}.")
    unsure, fail = (
        _number(value, name, -math.inf, math.inf, f"{key}.") for name in ("unsure", "fail")
    )
    if less_is_worse:
        if fail > unsure:
            raise ProfileError(f"{key}: fail must not be above unsure")
    elif fail < unsure:
        raise ProfileError(f"{key}: fail must not be below unsure")
    return Limits(unsure, fail)

"""Which labelled pictures have a cause, and how many of them the check finds.

A picture whose label is doubtful is left out of the causes that the doubt touches, so that no
figure depends on where an annotator drew the line.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.camera.labels import LabelledPicture
from kiosk.camera.share import Share
from kiosk.domain.reason import Reason

Reasons = Mapping[str, frozenset[Reason]]
"""What the check says fails, by the name of the picture's file."""

TILTED_DEG: Final = 12.5
UPRIGHT_DEG: Final = 7.5
_DOUBTFUL = ("light_borderline", "yaw_borderline", "small_", "ears_uncertain")
_COVERS = frozenset({"none", "hijab", "hat"})
"""The head covers whose answer is no matter of policy, as it is for peci and turban."""


def _has_glasses(picture: LabelledPicture) -> bool | None:
    return picture.glasses != "none"


def _has_headwear(picture: LabelledPicture) -> bool | None:
    return picture.head_cover == "hat" if picture.head_cover in _COVERS else None


def _has_hidden_ears(picture: LabelledPicture) -> bool | None:
    if picture.head_cover == "hijab":
        return False
    frontal = picture.yaw == "frontal" and picture.occlusion != "mask"
    if picture.head_cover != "none" or not frontal or picture.is_noted("ears_uncertain"):
        return None
    return {"none": True, "both": False}.get(picture.ears)


def _is_tilted(picture: LabelledPicture) -> bool | None:
    if picture.roll_deg is None or picture.yaw != "frontal":
        return None
    roll = abs(picture.roll_deg)
    return None if UPRIGHT_DEG < roll < TILTED_DEG else roll >= TILTED_DEG


def _is_turned(picture: LabelledPicture) -> bool | None:
    if picture.is_noted("yaw_borderline", "pitch_borderline"):
        return None
    if picture.yaw in {"slight", "profile"} or picture.pitch in {"up", "down"}:
        return True
    return False if picture.yaw == "frontal" else None


def _is_lit(light: str) -> Callable[[LabelledPicture], bool | None]:
    def is_lit_so(picture: LabelledPicture) -> bool | None:
        if picture.is_noted("light_borderline"):
            return None
        return {light: True, "ok": False}.get(picture.light)

    return is_lit_so


def _is_blurred(picture: LabelledPicture) -> bool | None:
    return None if picture.is_noted("small_") else picture.blur == "1"


def _has_closed_eyes(picture: LabelledPicture) -> bool | None:
    if picture.glasses == "sun":
        return None
    return {"closed": True, "open": False}.get(picture.eyes)


def _has_open_mouth(picture: LabelledPicture) -> bool | None:
    if picture.occlusion == "mask":
        return None
    return {"open": True, "closed": False}.get(picture.mouth)


def _has_mask(picture: LabelledPicture) -> bool | None:
    return picture.occlusion == "mask"


def _is_occluded(picture: LabelledPicture) -> bool | None:
    return None if picture.occlusion == "mask" else picture.occlusion in {"hand", "other"}


_OF_ONE_FACE: Mapping[Reason, Callable[[LabelledPicture], bool | None]] = {
    Reason.GLASSES: _has_glasses,
    Reason.HEADWEAR: _has_headwear,
    Reason.EARS_HIDDEN: _has_hidden_ears,
    Reason.BLUR: _is_blurred,
    Reason.DARK: _is_lit("dark"),
    Reason.BRIGHT: _is_lit("over"),
    Reason.SHADOW: _is_lit("shadow"),
    Reason.TILT: _is_tilted,
    Reason.TURNED: _is_turned,
    Reason.EYES_CLOSED: _has_closed_eyes,
    Reason.MOUTH_OPEN: _has_open_mouth,
    Reason.MASK: _has_mask,
    Reason.OCCLUDED: _is_occluded,
}

CAUSES: Final = (*_OF_ONE_FACE, Reason.NO_FACE, Reason.MANY_FACES)
"""The causes that are scored, in the order of the tables."""

_NAMED_BY: Mapping[Reason, frozenset[Reason]] = {
    Reason.OCCLUDED: frozenset({Reason.OCCLUDED, Reason.MASK}),
    Reason.MASK: frozenset({Reason.MASK, Reason.OCCLUDED, Reason.NO_FACE}),
}
"""Answers that also name a cause: whoever follows them takes it away."""

NO_OBSTACLE: Final = frozenset({
    Reason.TOO_SMALL, Reason.TOO_BIG, Reason.OFF_CENTRE, Reason.CUT_OFF, Reason.LOW_RESOLUTION,
    Reason.BACKGROUND, Reason.MOUTH_OPEN,
})  # fmt: skip
"""What does not count against a picture here: none was taken at a counter."""


def causes_of(picture: LabelledPicture) -> dict[Reason, bool]:
    """Whether a picture has a cause; a cause that nobody can tell is not there."""
    if picture.faces == "0":
        return {Reason.NO_FACE: True}
    if picture.spoof == "1":
        return {}
    people = {Reason.NO_FACE: False, Reason.MANY_FACES: picture.faces == "2+"}
    if picture.faces != "1":
        return people
    answers = {cause: has(picture) for cause, has in _OF_ONE_FACE.items()}
    return {cause: has for cause, has in answers.items() if has is not None} | people


def names(cause: Reason, reasons: frozenset[Reason]) -> bool:
    """Whether the check's answer names a cause."""
    return bool(reasons & _NAMED_BY.get(cause, frozenset({cause})))


def is_accepted(reasons: frozenset[Reason]) -> bool:
    """Whether nothing speaks against the photo but how it is framed."""
    return reasons <= NO_OBSTACLE


class Group(StrEnum):
    """Photos of which a share must be accepted or stopped."""

    GOOD = "good photos accepted"
    GOOD_NATURAL = "good photos accepted, none derived"
    HIJAB = "good hijab photos accepted"
    LIGHT_SKIN = "good photos accepted, light skin"
    MEDIUM_SKIN = "good photos accepted, medium skin"
    DARK_SKIN = "good photos accepted, dark skin"
    SIX_CAUSES = "photos with one of the six causes stopped"


def belongs(picture: LabelledPicture, group: Group) -> bool:
    """Whether a picture counts in a group."""
    if picture.is_noted(*_DOUBTFUL):
        return False
    if group is Group.SIX_CAUSES:
        return _has_one_of_six(picture)
    return picture.compliant == "1" and _GOOD_AND[group](picture)


_GOOD_AND: Mapping[Group, Callable[[LabelledPicture], bool]] = {
    Group.GOOD: lambda _: True,
    Group.GOOD_NATURAL: lambda picture: picture.derived == "0",
    Group.HIJAB: lambda picture: picture.head_cover == "hijab",
    Group.LIGHT_SKIN: lambda picture: picture.skin == "light",
    Group.MEDIUM_SKIN: lambda picture: picture.skin == "medium",
    Group.DARK_SKIN: lambda picture: picture.skin == "dark",
}


def _has_one_of_six(picture: LabelledPicture) -> bool:
    """Blurred, glasses, ears not visible, tilted, shadow or dark, hat: what lost a batch."""
    if picture.faces != "1" or picture.spoof == "1" or picture.head_cover not in _COVERS:
        return False
    return (
        picture.blur == "1"
        or picture.glasses != "none"
        or picture.head_cover == "hat"
        or (picture.ears == "none" and picture.head_cover == "none")
        or abs(picture.roll_deg or 0.0) >= TILTED_DEG
        or picture.light in {"dark", "shadow"}
    )


@dataclass(frozen=True, slots=True)
class CauseScore:
    """How often a cause is named where it is and where it is not; the files that are wrong."""

    found: Share
    false: Share
    missed: tuple[str, ...]
    flagged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """What a set of answers is worth."""

    causes: Mapping[Reason, CauseScore]
    groups: Mapping[Group, Share]
    hijab_called_hat: Share


def score(pictures: Iterable[LabelledPicture], reasons: Reasons) -> Score:
    """Compare the answers with the labels; a picture without an answer does not count."""
    answered = [picture for picture in pictures if picture.file in reasons]
    hijab = [p for p in answered if p.head_cover == "hijab" and Reason.HEADWEAR in causes_of(p)]
    return Score(
        causes={cause: _score_cause(cause, answered, reasons) for cause in CAUSES},
        groups={group: _score_group(group, answered, reasons) for group in Group},
        hijab_called_hat=Share.of(names(Reason.HEADWEAR, reasons[p.file]) for p in hijab),
    )


def _score_cause(
    cause: Reason, pictures: Iterable[LabelledPicture], reasons: Reasons
) -> CauseScore:
    judged = [(p.file, has) for p in pictures if (has := causes_of(p).get(cause)) is not None]
    named = {file: names(cause, reasons[file]) for file, _ in judged}
    return CauseScore(
        found=Share.of(named[file] for file, has in judged if has),
        false=Share.of(named[file] for file, has in judged if not has),
        missed=tuple(file for file, has in judged if has and not named[file]),
        flagged=tuple(file for file, has in judged if named[file] and not has),
    )


def _score_group(group: Group, pictures: Iterable[LabelledPicture], reasons: Reasons) -> Share:
    accepted = [is_accepted(reasons[p.file]) for p in pictures if belongs(p, group)]
    return Share.of(not taken if group is Group.SIX_CAUSES else taken for taken in accepted)

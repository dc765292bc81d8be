#!/usr/bin/env python3
"""Draws the small pictures of what spoils a photo and what mends it: `resources/pictures/*.svg`.

Each picture is 200 x 100: what is wrong on the left, how it is right on the right. Lines are in the
colour `currentColor`, what it is about in `teal`; both are replaced by colours of the theme.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

PICTURES: Final = Path(__file__).parents[1] / "pictures"
_HEAD: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" fill="none" '
    'stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">'
)


def _path(d: str, more: str = "") -> str:
    return f'<path d="{d}"{" " + more if more else ""}/>'


def _moved(inner: str, how: str) -> str:
    return f'<g transform="{how}">{inner}</g>'


_TEAL: Final = 'stroke="teal"'
_TEAL_BODY: Final = 'stroke="teal" fill="teal" fill-opacity="0.25"'
_DARK_BODY: Final = 'fill="currentColor" stroke="none"'

_SHOULDERS: Final = _path("M20 94 C20 80 34 76 43 74 V66") + _path("M57 66 V74 C66 76 80 80 80 94")
_OVAL: Final = _path(
    "M50 20 C62 20 69 29 69 43 C69 58 60 69 50 69 C40 69 31 58 31 43 C31 29 38 20 50 20 Z"
)
_HAIR: Final = _path(
    "M31 43 C29 22 40 15 50 15 C60 15 71 22 69 43 C66 32 60 28 50 28 C40 28 34 32 31 43 Z",
    _DARK_BODY,
)
_EARS: Final = _path("M31 40 C26 38 25 49 32 51") + _path("M69 40 C74 38 75 49 68 51")
_EARS_SEEN: Final = _path("M31 39 C24 36 23 51 32 52", _TEAL) + _path(
    "M69 39 C76 36 77 51 68 52", _TEAL
)
_NOSE: Final = _path("M50 44 L48 52 H51")
_MOUTH: Final = _path("M44 59 Q50 63 56 59")
_EYES: Final = (
    '<circle cx="42" cy="43" r="2" fill="currentColor" stroke-width="1"/>'
    '<circle cx="58" cy="43" r="2" fill="currentColor" stroke-width="1"/>'
)
_FACE: Final = _EYES + _NOSE + _MOUTH
_PERSON: Final = _SHOULDERS + _OVAL + _EARS + _HAIR + _FACE
_TURN_BACK: Final = _path("M86 14 C74 4 56 4 44 12 M44 12 L52 14 M44 12 L46 4", _TEAL)
_HEAD_ONLY: Final = _OVAL + _EARS + _HAIR + _FACE
_WITHOUT_EYES: Final = _SHOULDERS + _OVAL + _EARS + _HAIR + _NOSE + _MOUTH
_WITHOUT_MOUTH: Final = _SHOULDERS + _OVAL + _EARS + _HAIR + _NOSE + _EYES
_HIJAB: Final = (
    _path(
        "M50 13 C33 13 27 28 28 46 C29 62 24 72 18 94 H82 C76 72 71 62 72 46 C73 28 67 13 50 13 Z",
        _TEAL_BODY,
    )
    + _path(
        "M50 24 C61 24 65 33 65 43 C65 57 57 66 50 66 C43 66 35 57 35 43 C35 33 39 24 50 24 Z",
        'stroke="teal"',
    )
    + _FACE
)
_FRAME: Final = f'<rect x="6" y="6" width="88" height="88" rx="10" {_TEAL}/>'
_WHOLE_FRAME: Final = f'<rect x="2" y="2" width="96" height="96" rx="10" {_TEAL}/>'
"""To its edge: what reaches beyond is not drawn."""
_GUIDE: Final = f'<ellipse cx="50" cy="46" rx="27" ry="35" stroke-dasharray="5 6" {_TEAL}/>'
_CAP: Final = _path("M30 32 C30 16 40 11 50 11 C60 11 70 16 70 32 Z", _TEAL_BODY) + _path(
    "M28 33 H80 C84 33 82 28 76 27", _TEAL
)
_LONG_HAIR: Final = _path(
    "M50 13 C33 13 27 26 27 44 C27 58 25 66 23 74 C30 76 35 72 36 64 C31 52 33 34 50 28 "
    "C67 34 69 52 64 64 C65 72 70 76 77 74 C75 66 73 58 73 44 C73 26 67 13 50 13 Z",
    _TEAL_BODY,
)
_GLASSES: Final = (
    f'<circle cx="41" cy="43" r="7.5" {_TEAL}/><circle cx="59" cy="43" r="7.5" {_TEAL}/>'
    + _path("M48.5 42 H51.5 M33.5 41 L30 39 M66.5 41 L70 39", _TEAL)
)
_MASK: Final = _path(
    "M33 50 C40 47 60 47 67 50 C66 62 59 69 50 69 C41 69 34 62 33 50 Z", _TEAL_BODY
) + _path("M33 51 L29 45 M67 51 L71 45", _TEAL)
_HAND: Final = _path(
    "M58 94 L52 70 C49 64 52 60 56 62 L60 66 L58 46 C58 42 63 42 64 46 L66 58 L67 44 "
    "C68 40 72 41 72 45 L72 59 L75 48 C76 45 80 46 79 50 L76 72 L76 94",
    _TEAL_BODY,
)
_SUN: Final = f'<circle cx="82" cy="18" r="6" {_TEAL_BODY}/>' + _path(
    "M82 5 V7 M82 29 V31 M69 18 H71 M93 18 H95 M73 9 L74.5 10.5 M91 27 L89.5 25.5 M73 27 "
    "L74.5 25.5 M91 9 L89.5 10.5",
    _TEAL,
)
_LAMP: Final = _path("M8 12 L20 6 L26 18 Z", _TEAL_BODY) + _path(
    "M26 24 L31 28 M20 28 L23 33", _TEAL
)
_HALF_SHADE: Final = _path(
    "M50 20 C62 20 69 29 69 43 C69 58 60 69 50 69 Z",
    'fill="teal" fill-opacity="0.55" stroke="none"',
)
_TEAL_NIGHT: Final = 'stroke="teal" fill="teal" fill-opacity="0.6"'
_NIGHT: Final = f'<rect x="6" y="6" width="88" height="88" rx="10" {_TEAL_NIGHT}/>'
_GLOW: Final = f'<circle cx="50" cy="42" r="36" {_TEAL_BODY} stroke-dasharray="2 9"/>'
_TURNED_FACE: Final = (
    _SHOULDERS
    + _OVAL
    + _path("M31 40 C26 38 25 49 32 51")
    + _HAIR
    + '<circle cx="55" cy="43" r="2" fill="currentColor" stroke-width="1"/>'
    '<circle cx="65" cy="43" r="2" fill="currentColor" stroke-width="1"/>'
    + _path("M62 45 L63 52 H60", _TEAL)
    + _path("M56 60 Q60 63 64 60")
    + _path("M80 40 H92 M87 35 L92 40 L87 45", _TEAL)
)
_BLOCKS: Final = "".join(
    f'<rect x="{x}" y="{y}" width="12" height="12" fill="teal" fill-opacity="{o}" stroke="none"/>'
    for x, y, o in (
        (38, 20, 0.7),
        (50, 20, 0.5),
        (26, 32, 0.4),
        (38, 32, 0.25),
        (50, 32, 0.3),
        (62, 32, 0.5),
        (26, 44, 0.3),
        (38, 44, 0.6),
        (50, 44, 0.2),
        (62, 44, 0.6),
        (38, 56, 0.3),
        (50, 56, 0.4),
        (26, 74, 0.6),
        (38, 74, 0.4),
        (50, 74, 0.5),
        (62, 74, 0.6),
        (38, 62, 0.2),
        (50, 62, 0.25),
    )
)
_SHAKEN: Final = (
    _moved(_PERSON, "translate(-5 0)")
    + f'<g stroke="teal" opacity="0.5">{_moved(_PERSON, "translate(6 2)")}</g>'
)

_CARD_BODY: Final = '<rect x="14" y="28" width="72" height="46" rx="6"/>'
_CARD_PRINT: Final = f'<rect x="62" y="40" width="16" height="22" rx="2" {_TEAL_BODY}/>' + _path(
    "M22 40 H52 M22 48 H46 M22 56 H50 M22 64 H42"
)
_CARD: Final = _CARD_BODY + _CARD_PRINT
_BOX: Final = f'<rect x="6" y="18" width="88" height="66" rx="8" stroke-dasharray="5 6" {_TEAL}/>'
_SPOT: Final = f'<ellipse cx="40" cy="52" rx="15" ry="11" {_TEAL_BODY}/>' + _path(
    "M40 34 V30 M58 42 L62 39 M22 42 L18 39 M40 70 V74 M60 60 L64 63", _TEAL
)
_SHAKEN_CARD: Final = (
    _moved(_CARD, "translate(-4 0)") + f'<g opacity="0.45">{_moved(_CARD, "translate(5 3)")}</g>'
)
_DARK_BOX: Final = f'<rect x="6" y="18" width="88" height="66" rx="8" {_TEAL_NIGHT}/>'

_BOTH_ALLOWED: Final = _moved(_PERSON, "translate(-4 24) scale(0.56)") + _moved(
    _HIJAB, "translate(48 24) scale(0.56)"
)
_IN_FRAME: Final = _FRAME + _GUIDE + _moved(_PERSON, "translate(7 12) scale(0.86)")

DRAWINGS: Final[Mapping[str, tuple[str, str]]] = {
    "NO_FACE": (_FRAME + _GUIDE, _IN_FRAME),
    "MANY_FACES": (
        _moved(_PERSON, "translate(-8 16) scale(0.66)")
        + f'<g stroke="teal">{_moved(_PERSON, "translate(42 16) scale(0.66)")}</g>',
        _PERSON,
    ),
    "TOO_SMALL": (_FRAME + _GUIDE + _moved(_PERSON, "translate(29 36) scale(0.42)"), _IN_FRAME),
    "TOO_BIG": (_WHOLE_FRAME + _moved(_HEAD_ONLY, "translate(-37 -18) scale(1.74)"), _IN_FRAME),
    "OFF_CENTRE": (_FRAME + _GUIDE + _moved(_PERSON, "translate(38 28) scale(0.68)"), _IN_FRAME),
    "CUT_OFF": (_WHOLE_FRAME + _moved(_PERSON, "translate(7 -30) scale(0.86)"), _IN_FRAME),
    "LOW_RESOLUTION": (_BLOCKS, _PERSON),
    "TILT": (_SHOULDERS + _moved(_HEAD_ONLY, "rotate(22 50 72)") + _TURN_BACK, _PERSON),
    "TURNED": (_TURNED_FACE, _PERSON),
    "BLUR": (_SHAKEN, _PERSON),
    "DARK": (_NIGHT + _PERSON, _PERSON + _SUN),
    "BRIGHT": (_GLOW + _PERSON + _SUN, _PERSON),
    "SHADOW": (_PERSON + _HALF_SHADE, _PERSON + _LAMP),
    "EYES_CLOSED": (
        _WITHOUT_EYES + _path("M38 43 Q42 47 46 43 M54 43 Q58 47 62 43", _TEAL),
        _PERSON,
    ),
    "MOUTH_OPEN": (
        _WITHOUT_MOUTH + f'<ellipse cx="50" cy="60" rx="5.5" ry="5" {_TEAL_BODY}/>',
        _PERSON,
    ),
    "GLASSES": (_WITHOUT_EYES + _EYES + _GLASSES, _PERSON),
    "HEADWEAR": (_PERSON + _CAP, _BOTH_ALLOWED),
    "EARS_HIDDEN": (
        _SHOULDERS + _OVAL + _FACE + _LONG_HAIR,
        _SHOULDERS + _OVAL + _EARS_SEEN + _HAIR + _FACE,
    ),
    "MASK": (_PERSON + _MASK, _PERSON),
    "OCCLUDED": (_PERSON + _HAND, _PERSON),
    "ktp/KTP_UNREADABLE": (_BOX, _BOX + _CARD),
    "ktp/CUT_OFF": (_WHOLE_FRAME + _moved(_CARD, "translate(0 42)"), _BOX + _CARD),
    "ktp/TOO_SMALL": (_BOX + _moved(_CARD, "translate(28 28) scale(0.45)"), _BOX + _CARD),
    "ktp/BLUR": (_SHAKEN_CARD, _CARD),
    "ktp/BRIGHT": (_CARD + _SPOT, _CARD),
    "ktp/DARK": (_DARK_BOX + _CARD, _CARD + _SUN),
}  # fmt: skip


def main() -> None:
    """Write all drawings."""
    (PICTURES / "ktp").mkdir(parents=True, exist_ok=True)
    for name, (wrong, right) in DRAWINGS.items():
        svg = f"{_HEAD}{wrong}{_moved(right, 'translate(100 0)')}</svg>\n"
        (PICTURES / f"{name}.svg").write_text(svg, "utf-8", newline="\n")


if __name__ == "__main__":
    main()

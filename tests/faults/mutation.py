"""Bytes as a broken disk, a bad line or an enemy leaves them: almost right."""

import json
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any, Final

_MOST_CHANGES: Final = 6
_DEEP: Final = 2_000
_HOSTILE: Final[tuple[Any, ...]] = (
    *(None, True, 0, -1, 2**31, 2**63, 2**64, -(2**63), 10**30, 1e308, float("nan"), float("inf")),
    *("", " ", "0", "null", "\x00", "\ud800", "é" * 50, "a" * 5_000, "../../etc", "%s{}\\", "id"),
    *("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-02-30T00:00:00Z"),
    *("2026-03-02T05:00:00", "10000-01-01T00:00:00Z", "9999-12-31", "0001-01-01", "1e400", "-0"),
    *("00000000-0000-0000-0000-000000000000", "photo", "GLASSES", "accepted", "open"),
    *([], {}, [[]], [None], {"": ""}, [0] * 300, {"id": {"id": "id"}}),
)
_NUMBERS: Final = (b"0", b"-1", b"99999999999999999999", b"1e999", b"NaN", b"0x1")


def mutated(specimen: bytes, chance: Random) -> bytes:
    """One to a few changes of the bytes themselves."""
    data = bytearray(specimen)
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        chance.choice(_BYTE_CHANGES)(data, chance)
    return bytes(data)


def mutated_json(specimen: bytes, chance: Random) -> bytes:
    """The same form with other values, other names, or other bytes; still JSON as a rule."""
    if chance.random() < 0.15:
        return mutated(specimen, chance)
    document = json.loads(specimen)
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        document = _changed(document, chance)
    text = json.dumps(document, ensure_ascii=chance.random() < 0.5)
    if chance.random() < 0.02:
        text = text.replace("null", "[" * _DEEP + "]" * _DEEP, 1)
    return text.encode("utf-8", "surrogatepass")


def _changed(document: Any, chance: Random) -> Any:
    """Walk down to some place in the document and put something else there."""
    if not isinstance(document, dict | list) or not document or chance.random() < 0.15:
        return deepcopy(chance.choice(_HOSTILE))
    place = chance.choice(list(document) if isinstance(document, dict) else range(len(document)))
    match chance.randrange(6):
        case 0:
            del document[place]
        case 1 if isinstance(document, dict):
            document[chance.choice(("unknown", "", "seq", "jpeg"))] = deepcopy(document[place])
        case 1 if isinstance(document, list):
            document.append(deepcopy(document[place]))
        case _:
            document[place] = _changed(document[place], chance)
    return document


def _flip(data: bytearray, chance: Random) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut(data: bytearray, chance: Random) -> None:
    start = chance.randint(0, len(data))
    del data[start : start + chance.choice((1, 2, 16, len(data)))]


def _repeat(data: bytearray, chance: Random) -> None:
    start = chance.randint(0, len(data))
    data[start:start] = data[start : start + chance.choice((1, 4, 64))]


def _insert(data: bytearray, chance: Random) -> None:
    start = chance.randint(0, len(data))
    data[start:start] = chance.randbytes(chance.choice((1, 4, 300)))


def _overwrite(data: bytearray, chance: Random) -> None:
    start, size = chance.randint(0, len(data)), chance.choice((1, 2, 4, 32))
    data[start : start + size] = chance.choice((b"\x00", b"\xff")) * size


def _number(data: bytearray, chance: Random) -> None:
    places = [place for place, byte in enumerate(data[:4_000]) if chr(byte).isdigit()]
    if places:
        place = chance.choice(places)
        data[place : place + 1] = chance.choice(_NUMBERS)


_BYTE_CHANGES: Final[tuple[Callable[[bytearray, Random], None], ...]] = (
    *(_flip, _cut, _repeat, _insert, _overwrite, _number),
)

"""Codes that are read aloud and typed: Crockford's base 32 (no I, L, O, U) with a check character.

The check character follows Luhn's algorithm in base 32
(https://en.wikipedia.org/wiki/Luhn_mod_N_algorithm): it finds every single wrong character and
almost every pair of swapped ones.
"""

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BASE: Final = len(ALPHABET)
_BITS: Final = 5
_AS_TYPED: Final = str.maketrans("OIL", "011")


def write(number: int, length: int) -> str:
    """The `length` lowest characters of a number, the lowest first."""
    return "".join(ALPHABET[(number >> _BITS * place) % _BASE] for place in range(length))


def read(text: str) -> str | None:
    """A typed code without spaces, dashes and dots, in capitals, with O for 0 and I or L for 1.

    None where something else was typed.
    """
    typed = "".join(text.split()).replace("-", "").replace(".", "")
    if not typed.isascii():  # before upper(), which makes SS of a sharp s
        return None
    code = typed.upper().translate(_AS_TYPED)
    return code if set(code) <= set(ALPHABET) else None


def grouped(code: str, length: int) -> str:
    """With a dash after every `length` characters."""
    starts = range(0, len(code), length)
    return "-".join(code[start : start + length] for start in starts)


def check_character(payload: str) -> str:
    """What is put behind the payload."""
    total = 0
    for place, character in enumerate(reversed(payload)):
        product = ALPHABET.index(character) * (1 if place % 2 else 2)
        total += product // _BASE + product % _BASE
    return ALPHABET[-total % _BASE]

"""Finds villages by the beginnings of words, in a few milliseconds among all of Indonesia."""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

_OTHER_SIGN = re.compile(r"[^a-z0-9\n]")
_KINDS = frozenset(("desa", "kelurahan", "kel", "kecamatan", "kec", "kabupaten", "kab", "kota"))
_MARK = ord("1")
_AFTER_ALL = "~"  # sorts after every letter, digit and dot


def folded(lines: str) -> str:
    """Lines of Latin text as they are compared: lower-case words without accents or apostrophes."""
    plain = unicodedata.normalize("NFKD", lines.casefold()).encode("ascii", "ignore").decode()
    return _OTHER_SIGN.sub(" ", plain.replace("'", "").replace("`", ""))


class _WordTable:
    """The sorted words of many lines with the numbers of their lines, in one row to read fast."""

    def __init__(self, lines: Iterable[str]) -> None:
        numbers_by_word: defaultdict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(lines):
            for word in line.split():
                numbers_by_word[word].append(number)
        self._words = sorted(numbers_by_word)
        self._numbers = array("I")
        self._starts = array("I", [0])
        for word in self._words:
            self._numbers.extend(numbers_by_word[word])
            self._starts.append(len(self._numbers))

    def under(self, prefix: str) -> Sequence[int]:
        """The numbers of all words that begin so, in no order and some more than once."""
        first = bisect_left(self._words, prefix)
        end = bisect_left(self._words, prefix + _AFTER_ALL, lo=first)
        return self._numbers[self._starts[first] : self._starts[end]]


def _without_kinds(line: str) -> str:
    return " ".join(word for word in line.split() if word not in _KINDS)


class VillageIndex:
    """The villages of a country, findable by words of their names and of the areas around them.

    A set of villages is an integer with one bit for each, the first village in the highest bit:
    that makes a search a dozen bitwise operations, however many villages its words fit.
    """

    def __init__(self, villages: Mapping[str, str], areas: Mapping[str, str]) -> None:
        """Takes names by code, in the order of the codes; the areas are regencies and districts."""
        names = folded("\n".join(villages.values())).split("\n")
        self._codes = list(villages)
        self._anywhere = _WordTable(names)
        self._opening = _WordTable(name.lstrip().partition(" ")[0] for name in names)
        self._areas = [self._within(f"{code}.") for code in areas]
        self._around = _WordTable(_without_kinds(folded(name)) for name in areas.values())

    def find(self, text: str, scopes: Sequence[str], limit: int) -> list[str]:
        """The codes of the best villages whose names and areas have every word of the text.

        The scopes are beginnings of codes: villages of the first come first. Within a scope come
        names that begin with the first word, then names with all words, with some, with none
        (where only the district or regency has them), each in the order of their codes. Beside
        other words, those for kinds of regions (`desa`, `kab`) may be missing.
        """
        found: list[str] = []
        seen = 0
        rankings = self._rankings(folded(text).split())
        for scope in scopes:
            inside = self._bits_of(self._within(scope))
            for ranking in rankings:
                fresh = ranking & inside & ~seen
                seen |= fresh
                found.extend(self._first_codes(fresh, limit - len(found)))
                if len(found) == limit:
                    return found
        return found

    def _rankings(self, words: Sequence[str]) -> tuple[int, int, int, int]:
        """Four sets of villages that fit the words, from the strictest sense to the loosest."""
        required = set(words) - _KINDS or set(words)
        everything = self._bits_of(range(len(self._codes)))
        all_named, some_named, fitting = everything, 0, everything
        for word in words:
            named = self._bits_of_villages(self._anywhere.under(word))
            all_named &= named
            some_named |= named
            if word in required:
                fitting &= named | self._bits_of_areas(self._around.under(word))
        opening = self._bits_of_villages(self._opening.under(words[0])) if words else everything
        return all_named & opening, all_named, fitting & some_named, fitting

    def _within(self, scope: str) -> range:
        first = bisect_left(self._codes, scope)
        return range(first, bisect_left(self._codes, scope + _AFTER_ALL, lo=first))

    def _bits_of(self, villages: range) -> int:
        return ((1 << len(villages)) - 1) << (len(self._codes) - villages.stop)

    def _bits_of_villages(self, numbers: Iterable[int]) -> int:
        marks = bytearray(b"0") * len(self._codes)
        for number in numbers:
            marks[number] = _MARK
        return int(marks or b"0", 2)

    def _bits_of_areas(self, numbers: Iterable[int]) -> int:
        marks = bytearray(b"0") * len(self._codes)
        for number in numbers:
            area = self._areas[number]
            marks[area.start : area.stop] = b"1" * len(area)
        return int(marks or b"0", 2)

    def _first_codes(self, bits: int, limit: int) -> Iterator[str]:
        for _ in range(limit):
            if not bits:
                return
            place = bits.bit_length()
            yield self._codes[len(self._codes) - place]
            bits ^= 1 << (place - 1)

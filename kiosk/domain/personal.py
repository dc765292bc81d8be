"""Texts about a person, which must not show themselves in logs and tracebacks."""

from dataclasses import dataclass
from typing import Final

GROUP_LENGTH: Final = 4


def groups_of(digits: str) -> tuple[str, ...]:
    """Cut a number into groups of four; the last may be shorter."""
    starts = range(0, len(digits), GROUP_LENGTH)
    return tuple(digits[start : start + GROUP_LENGTH] for start in starts)


@dataclass(frozen=True, slots=True, repr=False)
class PersonalText:
    """A text in its canonical form, whose repr keeps it to itself."""

    value: str

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.masked})"

    @property
    def masked(self) -> str:
        """What may be shown to others; nothing, unless a subclass knows better."""
        return "…"


class GroupedNumber(PersonalText):
    """A long number shown and compared in groups of four digits."""

    __slots__ = ()

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups in order."""
        return groups_of(self.value)

    @property
    def display(self) -> str:
        """All digits, e.g. `3510 0741 0190 9001`."""
        return " ".join(self.groups)

    @property
    def masked(self) -> str:
        """First and last group only, e.g. `3510 **** **** 9001`."""
        hidden = "*" * GROUP_LENGTH
        first, *middle, last = self.groups
        return " ".join([first, *(hidden for _ in middle), last])

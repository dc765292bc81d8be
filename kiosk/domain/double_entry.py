"""Two blind entries of the same thing, compared.

A NIK has no check digit: about one wrong digit in three is caught by nothing else.
"""

from itertools import zip_longest

from kiosk.domain.personal import groups_of
from kiosk.domain.typed import without_separators


def differing_groups(first: str, second: str) -> tuple[int, ...]:
    """Indices of the four-digit groups that differ; 0 to 3 for a NIK. Spaces do not matter."""
    pairs = zip_longest(groups_of(without_separators(first)), groups_of(without_separators(second)))
    return tuple(index for index, (one, other) in enumerate(pairs) if one != other)

"""What stands before a choice: round where one is chosen of several, square where it is ticked."""

from collections.abc import Mapping
from typing import Final

Tick = Mapping[bool, tuple[str, str]]
"""Whether it is chosen, to icon and colour."""
ONE_OF_SEVERAL: Final[Tick] = {True: ("circle-check", "accent"), False: ("circle", "field_edge")}
ANY_OF_SEVERAL: Final[Tick] = {True: ("square-check", "accent"), False: ("square", "field_edge")}

"""What may be an office: the same at the operators' page and at the command line."""

import re
from dataclasses import dataclass
from enum import StrEnum

OFFICE_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", re.ASCII)
_VILLAGE = re.compile(r"(\d{2}\.\d{2}\.\d{2}\.\d{4})?", re.ASCII)
_LONGEST_NAME = 100


class OfficeProblem(StrEnum):
    """Why an office cannot be added; each has its words under `problem.<value>`."""

    BAD_ID = "office_bad_id"
    BAD_NAME = "office_bad_name"
    BAD_VILLAGE = "office_bad_village"
    IS_THERE = "office_is_there"


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What was typed."""

    office_id: str = ""
    name: str = ""
    village: str = ""

    @property
    def problem(self) -> OfficeProblem | None:
        """What is wrong with it."""
        if not OFFICE_ID.fullmatch(self.office_id):
            return OfficeProblem.BAD_ID
        if not 0 < len(self.name) <= _LONGEST_NAME or not self.name.isprintable():
            return OfficeProblem.BAD_NAME
        return None if _VILLAGE.fullmatch(self.village) else OfficeProblem.BAD_VILLAGE

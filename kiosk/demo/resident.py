"""An invented resident. The serial 9001 is never given out; the 0840 prefix belongs to nobody."""

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class InventedResident:
    """What the resident of the story types, field by field."""

    nik: str
    kk: str
    birth_date: date
    name: str
    birth_place: str
    village_search: str
    address_line: str
    phone: str
    email: str


SITI: Final = InventedResident(
    nik="3510094107909001",
    kk="3510090502159001",
    birth_date=date(1990, 7, 1),
    name="SITI CONTOH",
    birth_place="BANYUWANGI",
    village_search="genteng kulon",
    address_line="JL MELATI 12",
    phone="084012345678",
    email="siti.contoh@example.com",
)

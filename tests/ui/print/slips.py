"""Slips with ordinary and with the longest contents, and pictures of what they are drawn as."""

from dataclasses import replace
from itertools import combinations

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.domain.crockford import ALPHABET
from kiosk.domain.name import LONGEST_NAME, PersonName
from kiosk.domain.ticket import Ticket, parse_ticket
from kiosk.ui.print.leaf import Leaf, Mark
from kiosk.ui.print.slip import make_slip
from tests.sync.registrations import registration
from tests.sync.scripted_central import NOON

Picture = npt.NDArray[np.uint8]
ORDINARY = make_slip(registration(), "Desa Genteng Kulon", "1500", NOON)
ONE_LONG_WORD = "W" * (LONGEST_NAME - 5)
WIDEST = next(
    found for sign in ALPHABET if isinstance(found := parse_ticket("WWWWWWWWW" + sign), Ticket)
)
LONGEST = replace(
    make_slip(registration(), "Kantor Wwwwwwwwwww " * 20, "WhatsApp 0840-0000-9001, " * 20, NOON),
    ticket=WIDEST.display,
    masked_name=PersonName(f"{ONE_LONG_WORD} Waan").masked,
)
AGAIN = replace(ORDINARY, masked_nik=None, help_line=None)
MM_PER_INCH = 25.4
_OVERHANG = 2
"""Dots by which letters such as J reach out of their line, into the room around it."""


def overlapping(leaf: Leaf) -> list[tuple[Mark, Mark]]:
    """Pairs of marks that stand in each other's way, by more than rounding."""
    inner = [(mark, mark.box.adjusted(0.01, 0.01, -0.01, -0.01)) for mark in leaf.marks]
    return [
        (a, b) for (a, first), (b, second) in combinations(inner, 2) if first.intersects(second)
    ]


def outside(leaf: Leaf) -> list[Mark]:
    """Marks that are not wholly on the paper."""
    paper = QRectF(0, 0, leaf.width_mm, leaf.height_mm)
    return [mark for mark in leaf.marks if not paper.contains(mark.box)]


def photographed(leaf: Leaf, dpi: int, margin: int = 0) -> Picture:
    """What a printer of so many dots an inch makes of it, with some dots around the paper."""
    dots = dpi / MM_PER_INCH
    width, height = round(leaf.width_mm * dots), round(leaf.height_mm * dots)
    image = QImage(width + 2 * margin, height + 2 * margin, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter = QPainter(image)
    leaf.draw(painter, leaf.place(QRectF(margin, margin, width, height)))
    painter.end()
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return lines[:, : image.width()].copy()


def ink_outside_boxes(leaf: Leaf, dpi: int = 203) -> int:
    """Dots of ink that belong to no mark's box: letters that are cut off, or hang out."""
    margin, dots = 40, dpi / MM_PER_INCH
    picture = photographed(leaf, dpi, margin)
    for mark in leaf.marks:
        box = QRectF(mark.box.topLeft() * dots, mark.box.size() * dots).toAlignedRect()
        box.adjust(-_OVERHANG, -_OVERHANG, _OVERHANG, _OVERHANG)
        box.translate(margin, margin)
        picture[box.top() : box.bottom() + 1, box.left() : box.right() + 1] = 255
    return int(np.count_nonzero(picture < 128))


def read_qr(picture: Picture) -> str:
    """What a camera reads."""
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))
    return text


SLIPS = {"ordinary": ORDINARY, "longest": LONGEST, "again": AGAIN}

"""Papers of invented people, drawn: a KTP, a KK and a note. No emblem, and all marked LATIHAN."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.flow import Step
from kiosk.ui.look import Look
from kiosk.ui.officer.practice.guests import Guest
from kiosk.ui.theme import FONT_FAMILY

_CARD_PX: Final = QSize(856, 480)
_SHEET_PX: Final = QSize(856, 290)
_NOTE_PX: Final = QSize(856, 176)
"""What is drawn on, whatever the size on screen."""
_LEAST_WIDTH: Final = 360
_INK, _BLUE, _WHITE, _YELLOW = "#1E2A28", "#BFD9EE", "#FAFAF5", "#FFF3B0"
_MARK: Final = "LATIHAN"
_TEXT_PX: Final = 26
_LINE_PX: Final = 44
Drawing = Callable[[QPainter, Guest], None]


def lines_of(guest: Guest) -> Mapping[Step, str]:
    """What the papers say, page by page of the form, as a finger points at it."""
    nik, kk, phone, mailbox = guest.nik, _kk_line(guest), guest.noted_phone, guest.noted_email
    return {
        Step.NIK: f"NIK : {nik}",
        Step.NIK_AGAIN: f"NIK : {nik}",
        Step.KK: f"KK No. {kk}",
        Step.KK_AGAIN: f"KK No. {kk}",
        Step.BIRTH_DATE: f"Tempat/Tgl Lahir : {_born(guest)}",
        Step.NAME: f"Nama : {guest.full_name}",
        Step.PHONE: f"HP {phone}",
        Step.PHONE_AGAIN: f"HP {phone}",
        Step.EMAIL: mailbox,
        Step.EMAIL_AGAIN: mailbox,
    }


class Paper(QWidget):
    """One paper, as wide as there is room."""

    def __init__(self, look: Look, name: str, size: QSize, draw: Drawing) -> None:
        """`name` ends the key of what it is called."""
        super().__init__()
        self.setObjectName(f"paper_{name}")
        self._size, self._draw = size, draw
        self._guest: Guest | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.name(self, f"practice.paper.{name}")

    def show_guest(self, guest: Guest) -> None:
        """Draw the paper of somebody."""
        self._guest = guest
        self.setAccessibleDescription(" ".join(lines_of(guest).values()))
        self.update()

    def sizeHint(self) -> QSize:
        """Half of what it is drawn on."""
        return self._size / 2

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(_LEAST_WIDTH, self.heightForWidth(_LEAST_WIDTH))

    def heightForWidth(self, width: int) -> int:
        """Papers keep their shape."""
        return round(width * self._size.height() / self._size.width())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw it to scale."""
        if self._guest is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(self.width() / self._size.width(), self.height() / self._size.height())
        painter.scale(scale, scale)
        self._draw(painter, self._guest)
        painter.end()


class PaperLine(QWidget):
    """The line of a paper that is typed now, as large as there is room."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.words = ""
        self.setObjectName("paper_line")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.name(self, "practice.paper.line")

    def show_line(self, words: str) -> None:
        """Show what the paper says; nothing where nothing is typed."""
        self.words = words
        self.setAccessibleDescription(words)
        self.setVisible(bool(words))
        self.update()

    def sizeHint(self) -> QSize:
        """A line of text."""
        return QSize(1, round(1.9 * self._look.px["chrome"]))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Write it on paper."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(_INK), 1))
        painter.setBrush(QColor(_YELLOW))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        font = _font(self._look.px["body"], bold=True)
        room = self.width() - 2.0 * self._look.px["chrome"]
        wide = QFontMetricsF(font).horizontalAdvance(self.words)
        if wide > room > 0:
            font.setPixelSize(max(round(font.pixelSize() * room / wide), 1))
        painter.setFont(font)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.words)
        painter.end()


def make_papers(look: Look) -> tuple[Paper, Paper, Paper]:
    """KTP, KK and note."""
    return (
        Paper(look, "ktp", _CARD_PX, _draw_ktp),
        Paper(look, "kk", _SHEET_PX, _draw_kk),
        Paper(look, "note", _NOTE_PX, _draw_note),
    )


def _draw_ktp(painter: QPainter, guest: Guest) -> None:
    _draw_ground(painter, _CARD_PX, _BLUE)
    write = partial(_write, painter)
    write((250, 44), "PROVINSI CONTOH", bold=True)
    write((232, 82), "KABUPATEN CONTOH", bold=True)
    write((32, 138), f"NIK : {guest.nik}", px=36, bold=True)
    rows = {
        "Nama": guest.full_name,
        "Tempat/Tgl Lahir": _born(guest),
        "Jenis Kelamin": "PEREMPUAN" if guest.is_woman else "LAKI-LAKI",
        "Alamat": "JL LATIHAN 12",
        "Kel/Desa": "CONTOH",
        "Kewarganegaraan": "WNI",
    }
    for place, (name, value) in enumerate(rows.items()):
        top = 196 + _LINE_PX * place
        write((32, top), name)
        write((272, top), f": {value}")
    _draw_face(painter, QRectF(640, 166, 184, 240), guest)


def _draw_kk(painter: QPainter, guest: Guest) -> None:
    _draw_ground(painter, _SHEET_PX, _WHITE)
    write = partial(_write, painter)
    write((250, 52), "KARTU KELUARGA", px=34, bold=True)
    write((238, 100), f"No. {guest.kk}", px=34, bold=True)
    painter.setPen(QPen(QColor(_INK), 2))
    painter.drawRect(QRectF(32, 126, 792, 88))
    painter.drawLine(QPointF(32, 170), QPointF(824, 170))
    painter.drawLine(QPointF(420, 126), QPointF(420, 214))
    write((46, 158), "Nama Lengkap")
    write((434, 158), "NIK")
    write((46, 202), guest.full_name)
    write((434, 202), guest.nik)
    write((46, 258), guest.kk_note, px=30, by_hand=True)


def _draw_note(painter: QPainter, guest: Guest) -> None:
    _draw_ground(painter, _NOTE_PX, _YELLOW)
    _write(painter, (46, 72), f"HP {guest.noted_phone}", px=38, by_hand=True)
    _write(painter, (46, 136), guest.noted_email, px=38, by_hand=True)


def _draw_ground(painter: QPainter, size: QSize, colour: str) -> None:
    painter.setPen(QPen(QColor(_INK), 2))
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(1, 1, size.width() - 2, size.height() - 2), 24, 24)
    _write(painter, (size.width() - 178, size.height() - 22), _MARK, px=30, bold=True)


def _draw_face(painter: QPainter, place: QRectF, guest: Guest) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#9E3B34" if guest.birth_date.year % 2 else "#2F5C9E"))
    painter.drawRect(place)
    painter.setClipRect(place)
    middle, top = place.center().x(), place.top()
    hair = 132 if guest.is_woman else 74
    for colour, left, height, wide, high in (
        ("#2A2321", 54, 36, 108, hair + 40),
        ("#52615E", 82, 186, 164, 140),
        ("#D8A982", 42, 56, 84, 112),
    ):
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QRectF(middle - left, top + height, wide, high))
    painter.setBrush(QColor(_INK))
    for side in (-18, 18):
        painter.drawEllipse(QPointF(middle + side, top + 106), 4, 4)
    painter.setPen(QPen(QColor(_INK), 3))
    painter.drawArc(QRectF(middle - 16, top + 124, 32, 20), 200 * 16, 140 * 16)
    painter.setClipping(False)


def _write(
    painter: QPainter,
    at: tuple[int, int],
    words: str,
    *,
    px: int = _TEXT_PX,
    bold: bool = False,
    by_hand: bool = False,
) -> None:
    font = _font(px, bold=bold)
    font.setItalic(by_hand)
    painter.setFont(font)
    painter.setPen(QColor("#23408E" if by_hand else _INK))
    painter.drawText(QPointF(*at), words)


def _font(px: int, *, bold: bool) -> QFont:
    font = QFont(FONT_FAMILY)
    font.setPixelSize(px)
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Medium)
    return font


def _born(guest: Guest) -> str:
    return f"BANYUWANGI, {guest.birth_date:%d-%m-%Y}"


def _kk_line(guest: Guest) -> str:
    return f"{guest.kk} · {guest.kk_note}" if guest.kk_note else guest.kk

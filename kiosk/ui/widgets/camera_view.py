"""The live picture, mirrored as in a mirror, with the oval to stand in and the hold-still ring."""

from enum import Enum
from typing import Final

import cv2
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.camera.source import Frame, Pixels
from kiosk.ui.look import Look

_RADIUS: Final = 20
_OVAL_HEIGHT: Final = 0.68
_OVAL_WIDTH: Final = 0.78
"""Of its height: a head with hair and ears."""
_OVAL_MIDDLE: Final = 0.42
"""From the top: the instruction stands below."""
_VEIL: Final = QColor(10, 20, 18, 70)
_OUTLINE_PX, _RING_PX = 5, 10
_FULL_CIRCLE: Final = 360 * 16
_QUARTER: Final = 90 * 16


class OvalMood(Enum):
    """What the oval says: nothing yet, something to correct, all well."""

    WAITING = "waiting"
    CORRECT = "correct"
    GOOD = "good"


class CameraView(QWidget):
    """Shows frames cut to its own shape. Each frame is shrunk once, when it comes."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("camera_view")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._look = look
        self._image: QImage | None = None
        self._mood = OvalMood.WAITING
        self._progress = 0.0
        look.name(self, "photo.view")

    def show_frame(self, frame: Frame) -> None:
        """Show the newest frame."""
        self._image = mirrored_image(frame.pixels, self.size() * self.devicePixelRatioF())
        self._image.setDevicePixelRatio(self.devicePixelRatioF())
        self.update()

    def show_mood(self, mood: OvalMood, progress: float = 0.0) -> None:
        """Colour the oval; `progress` 0..1 fills the ring around it."""
        if (mood, progress) != (self._mood, self._progress):
            self._mood, self._progress = mood, progress
            self.update()

    def clear(self) -> None:
        """Show nobody."""
        self._image = None
        self.show_mood(OvalMood.WAITING)
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Large enough to recognise oneself."""
        return QSize(240, 200)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the picture with round corners, the veil, the oval and the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground())
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        if self._image is not None:
            oval = self._oval(area)
            self._draw_veil(painter, area, oval)
            self._draw_oval(painter, oval)
        painter.end()

    def _ground(self) -> QBrush:
        return QBrush(QColor("#1D2826") if self._image is None else self._image)

    def _draw_veil(self, painter: QPainter, area: QRectF, oval: QRectF) -> None:
        veil = QPainterPath()
        veil.addRoundedRect(area, _RADIUS, _RADIUS)
        veil.addEllipse(oval)
        painter.fillPath(veil, _VEIL)

    def _draw_oval(self, painter: QPainter, oval: QRectF) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._outline())
        painter.drawEllipse(oval)
        if self._progress > 0:
            pen = QPen(QColor("#39D46B"), _RING_PX)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(oval, _QUARTER, -round(self._progress * _FULL_CIRCLE))

    def _outline(self) -> QPen:
        """Dashed while there is something to correct: not told by colour alone."""
        if self._mood is OvalMood.CORRECT:
            pen = QPen(QColor("#FFB547"), _OUTLINE_PX + 2)
            pen.setDashPattern([3.4, 2.2])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            return pen
        return QPen(QColor("#FFFFFF"), _OUTLINE_PX)

    def _oval(self, area: QRectF) -> QRectF:
        height = min(area.height() * _OVAL_HEIGHT, area.width() * 0.9 / _OVAL_WIDTH)
        width = height * _OVAL_WIDTH
        left = area.center().x() - width / 2
        return QRectF(left, area.height() * _OVAL_MIDDLE - height / 2, width, height)


class PhotoView(QWidget):
    """A photo as it will be sent: not mirrored, whole, as large as fits."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("photo_view")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._pixmap = QPixmap()
        look.name(self, "photo.taken")

    def show_jpeg(self, jpeg: bytes) -> None:
        """Show a photo."""
        self._pixmap.loadFromData(jpeg)
        self.update()

    def clear(self) -> None:
        """Forget the photo."""
        self._pixmap = QPixmap()
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Large enough to judge it."""
        return QSize(180, 240)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the photo in the middle, with round corners."""
        if self._pixmap.isNull():
            return
        size = self.size() * self.devicePixelRatioF()
        fitted = self._pixmap.scaled(
            size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        fitted.setDevicePixelRatio(self.devicePixelRatioF())
        shown = fitted.deviceIndependentSize()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate((self.width() - shown.width()) / 2, (self.height() - shown.height()) / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(fitted))
        painter.drawRoundedRect(QRectF(0, 0, shown.width(), shown.height()), _RADIUS, _RADIUS)
        painter.end()


def mirrored_image(pixels: Pixels, size: QSize) -> QImage:
    """The middle of a picture, cut to the shape of `size`, shrunk to it and mirrored."""
    width, height = max(size.width(), 1), max(size.height(), 1)
    middle = _cut_to_shape(pixels, width / height)
    shrink = cv2.INTER_AREA if middle.shape[1] > 2 * width else cv2.INTER_LINEAR
    small = cv2.flip(cv2.resize(middle, (width, height), interpolation=shrink), 1)
    argb = cv2.cvtColor(small, cv2.COLOR_BGR2BGRA)
    view = QImage(argb.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    return view.copy()  # the array may be freed while Qt still paints


def _cut_to_shape(pixels: Pixels, width_over_height: float) -> Pixels:
    height, width = pixels.shape[:2]
    wide = min(width, round(height * width_over_height))
    tall = min(height, round(width / width_over_height))
    left, top = (width - wide) // 2, (height - tall) // 2
    return pixels[top : top + max(tall, 1), left : left + max(wide, 1)]

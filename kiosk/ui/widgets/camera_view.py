"""The live picture with the outline to be within, an oval or a rectangle, and the ring on it."""

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
_TOP_DEG, _WHOLE_DEG = 90.0, 360.0
_PAPER_WIDTH: Final = 0.84
_PAPER_MIDDLE: Final = 0.44
"""Of the picture; what is held there lies within the part that the code reader looks at."""


class Mood(Enum):
    """What the outline says: nothing yet, something to correct, all well."""

    WAITING = "waiting"
    CORRECT = "correct"
    GOOD = "good"


class LiveView(QWidget):
    """Shows frames cut to its own shape. Each frame is shrunk once, when it comes.

    What is drawn upon the picture is up to the kinds of it.
    """

    def __init__(self, look: Look, name_key: str, *, mirrored: bool = True) -> None:
        super().__init__()
        self.setObjectName("camera_view")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._mirrored = mirrored
        self._image: QImage | None = None
        self._mood = Mood.WAITING
        self._progress = 0.0
        look.name(self, name_key)

    def show_frame(self, frame: Frame) -> None:
        """Show the newest frame."""
        size = self.size() * self.devicePixelRatioF()
        self._image = cut_image(frame.pixels, size, mirrored=self._mirrored)
        self._image.setDevicePixelRatio(self.devicePixelRatioF())
        self.update()

    def show_mood(self, mood: Mood, progress: float = 0.0) -> None:
        """Colour the outline; `progress` 0..1 fills the ring around it."""
        if (mood, progress) != (self._mood, self._progress):
            self._mood, self._progress = mood, progress
            self.update()

    def show_moment(self, progress: float, *, correct: bool) -> None:
        """Colour the outline for something to correct, or let its ring fill."""
        self.show_mood(Mood.CORRECT if correct else Mood.GOOD, 0.0 if correct else progress)

    @property
    def free_beside(self) -> int:
        """Pixels between the outline and the picture's edge."""
        return round(self._outline(QRectF(self.rect())).boundingRect().left())

    def clear(self) -> None:
        """Show nobody."""
        self._image = None
        self.show_mood(Mood.WAITING)
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Large enough to recognise oneself."""
        return QSize(240, 200)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the picture with round corners, the veil, the outline and the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground())
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        if self._image is not None:
            outline = self._outline(area)
            self._draw_veil(painter, area, outline)
            self._draw_outline(painter, outline)
        painter.end()

    def _outline(self, area: QRectF) -> QPainterPath:
        """The line to be within, closed, from the top clockwise: the ring fills along it."""
        raise NotImplementedError

    def _ground(self) -> QBrush:
        return QBrush(QColor("#1D2826") if self._image is None else self._image)

    def _draw_veil(self, painter: QPainter, area: QRectF, outline: QPainterPath) -> None:
        veil = QPainterPath()
        veil.addRoundedRect(area, _RADIUS, _RADIUS)
        veil.addPath(outline)
        painter.fillPath(veil, _VEIL)

    def _draw_outline(self, painter: QPainter, outline: QPainterPath) -> None:
        painter.strokePath(outline, self._pen())
        if self._progress > 0:
            painter.strokePath(outline, _ring(outline.length(), self._progress))

    def _pen(self) -> QPen:
        """Dashed while there is something to correct: not told by colour alone."""
        if self._mood is Mood.CORRECT:
            pen = QPen(QColor("#FFB547"), _OUTLINE_PX + 2)
            pen.setDashPattern([3.4, 2.2])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            return pen
        return QPen(QColor("#FFFFFF"), _OUTLINE_PX)


class CameraView(LiveView):
    """A mirror with an oval to put the face in."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "photo.view")

    def _outline(self, area: QRectF) -> QPainterPath:
        height = min(area.height() * _OVAL_HEIGHT, area.width() * 0.9 / _OVAL_WIDTH)
        width = height * _OVAL_WIDTH
        left = area.center().x() - width / 2
        oval = QRectF(left, area.height() * _OVAL_MIDDLE - height / 2, width, height)
        path = QPainterPath()
        path.arcMoveTo(oval, _TOP_DEG)
        path.arcTo(oval, _TOP_DEG, -_WHOLE_DEG)
        return path


class PaperView(LiveView):
    """A picture with a rectangle to hold a paper or a card in."""

    def __init__(
        self, look: Look, name_key: str, width_over_height: float, share: float, *, mirrored: bool
    ) -> None:
        """`share`: how high the rectangle is, of the picture's height."""
        super().__init__(look, name_key, mirrored=mirrored)
        self._shape, self._share = width_over_height, share

    def _outline(self, area: QRectF) -> QPainterPath:
        height = min(area.height() * self._share, area.width() * _PAPER_WIDTH / self._shape)
        width = height * self._shape
        left, top = area.center().x() - width / 2, area.height() * _PAPER_MIDDLE - height / 2
        path = QPainterPath()
        path.addRoundedRect(QRectF(left, top, width, height), _RADIUS / 2, _RADIUS / 2)
        return path


def _ring(length: float, progress: float) -> QPen:
    """Draws the first part of a path."""
    pen = QPen(QColor("#39D46B"), _RING_PX)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([max(length * progress, 1) / _RING_PX, length / _RING_PX])
    return pen


class PhotoView(QWidget):
    """A photo as it will be sent: not mirrored, whole, as large as fits."""

    def __init__(self, look: Look, name_key: str = "photo.taken") -> None:
        super().__init__()
        self.setObjectName("photo_view")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._pixmap = QPixmap()
        look.name(self, name_key)

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


def cut_image(pixels: Pixels, size: QSize, *, mirrored: bool) -> QImage:
    """The middle of a picture, cut to the shape of `size` and shrunk to it."""
    width, height = max(size.width(), 1), max(size.height(), 1)
    middle = _cut_to_shape(pixels, width / height)
    shrink = cv2.INTER_AREA if middle.shape[1] > 2 * width else cv2.INTER_LINEAR
    small = cv2.resize(middle, (width, height), interpolation=shrink)
    argb = cv2.cvtColor(cv2.flip(small, 1) if mirrored else small, cv2.COLOR_BGR2BGRA)
    view = QImage(argb.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    return view.copy()  # the array may be freed while Qt still paints


def _cut_to_shape(pixels: Pixels, width_over_height: float) -> Pixels:
    height, width = pixels.shape[:2]
    wide = min(width, round(height * width_over_height))
    tall = min(height, round(width / width_over_height))
    left, top = (width - wide) // 2, (height - tall) // 2
    return pixels[top : top + max(tall, 1), left : left + max(wide, 1)]

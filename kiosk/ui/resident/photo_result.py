"""After the shot: the photo as it will be sent, every point ticked, and the choice to keep it."""

from dataclasses import dataclass
from typing import Final, Generic

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.camera.guidance import most_urgent
from kiosk.domain.photo import PhotoProfile, PhotoReport
from kiosk.ui.look import Look, mark
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.beside import Beside, Side
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.camera_view import PhotoView
from kiosk.ui.widgets.check_list import CheckList, P, filling
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.notice import Kind, Notice


@dataclass(frozen=True, slots=True)
class Words:
    """What a result says of its picture, and how its buttons are called by tests and stories.

    `reasons` begins the keys of the causes.
    """

    good: str
    view: str
    keep: str
    reasons: str
    use_name: str
    again_name: str
    keep_name: str


PHOTO_WORDS: Final = Words(
    good="photo.good",
    view="photo.taken",
    keep="photo.keep",
    reasons="",
    use_name="use_photo_button",
    again_name="retake_button",
    keep_name="keep_photo_button",
)
CARD_WORDS: Final = Words(
    good="ktp.good",
    view="ktp.taken",
    keep="photo.keep",
    reasons="ktp.",
    use_name="use_card_button",
    again_name="retake_card_button",
    keep_name="keep_card_button",
)


class PhotoResult(QWidget, Generic[P]):
    """Shows one photo. One that the rules do not take can only be kept by an officer.

    Signals:
        use_pressed: "Pakai".
        again_pressed: "Ulangi".
        keep_pressed: an officer wants to keep it all the same.
    """

    use_pressed = Signal()
    again_pressed = Signal()
    keep_pressed = Signal()

    def __init__(self, look: Look, words: Words, check_list: CheckList[P]) -> None:
        super().__init__()
        self._look, self._words = look, words
        self.photo = PhotoView(look, words.view)
        self.check_list = check_list
        self.notice = Notice(look)
        self._title = label(look, words.good, "lead")
        self.use_button = Button(
            look, "photo.use", name=words.use_name, rank=Rank.PRIMARY, icon="check"
        )
        self.again_button = Button(look, "photo.again", name=words.again_name, icon="rotate-ccw")
        self.keep_button = Button(
            look, words.keep, name=words.keep_name, rank=Rank.QUIET, icon="key-round"
        )
        self.use_button.clicked.connect(self.use_pressed)
        self.again_button.clicked.connect(self.again_pressed)
        self.keep_button.clicked.connect(self.keep_pressed)
        self._lay_out()

    def show_photo(self, jpeg: bytes, report: PhotoReport, profile: PhotoProfile) -> None:
        """Show a photo and what was found in it."""
        self.photo.show_jpeg(jpeg)
        self.check_list.show_report(report, profile)
        blocked_by = most_urgent(report, profile)
        self._title.setVisible(blocked_by is None)
        self.use_button.setVisible(blocked_by is None)
        self.keep_button.setVisible(blocked_by is not None)
        self._show_again_as(Rank.SECONDARY if blocked_by is None else Rank.PRIMARY)
        self.notice.clear()
        if blocked_by is None:
            self._look.voice.say("photo.good")
        else:
            key = f"{self._words.reasons}{blocked_by.key}"
            title, action = (Sentence(f"{key}.{part}") for part in ("title", "action"))
            self.notice.tell(Kind.ATTENTION, title, action)

    def clear(self) -> None:
        """Forget the photo."""
        self.photo.clear()
        self.check_list.clear()
        self.notice.clear()

    def _show_again_as(self, rank: Rank) -> None:
        """Taking it again is what to do with a bad photo, and second choice with a good one."""
        mark(self.again_button, role=rank.value)
        colour = "on_accent" if rank is Rank.PRIMARY else "ink"
        self._look.draw(self.again_button, "rotate-ccw", colour)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.again_button, 1)
        buttons.addWidget(self.use_button, 1)
        side = Side([self._title, self.notice, filling(self.check_list)], buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Beside(self.photo, side))

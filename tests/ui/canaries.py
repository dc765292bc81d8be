"""An invented resident who leaves traces that are found wherever they are."""

import gc
import itertools
from collections.abc import Iterator, Mapping

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMetaObject
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageWriter, QPixmap
from PySide6.QtWidgets import QApplication, QCompleter, QLabel, QLineEdit, QWidget

from kiosk.domain.ticket import Ticket
from kiosk.ui.flow import Step
from tests.ui.resident.story import SITI, Act

COLOUR = QColor(255, 0, 255)
"""No screen of the kiosk has anything of this colour."""
_PICTURE = (48, 64)
_SLICE = 32
_LONGEST = 100_000
_ROUGHLY = 8
_PASSED_OVER = frozenset({tuple, dict})
"""Those themselves: of their subclasses the collector passes none over."""
_WORDLESS = frozenset(
    {"bool", "double", "int", "QCursor", "QLocale", "QPalette", "QPoint", "QRect", "QRegion"}
    | {"QSize", "QSizePolicy"}
)
"""Types of properties that nothing of anybody can stand in; that is most of them."""


_MADE = itertools.count()
_LETTERS = "KQXZVW"
_FIRST_SERIAL = 9100


class Resident:
    """Somebody nobody has ever heard of: all that is typed is made up for one test alone.

    Whatever must not be found lies in one tuple, which the search leaves out.
    """

    def __init__(self) -> None:
        number = next(_MADE)
        letters = "".join(_LETTERS[(number // 6**place + place) % 6] for place in range(7))
        serial = _FIRST_SERIAL + number
        self.secrets: tuple[str, ...] = (
            f"351009410190{serial}",
            f"351009120315{serial}",
            f"08401234{serial}",
            f"SITI {letters}",
            f"{letters.lower()}.siti",
            f"DUSUN {letters}",
        )

    def has_ticket(self, code: str) -> None:
        """The ticket is nobody else's business either."""
        self.secrets = (*self.secrets, code, Ticket(code).display)

    def acts(self, step: Step) -> tuple[Act, ...]:
        """What she does on a page. Her mailbox is misspelt at first."""
        nik, kk, phone, name, email, address = self.secrets[:6]
        if step is Step.EMAIL:
            return (("email_name", f"{email}@gmial.com"), ("next_button",), ("agree_button",))
        says: Mapping[str, str] = {
            **dict.fromkeys(("nik_first", "nik_second"), nik),
            **dict.fromkeys(("kk_first", "kk_second"), kk),
            **dict.fromkeys(("phone_first", "phone_second"), phone),
            **dict.fromkeys(("full_name", "statement_signature"), name),
            "email_again_name": email,
            "address_line": address,
        }
        return tuple((act[0], says.get(act[0], act[1])) if act[1:] else act for act in SITI[step])


def picture() -> bytes:
    """A JPEG in one colour."""
    image = QImage(*_PICTURE, QImage.Format.Format_RGB888)
    image.fill(COLOUR)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"JPEG")).write(image)
    return bytes(buffer.data().data())


def traces(secrets: tuple[str, ...], jpeg: bytes) -> list[str]:
    """Where in this process anything of somebody still is."""
    return [
        *_in_widgets(secrets),
        *_in_clipboard(),
        *_in_memory(secrets, jpeg[-_SLICE:]),
    ]


def _in_widgets(secrets: tuple[str, ...]) -> Iterator[str]:
    widgets = QApplication.allWidgets()
    one_of_each = {type(widget): widget for widget in widgets}
    known = {kind: _known_properties(widget.metaObject()) for kind, widget in one_of_each.items()}
    said = [(w, name, repr(w.property(name))) for w in widgets for name in known[type(w)] + _own(w)]
    if _tells("\0".join(words for *_, words in said), secrets):
        yield from (f"{_name(w)}: {name}" for w, name, words in said if _tells(words, secrets))
    for widget in widgets:
        if isinstance(widget, QLineEdit) and widget.isUndoAvailable():
            yield f"{_name(widget)}: undo"
        if isinstance(widget, QLabel) and _shows(widget.pixmap()):
            yield f"{_name(widget)}: picture"
        if widget.findChild(QCompleter) is not None:
            yield f"{_name(widget)}: completer"


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}"


def _known_properties(meta: QMetaObject) -> list[str]:
    """What Qt knows of a widget by name: text, placeholder, tool tip, names, title."""
    every = [meta.property(number) for number in range(meta.propertyCount())]
    return [
        str(known.name())
        for known in every
        if str(known.typeName()) not in _WORDLESS and not known.isEnumType()
    ]


def _own(widget: QWidget) -> list[str]:
    """Properties that were given to it; those with an underscore are Qt's and PySide's."""
    names = [bytes(name.data()).decode() for name in widget.dynamicPropertyNames()]
    return [name for name in names if not name.startswith("_")]


def _in_clipboard() -> Iterator[str]:
    clipboard = QGuiApplication.clipboard()
    for mode in (clipboard.Mode.Clipboard, clipboard.Mode.Selection):
        if clipboard.text(mode):
            yield f"clipboard: {mode.name}"


def _in_memory(secrets: tuple[str, ...], end_of_jpeg: bytes) -> Iterator[str]:
    """Whatever Python holds: attributes of pages, closures, arguments of calls still to come."""
    holders = _holders(secrets)
    held = gc.get_referents(*holders)
    texts = {text for text in held if type(text) is str and len(text) < _LONGEST}
    if _tells("\0".join(texts), secrets):
        telling = {text for text in texts if _tells(text, secrets)}
        yield from _holders_of(telling, holders)
    if any(
        type(data) is bytes and end_of_jpeg in data and data is not end_of_jpeg for data in held
    ):
        yield "bytes of the picture"
    if any(isinstance(held, QImage | QPixmap) and _shows(held) for held in holders):
        yield "picture held by Python"


def _holders(left_out: tuple[str, ...]) -> list[object]:
    """Everything that holds something, with the tuples and dicts that the collector passes over."""
    gc.collect()
    holders = newest = gc.get_objects()
    seen = {id(left_out)}
    while newest:
        passed_over = {
            id(held): held
            for held in gc.get_referents(*newest)
            if type(held) in _PASSED_OVER and not gc.is_tracked(held)
        }
        newest = [held for key, held in passed_over.items() if key not in seen]
        seen.update(passed_over)
        holders = [*holders, *newest]
    return holders


def _holders_of(telling: set[str], holders: list[object]) -> Iterator[str]:
    """Without the names of tests, of which one may have the same invented ticket."""
    for holder in holders:
        if any(type(text) is str and text in telling for text in gc.get_referents(holder)):
            name = f"{type(holder).__module__}.{type(holder).__qualname__}"
            if not name.startswith("_pytest."):
                yield name


def _tells(text: str, secrets: tuple[str, ...]) -> bool:
    loud = text.upper()
    return any(secret.upper() in loud for secret in secrets)


def _shows(picture: QImage | QPixmap) -> bool:
    """JPEG keeps colours but roughly."""
    if picture.isNull():
        return False
    image = picture.toImage() if isinstance(picture, QPixmap) else picture
    seen = image.pixelColor(image.width() // 2, image.height() // 2)
    apart = (
        seen.red() - COLOUR.red(),
        seen.green() - COLOUR.green(),
        seen.blue() - COLOUR.blue(),
    )
    return max(abs(distance) for distance in apart) < _ROUGHLY

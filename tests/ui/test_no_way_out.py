"""Nothing on a resident's screen opens a dialog, a menu, a link or a file."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.region import Regions
from tests.ui.whole_counter import WholeCounter, open_whole_counter

KIOSK = Path(__file__).parents[2] / "kiosk"
LEADS_OUT = {
    *("QColorDialog", "QDialog", "QErrorMessage", "QFileDialog", "QFontDialog", "QInputDialog"),
    *("QMessageBox", "QPageSetupDialog", "QPrintDialog", "QPrintPreviewDialog", "QProgressDialog"),
    *("QCompleter", "QDesktopServices", "QMenu", "QMenuBar", "QSystemTrayIcon", "QWhatsThis"),
    *("clipboard", "openUrl", "setOpenExternalLinks", "startDetached", "startfile", "webbrowser"),
    *("setToolTip", "setWhatsThis", "setStatusTip", "QPixmapCache"),
}
ALLOWED = {("setToolTip", "kiosk/ui/widgets/label.py")}
"""There a tip is taken away, not given."""
LINKS = (
    Qt.TextInteractionFlag.LinksAccessibleByMouse
    | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
    | Qt.TextInteractionFlag.TextSelectableByMouse
    | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, regions: Regions) -> Iterator[WholeCounter]:
    with open_whole_counter(tmp_path, regions) as counter:
        yield counter


def names_in(path: Path) -> set[str]:
    """Everything that a module names."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    return (
        {node.id for node in nodes if isinstance(node, ast.Name)}
        | {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        | {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
        | {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    )


def test_no_code_of_the_kiosk_opens_a_way_out() -> None:
    found = {
        (name, path.relative_to(KIOSK.parent).as_posix())
        for path in KIOSK.rglob("*.py")
        for name in names_in(path) & LEADS_OUT
    }
    assert found - ALLOWED == set()


def test_no_widget_has_a_menu_a_link_or_a_tip_or_takes_files(counter: WholeCounter) -> None:
    counter.hand.press("new_door")
    widgets = QApplication.allWidgets()
    assert len(widgets) > 500
    assert not [widget for widget in widgets if isinstance(widget, QDialog | QMenu)]
    assert [w.objectName() for w in widgets if w.toolTip() or w.whatsThis() or w.statusTip()] == []
    assert [w.objectName() for w in widgets if w.acceptDrops()] == []
    assert [w.objectName() for w in widgets if w.actions()] == []
    labels = [widget for widget in widgets if isinstance(widget, QLabel) and widget.text()]
    assert [w.text() for w in labels if w.textInteractionFlags() & LINKS] == []
    assert [w.text() for w in labels if w.openExternalLinks()] == []


def test_what_a_resident_types_is_never_taken_for_markup(counter: WholeCounter) -> None:
    """A name such as <img src=...> would make a label fetch a file."""
    rich = [
        widget
        for widget in QApplication.allWidgets()
        if isinstance(widget, QLabel)
        and widget.textFormat() != Qt.TextFormat.PlainText
        and is_ours(widget)
    ]
    assert [widget.text() for widget in rich if widget.text()] == []


def is_ours(widget: QWidget) -> bool:
    return not widget.objectName().startswith("qt_")

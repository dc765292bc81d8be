"""What the camera reads from a QR code: a ticket, from the slip, or another kind."""

from PySide6.QtCore import Qt, Signal

from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.resident.qr_scan import TICKET_CODE, CodeKind, QrScan
from kiosk.ui.widgets.button import Button


class ScanPage(Sheet):
    """Whoever came here pressed the button that says that the camera goes on.

    Signals:
        answered: with what was read: the Ticket, of a slip.
        left: back to typing.
    """

    answered = Signal(object)
    left = Signal()

    def __init__(
        self,
        look: Look,
        camera: CameraDesk,
        kind: CodeKind = TICKET_CODE,
        heading: tuple[str, str] = ("scan.title", "scan.hint"),
    ) -> None:
        """`heading`: the keys of title and hint."""
        super().__init__(look, *heading)
        self.setObjectName("scan_page")
        self.scan = QrScan(look, camera, kind)
        self.set_side(self.scan, share=12)
        self.type_button = Button(look, "scan.type", name="scan_type_button", icon="arrow-left")
        self.bottom_row.addWidget(self.type_button)
        self.bottom_row.addStretch(1)
        self.type_button.clicked.connect(self.left)
        self.scan.read.connect(self.answered)

    def begin(self) -> None:
        """Switch the camera on."""
        self.scan.start()
        self.type_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def wipe(self) -> None:
        """Switch the camera off and show nothing any more."""
        self.scan.stop()
        self.notice.clear()

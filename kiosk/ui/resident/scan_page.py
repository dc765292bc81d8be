"""The ticket, read by the camera from the QR code of the slip."""

from PySide6.QtCore import Qt, Signal

from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.resident.qr_scan import QrScan
from kiosk.ui.widgets.button import Button


class ScanPage(Sheet):
    """Whoever came here pressed the button that says that the camera goes on.

    Signals:
        answered: with the Ticket.
        left: back to typing.
    """

    answered = Signal(object)
    left = Signal()

    def __init__(self, look: Look, camera: CameraDesk) -> None:
        super().__init__(look, "scan.title", "scan.hint")
        self.setObjectName("scan_page")
        self.scan = QrScan(look, camera)
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

"""Everything the pages need from the other rooms, handed to them by the composition root."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.camera.choice import Camera
from kiosk.config import PrinterSettings
from kiosk.domain.readiness import NewerVersion
from kiosk.domain.region import Regions
from kiosk.store.settings import Office
from kiosk.store.worker import StoreThread
from kiosk.sync.configuration import Configuration
from kiosk.sync.dispatch import Dispatcher, NotReadyError
from kiosk.sync.protocol import ConfigBundle
from kiosk.sync.runner import SyncRunner
from kiosk.sync.ticket_desk import TicketDesk
from kiosk.ui.camera_desk import CameraDesk

LookForNewer = Callable[[], Future[NewerVersion | None]]


@dataclass(slots=True)
class Services:
    """One kiosk's services.

    Attributes:
        clock: the time, aware.
        entropy: that many unpredictable bytes.
        workers: runs what blocks, such as sealing; never the GUI thread.
        printer: where slips and forms are printed; a supervisor may choose another.
        find_cameras: which cameras may be chosen, the one of the settings first; takes a moment.
        look_for_newer: begins to look where the office keeps newer ones; may take minutes.
    """

    store: StoreThread
    dispatcher: Dispatcher
    desk: TicketDesk
    sync: SyncRunner
    camera: CameraDesk
    regions: Regions
    configuration: Configuration
    office: Office
    clock: Callable[[], datetime]
    entropy: Callable[[int], bytes]
    workers: Executor
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    find_cameras: Callable[[], Sequence[Camera]] = tuple
    look_for_newer: LookForNewer | None = None

    def bundle(self) -> ConfigBundle:
        """The configuration in force. Raises NotReadyError before the first."""
        if self.configuration.bundle is None:
            raise NotReadyError
        return self.configuration.bundle

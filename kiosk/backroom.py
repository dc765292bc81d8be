"""The counter without its windows: the store, and the line to the centre."""

import logging
import random
import secrets
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Self

from kiosk.config import CentreSettings, Config
from kiosk.store.errors import StoreError
from kiosk.store.keys import find_root_key
from kiosk.store.officers import PIN_COST, PinCost
from kiosk.store.settings import DeskSettings, Office
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.central import CentralError
from kiosk.sync.circuit import Circuit
from kiosk.sync.client import HttpCentral
from kiosk.sync.configuration import Configuration
from kiosk.sync.credentials import DeviceCredentials
from kiosk.sync.engine import SyncEngine
from kiosk.sync.enrolment import EnrolmentProblem, enrol
from kiosk.sync.lanes import MOST_LANES
from kiosk.sync.pace import calendar_of
from kiosk.sync.runner import Lines, SyncRunner
from kiosk.sync.transport import AT_THE_COUNTER, AddressError, CentreAddress, Timeouts

_log = logging.getLogger(__name__)


class BackRoom:
    """What the window and the command line share. Closing is the owner's business."""

    def __init__(
        self,
        folder: Path,
        config: Config,
        clock: Callable[[], datetime],
        entropy: Callable[[int], bytes] = secrets.token_bytes,
        *,
        pin_cost: PinCost = PIN_COST,
    ) -> None:
        """`entropy`: that many unpredictable bytes, for ids and ticket codes.

        From start() on, `config` has what was set at the desk in place of what the file says.
        """
        self.clock, self.entropy = clock, entropy
        self.folder = folder
        self.config = config
        self.desk = DeskSettings()
        self.store = StoreThread(lambda: _open_store(folder, config, pin_cost))
        self.configuration = Configuration(self.store)
        self.circuit = Circuit(lambda: self.configuration.pace, random.random)
        self._settings = config.centre
        self._credentials = DeviceCredentials(self.store)

    def check_address(self) -> None:
        """Raise AddressError unless the settings name a centre that can be called."""
        centre_address(self._settings, Timeouts())

    def start(self) -> None:
        """Open the store; raises StoreError, and then there is nothing to stop."""
        self.store.start()
        try:
            self.configuration.load()
            self.desk = self.store.call(lambda store: store.settings.desk())
        except StoreError:
            self.store.stop()
            raise
        self.config = self.desk.over(self.config)

    def stop(self) -> None:
        """Close the store when everything handed to it is done."""
        self.store.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def call_centre(self, timeouts: Timeouts | None = None) -> HttpCentral:
        """A line to the centre, for one thread; raises AddressError."""
        address = centre_address(self._settings, timeouts or Timeouts())
        return HttpCentral(address, self.clock, self._credentials)

    def enrol(self, code: str) -> Office | EnrolmentProblem:
        """Exchange a one-time code for an identity, and fetch the first configuration.

        Raises CentralError or StoreError: nothing was enrolled then. A line that breaks after the
        exchange is no failure: the code is used up, and the configuration comes with the sync.
        """
        with closing(self.call_centre(AT_THE_COUNTER)) as central:
            answer = enrol(self.store, central, code, self.clock())
            if not isinstance(answer, EnrolmentProblem):
                try:
                    self.configuration.refresh(central)
                except CentralError as error:
                    _log.warning("enrolled, but without a configuration yet: %s", error)
            return answer

    def make_engine(self, central: HttpCentral) -> SyncEngine:
        """What sends the queue over a line."""
        return SyncEngine(
            self.store,
            central,
            self.circuit,
            calendar=lambda: calendar_of(self.configuration.bundle),
        )

    def make_runner(self, camera_state: Callable[[], str]) -> SyncRunner:
        """What keeps kiosk and centre in step until it is stopped; raises AddressError.

        `camera_state` is what the centre is told about the camera.
        """
        return SyncRunner(
            self.store,
            Lines(self.call_centre(), tuple(self.call_centre() for _ in range(MOST_LANES))),
            self.configuration,
            self.clock,
            self.circuit,
            camera_state,
        )


def centre_address(settings: CentreSettings, timeouts: Timeouts) -> CentreAddress:
    """Where the centre is, by the settings file; raises AddressError."""
    if not settings.url:
        raise AddressError("no centre is named: set url under [centre] in kiosk.toml")
    return CentreAddress(
        settings.url,
        ca_file=Path(settings.ca_file) if settings.ca_file else None,
        proxy=settings.proxy or None,
        timeouts=timeouts,
    )


def _open_store(folder: Path, config: Config, pin_cost: PinCost) -> Store:
    root_key = find_root_key(folder, allow_key_file=config.store.allow_key_file)
    return Store(folder, root_key, pin_cost=pin_cost)

"""The counter without its windows: the store, and the line to the centre."""

import logging
import random
import secrets
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from kiosk.config import CentreSettings, Config
from kiosk.paths import make_private
from kiosk.store.errors import StoreInUseError, StoreNotLetGoError, disk_faults_named
from kiosk.store.instance_lock import FRONT_LOCK, InstanceLock
from kiosk.store.keys import RootKey, find_root_key
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
from kiosk.sync.enrolment import EnrolmentProblem, Welcome, any_centre, enrol
from kiosk.sync.lanes import MOST_LANES
from kiosk.sync.pace import calendar_of
from kiosk.sync.runner import Lines, SyncRunner
from kiosk.sync.transport import AT_THE_COUNTER, AddressError, CentreAddress, Timeouts

LETTING_GO_SECONDS: Final = 20.0
"""The service ends what it does in a quarter of that, whatever hangs."""
_COMMAND_SECONDS: Final = 2.0
"""A window that is opened while a command has the store need not be opened again."""
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
        self.store = StoreThread(self._open_store)
        self.configuration = Configuration(self.store)
        self.circuit = Circuit(lambda: self.configuration.pace, random.random)
        self._pin_cost = pin_cost
        self._key: RootKey | None = None
        self._front: InstanceLock | None = None
        self._settings = config.centre
        self._credentials = DeviceCredentials(self.store)

    def check_address(self) -> None:
        """Raise AddressError unless the settings name a centre that can be called."""
        centre_address(self._settings, Timeouts())

    def start(self) -> None:
        """Open the store in front of the service, which lets it go first: that takes seconds.

        Raises StoreError, and then there is nothing to stop.
        """
        with disk_faults_named():
            make_private(self.folder)
        self._front = InstanceLock(self.folder / FRONT_LOCK, _COMMAND_SECONDS)
        try:
            self._open()
        except BaseException:
            self._front.close()
            raise

    def start_behind(self, key: RootKey) -> None:
        """Open the store for the service, which lets it go as soon as somebody is in front.

        Raises StoreError, and then there is nothing to stop.
        """
        self._key = key
        self._open()

    def stop(self) -> None:
        """Close the store when everything handed to it is done; the service may go on then.

        Whoever opens it next leaves the centre alone for as long as it asked.
        """
        try:
            self.store.submit(lambda store: store.settings.save_pause(self.circuit.wish))
            self.store.stop()
        finally:
            if self._front is not None:
                self._front.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def call_centre(self, timeouts: Timeouts | None = None) -> HttpCentral:
        """A line to the centre, for one thread; raises AddressError."""
        return self._call(self._settings, timeouts or Timeouts())

    def go_by(self, config: Config) -> None:
        """Go by other settings from now on; what was set at the desk still comes first."""
        self.config = self.desk.over(config)
        self._settings = config.centre

    def enrol(
        self, code: str, centre: CentreSettings | None = None, welcome: Welcome = any_centre
    ) -> Office | EnrolmentProblem:
        """Exchange a one-time code for an identity, and fetch the first configuration.

        `centre`: where to ask, in place of the settings; `welcome` says whether its key is right.

        Raises AddressError, CentralError or StoreError: nothing was enrolled then. A line that
        breaks after the exchange is no failure: the code is used up, and the configuration comes
        with the sync.
        """
        with closing(self._call(centre or self._settings, AT_THE_COUNTER)) as central:
            answer = enrol(self.store, central, code, self.clock(), welcome)
            if not isinstance(answer, EnrolmentProblem):
                try:
                    self.configuration.refresh(central)
                except CentralError as error:
                    _log.warning("enrolled, but without a configuration yet: %s", error)
                self.store.call(lambda store: store.examination.examine(self.clock()))
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

    def _call(self, settings: CentreSettings, timeouts: Timeouts) -> HttpCentral:
        return HttpCentral(centre_address(settings, timeouts), self.clock, self._credentials)

    def _open(self) -> None:
        self.store.start()
        try:
            self.store.call(lambda store: store.watch_over(self.clock()))
            self.configuration.load()
            self.desk = self.store.call(lambda store: store.settings.desk())
            pause = self.store.call(lambda store: store.settings.pause())
        except BaseException:  # a program that tries again must not find its own lock
            self.store.stop()
            raise
        self.config = self.desk.over(self.config)
        if pause is not None:
            self.circuit.resume(pause)

    def _open_store(self) -> Store:
        """In the store's thread."""
        allow_key_file = self.config.store.allow_key_file
        key = self._key or find_root_key(self.folder, allow_key_file=allow_key_file)
        patience = 0.0 if self._front is None else LETTING_GO_SECONDS
        try:
            return Store(self.folder, key, pin_cost=self._pin_cost, patience=patience)
        except StoreInUseError as error:
            if self._front is None:
                raise
            raise StoreNotLetGoError(str(error)) from error


def centre_address(settings: CentreSettings, timeouts: Timeouts) -> CentreAddress:
    """Where the centre is, by the settings file; raises AddressError."""
    if not settings.url:
        raise AddressError("no centre is named: set url under [centre] in kiosk.toml")
    return CentreAddress(
        settings.url,
        ca_file=Path(settings.ca_file) if settings.ca_file else None,
        proxy=settings.proxy or None,
        timeouts=timeouts,
        pins=tuple(settings.pin.split()),
    )

"""Sending without a window. Whoever opens Loket goes first; the service goes on afterwards."""

import json
import logging
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk.backroom import BackRoom
from kiosk.config import Config
from kiosk.store.errors import KeyLostError, StoreError, StoreInUseError
from kiosk.store.instance_lock import (
    FRONT_LOCK,
    GLANCE_SECONDS,
    SERVICE_LOCK,
    InstanceLock,
    is_held,
)
from kiosk.store.keys import RootKey, find_root_key
from kiosk.store.service_note import ServiceNote, ServiceState, read_service_note
from kiosk.store.vault import VAULT_FILE
from kiosk.sync.runner import SyncRunner
from kiosk.watchdog import Watchdog

LOOK_SECONDS: Final = 0.25
"""Between two looks at who is in front: whoever opens Loket hardly notices so little."""
_RETRY_SECONDS: Final = 30.0
"""Until a store that could not be opened is tried again."""
_NOTE_EVERY: Final = timedelta(seconds=30)
_NO_CAMERA: Final = "unattended"
"""What the centre is told about the camera: nobody looks."""
_log = logging.getLogger(__name__)


class SendingService:
    """Sends while nobody is in front, until it is stopped; made for the main thread of a program.

    What goes wrong with the store is noted, logged once, and tried again; a bug ends the service.
    """

    def __init__(
        self,
        folder: Path,
        load: Callable[[], Config | None],
        clock: Callable[[], datetime],
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        """`load`: the settings as they are now, None as long as they name no centre.

        Asked whenever the store is opened: somebody in front may have provisioned the kiosk.
        `pause` waits so many seconds; a signal that comes meanwhile is handled in it.
        """
        self._folder, self._load, self._clock = folder, load, clock
        self._pause = pause
        self._watchdog = Watchdog()
        self._front = folder / FRONT_LOCK
        self._key: RootKey | None = None
        self._is_ending = False
        self._bug: BaseException | None = None

    def run(self) -> None:
        """Go on until stop(); raises StoreInUseError where another service of this store runs."""
        with closing(InstanceLock(self._folder / SERVICE_LOCK, GLANCE_SECONDS)) as lock:
            self._board = _NoticeBoard(lock, read_service_note(self._folder), self._clock)
            _log.info("the service begins")
            self._watchdog.ready()
            while not self._is_ending:
                self._take_turn()
        if self._bug is not None:
            raise self._bug
        _log.info("the service ends")

    def stop(self) -> None:
        """From anywhere, a signal's handler too: end in order, in a few seconds."""
        self._is_ending = True

    def tell_fault(self, bug: BaseException) -> None:
        """From any thread: a bug. The service ends, and run() raises it."""
        self._bug = bug
        self.stop()

    def _take_turn(self) -> None:
        try:
            self._serve_once()
        except StoreInUseError:  # somebody was quicker, and will be seen in front
            self._rest()
        except StoreError as error:
            if isinstance(error, KeyLostError):
                self._key = None
            self._hold_on(error.key)

    def _hold_on(self, fault: str) -> None:
        self._board.tell(ServiceState.HELD_UP, fault=fault)
        self._wait(lambda: True)

    def _serve_once(self) -> None:
        config = self._load()
        if not (self._folder / VAULT_FILE).exists():  # a store is made where somebody sees it
            self._board.tell(ServiceState.NOT_SET_UP)
            self._wait(lambda: not (self._folder / VAULT_FILE).exists())
            return
        if config is None:
            self._board.tell(ServiceState.NOT_SET_UP)
            self._wait(lambda: True)
            return
        key = self._root_key(config)
        if is_held(self._front):
            self._board.tell(ServiceState.STANDING_BY)
            self._wait(lambda: is_held(self._front))
            return
        with self._open_room(key, config) as room, _running(room) as runner:
            while not (self._is_ending or is_held(self._front)):
                status = runner.status
                self._board.tell(
                    ServiceState.SENDING, contact=status.last_sync_at, fault=status.last_error
                )
                self._rest()

    def _root_key(self, config: Config) -> RootKey:
        """Found once and remembered: a keyring is often locked as soon as nobody is logged in."""
        if self._key is None:
            self._key = find_root_key(self._folder, allow_key_file=config.store.allow_key_file)
        return self._key

    @contextmanager
    def _open_room(self, key: RootKey, config: Config) -> Generator[BackRoom]:
        room = BackRoom(self._folder, config, self._clock)
        room.start_behind(key)
        try:
            yield room
        finally:
            room.stop()

    def _wait(self, still: Callable[[], bool]) -> None:
        """While it is so; but not for long, since more than that may have changed."""
        waited = 0.0
        while waited < _RETRY_SECONDS and still() and not self._is_ending:
            self._rest()
            waited += LOOK_SECONDS

    def _rest(self) -> None:
        self._pause(LOOK_SECONDS)
        self._watchdog.went_on(LOOK_SECONDS)


class _NoticeBoard:
    """Keeps the service's note up to date, and logs what changes."""

    def __init__(
        self, lock: InstanceLock, before: ServiceNote | None, clock: Callable[[], datetime]
    ) -> None:
        """`before` is what an earlier service noted last."""
        self._lock, self._clock = lock, clock
        self._contact = None if before is None else before.last_contact
        self._note: ServiceNote | None = None

    def tell(
        self, state: ServiceState, contact: datetime | None = None, fault: str | None = None
    ) -> None:
        """Say how it stands; written where it is news, or was written long ago."""
        now, last = self._clock(), self._note
        is_news = last is None or (last.state, last.fault) != (state, fault)
        if is_news:
            level = logging.WARNING if state is ServiceState.HELD_UP else logging.INFO
            _log.log(level, "%s, fault: %s", state, fault)
        is_first_contact = contact is not None and self._contact is None
        is_old = last is not None and not last.seen_at <= now < last.seen_at + _NOTE_EVERY
        self._contact = contact or self._contact
        if is_news or is_first_contact or is_old:
            since = now if last is None or last.state is not state else last.since
            self._leave(ServiceNote(state, since, now, self._contact, fault))

    def _leave(self, note: ServiceNote) -> None:
        self._note = note
        try:
            self._lock.write(json.dumps(note.as_dict()))
        except StoreError as error:  # a full disk; what is sent is more than what is said of it
            _log.warning("no note can be left: %s", error)


@contextmanager
def _running(room: BackRoom) -> Generator[SyncRunner]:
    runner = room.make_runner(lambda: _NO_CAMERA)
    runner.start()
    try:
        yield runner
    finally:
        runner.stop()

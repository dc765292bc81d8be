"""Parts of which only the beginning has come yet: one file for each, as long as what is there.

A file is named by what it is going to be, so whoever begins the same upload anew finds it again,
whichever of the two ends was started anew in between. Nothing else is kept about it.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from kiosk.central.settings.configuration import AccessLimits, Clock
from kiosk.central.settings.settings import Settings
from kiosk.central.web.problems import CentreProblemType, Refusal, RefusedError
from kiosk.sync.problem import ProblemType
from kiosk.sync.resumable import UploadDescription, UploadState

_BUSY_SECONDS = 5
_TIDY_EVERY = timedelta(hours=1)
_UNKNOWN = Refusal(
    HTTPStatus.NOT_FOUND,
    ProblemType.UPLOAD_UNKNOWN,
    "There is no such upload; begin it anew",
    field="upload",
)
_ALTERED = Refusal(
    HTTPStatus.UNPROCESSABLE_ENTITY,
    ProblemType.CHECKSUM_MISMATCH,
    "Other bytes came than were announced; begin the upload anew",
    field="sha256",
)
_ELSEWHERE = Refusal(
    HTTPStatus.CONFLICT,
    ProblemType.OFFSET_MISMATCH,
    "The upload does not go on there; ask where it does",
    field="Upload-Offset",
)
_FULL = Refusal(
    HTTPStatus.SERVICE_UNAVAILABLE,
    CentreProblemType.BUSY,
    "The centre cannot store anything at the moment",
    retry_after=timedelta(seconds=_BUSY_SECONDS),
)


class Upload:
    """One upload in the hands of one request, until another request goes on with it."""

    def __init__(self, path: Path, description: UploadDescription) -> None:
        self.path = path
        self.description = description
        self._file = path.open("ab", buffering=0)
        self.offset = self._file.tell()

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing any more."""
        return self.offset == self.description.length

    def write(self, position: int, chunk: bytes) -> None:
        """Keep what is new of these bytes, of which the first belongs at `position`.

        Raises RefusedError where they do not join on, or where another request has taken over.
        """
        is_in_place = position <= self.offset <= self.description.length
        if self._file.closed or not is_in_place or position + len(chunk) > self.description.length:
            raise RefusedError(_ELSEWHERE)
        new = chunk[self.offset - position :]
        with _storing():
            written = self._file.write(new) or 0
        self.offset += written
        if written < len(new):
            raise RefusedError(_FULL)

    def content(self) -> bytes:
        """The whole; where it is not what was announced, it ends with a RefusedError."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError as error:  # another request was faster, or it was withdrawn
            raise RefusedError(_UNKNOWN) from error
        if hashlib.sha256(content).hexdigest() != self.description.sha256:
            self.remove()
            raise RefusedError(_ALTERED)
        return content

    def close(self) -> None:
        """Write no more."""
        self._file.close()

    def remove(self) -> None:
        """It has arrived, or it never will."""
        self._file.close()
        self.path.unlink(missing_ok=True)


class Uploads:
    """Everything that has come in part. Belongs to the thread that serves requests.

    A device may have so many at once; then the one that was quiet for longest gives way.
    """

    def __init__(self, folder: Path, clock: Clock, settings: Settings) -> None:
        self._folder = folder
        self._clock = clock
        self._settings = settings
        self._held: dict[Path, Upload] = {}
        self._tidied_at: datetime | None = None

    @property
    def _limits(self) -> AccessLimits:
        return self._settings.current.limits

    def is_begun(self, device_id: UUID, description: UploadDescription) -> bool:
        """Whether something of it may be here."""
        return self._path(device_id, description).exists()

    @contextmanager
    def begin(self, device_id: UUID, description: UploadDescription) -> Iterator[Upload]:
        """Begin, or go on with what was begun: whoever held it before has lost its line."""
        path = self._path(device_id, description)
        with _storing():
            if not path.exists():
                self._tidy()
                self._make_room(path.parent)
        with self._holding(path, description) as upload:
            yield upload

    @contextmanager
    def go_on(self, device_id: UUID, upload_id: str, offset: int) -> Iterator[Upload]:
        """The same with what was begun; raises RefusedError unless it goes on at `offset`."""
        if self.state(device_id, upload_id).offset != offset:
            raise RefusedError(_ELSEWHERE)
        description = _described(upload_id)
        with self._holding(self._path(device_id, description), description) as upload:
            yield upload

    def state(self, device_id: UUID, upload_id: str) -> UploadState:
        """How much has come; raises RefusedError for what was never begun, has ended or is old."""
        path = self._path(device_id, _described(upload_id))
        if path.name != upload_id or not path.exists():
            raise RefusedError(_UNKNOWN)
        return UploadState(
            upload=upload_id,
            offset=path.stat().st_size,
            expires_at=self._clock() + self._limits.upload_lifetime,
        )

    def end(self, device_id: UUID, description: UploadDescription) -> None:
        """Its part is here by now, in whatever way it came."""
        self._path(device_id, description).unlink(missing_ok=True)

    def forget(self, submission_id: UUID) -> None:
        """From any thread: throw away what has come of this submission's parts."""
        for path in self._folder.glob(f"*/{submission_id}.*"):
            path.unlink(missing_ok=True)

    @contextmanager
    def _holding(self, path: Path, description: UploadDescription) -> Iterator[Upload]:
        if path in self._held:
            self._held[path].close()
        with _storing():
            upload = self._held[path] = Upload(path, description)
        try:
            yield upload
        finally:
            upload.close()
            if self._held.get(path) is upload:
                del self._held[path]
                self._touch(path)

    def _touch(self, path: Path) -> None:
        """Its time counts from the end of the last request, by the centre's own clock."""
        now = self._clock().timestamp()
        with suppress(FileNotFoundError):  # it has arrived
            os.utime(path, (now, now))

    def _make_room(self, folder: Path) -> None:
        """Also where a request holds it: many lines at once must not fill the disk."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        begun = sorted(folder.iterdir(), key=_last_touched)
        too_many = len(begun) + 1 - self._limits.uploads_per_device
        for path in begun[: max(0, too_many)]:
            if path in self._held:
                self._held[path].close()
            path.unlink(missing_ok=True)

    def _tidy(self) -> None:
        """Now and then throw away what nobody has gone on with."""
        now = self._clock()
        if self._tidied_at is not None and self._tidied_at <= now < self._tidied_at + _TIDY_EVERY:
            return
        self._tidied_at = now
        oldest = (now - self._limits.upload_lifetime).timestamp()
        for path in self._folder.glob("*/*"):
            if path not in self._held and _last_touched(path) < oldest:
                path.unlink(missing_ok=True)

    def _path(self, device_id: UUID, description: UploadDescription) -> Path:
        names = description.model_dump(mode="json").values()
        return self._folder / str(device_id) / ".".join(map(str, names))


def _described(upload_id: str) -> UploadDescription:
    """What the upload of this name is going to be; raise RefusedError where it can be none."""
    names = dict(zip(UploadDescription.model_fields, upload_id.split("."), strict=False))
    try:
        return UploadDescription.model_validate(names)
    except ValueError as error:
        raise RefusedError(_UNKNOWN) from error


def _last_touched(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # withdrawn just now
        return 0.0


@contextmanager
def _storing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RefusedError(_FULL) from error

"""From a complete registration to sealed parts in the queue; plaintext never touches the disk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from kiosk.domain.patch import Patch
from kiosk.domain.registration import Registration
from kiosk.store.records import IdentityHash, IdentityKind, NewSubmission, QueuedPart
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.configuration import Configuration
from kiosk.sync.content import (
    TakenCard,
    TakenPhoto,
    ktp_form,
    patch_form,
    photo_form,
    registration_form,
)
from kiosk.sync.forms import ExceptionForm, PatchForm, PictureForm, RegistrationForm
from kiosk.sync.packing import pack
from kiosk.sync.protocol import Part, Redoable, SealingKey, TicketStatus, Wire, base64_bytes
from kiosk.sync.sealing import EnvelopeHeader, seal

__all__ = ["Dispatcher", "NotReadyError", "Queued", "TakenPhoto"]

FIRST_REVISION = 1


class NotReadyError(Exception):
    """Nothing can be sealed before the kiosk is enrolled and has its first configuration."""

    key = "sync.not_ready"


@dataclass(frozen=True, slots=True)
class Queued:
    """What is safe now and will be sent; `revision` is that of the photo or the correction."""

    submission_id: UUID
    ticket: str = field(repr=False)
    revision: int


@dataclass(frozen=True, slots=True)
class _Pictures:
    """`photo` is None for somebody who refuses to be photographed."""

    photo: TakenPhoto | None
    card: TakenCard | None


@dataclass(frozen=True, slots=True)
class _Correction:
    patch: Patch
    card: TakenCard | None


@dataclass(frozen=True, slots=True)
class _Seal:
    """For whom, and how far our clock is ahead of theirs where they go by it."""

    key: SealingKey
    ahead: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class _Content:
    submission_id: UUID
    part: Part
    revision: int
    message: Wire


class Dispatcher:
    """Seals and queues; on return it would survive a power cut.

    Waits for the disk: never called in the thread of the windows. Raises NotReadyError, or a
    StoreError (a full disk); then nothing was queued.
    """

    def __init__(
        self,
        store: StoreThread,
        configuration: Configuration,
        clock_skew: Callable[[], timedelta | None] = lambda: None,
    ) -> None:
        """`clock_skew`: how far our clock is ahead of the centre's, as the look-up heard it.

        The centre judges a grant by the time at which its part was sealed.
        """
        self._store = store
        self._configuration = configuration
        self._clock_skew = clock_skew

    def register(
        self,
        registration: Registration,
        photo: TakenPhoto | None,
        now: datetime,
        *,
        card: TakenCard | None = None,
    ) -> Queued:
        """Queue a new registration with its first photo, and forget its draft.

        Without a photo only where the registration says why. `card` is the photo of the KTP, where
        the profile asks for one.
        """
        if (photo is None) != (registration.photo_exception is not None):
            raise ValueError("either a photo or the reason for none")
        seal_for = _Seal(self._sealing_key())
        pictures = _Pictures(photo, card)
        return self._store.call(
            lambda store: _register(store, seal_for, registration, pictures, now)
        )

    def redo_photo(
        self, status: TicketStatus, photo: TakenPhoto, now: datetime, *, ticket: str = ""
    ) -> Queued:
        """Queue the photo that the centre asked for again; `status` must carry its grant.

        `ticket` is kept for the list when the person was registered at another kiosk.
        """
        seal_for = self._seal_by_centre_time()
        return self._store.call(lambda store: _redo(store, seal_for, ticket, status, photo, now))

    def patch(
        self,
        status: TicketStatus,
        patch: Patch,
        now: datetime,
        *,
        ticket: str = "",
        card: TakenCard | None = None,
    ) -> Queued:
        """Queue the correction that the centre asked for; `status` must carry its grant.

        `card` is the photo of the KTP, where that was asked for too; `ticket` as for a photo.
        """
        seal_for = self._seal_by_centre_time()
        correction = _Correction(patch, card)
        return self._store.call(
            lambda store: _patch(store, seal_for, ticket, status, correction, now)
        )

    def _seal_by_centre_time(self) -> _Seal:
        return _Seal(self._sealing_key(), self._clock_skew() or timedelta())

    def _sealing_key(self) -> SealingKey:
        bundle = self._configuration.bundle
        if bundle is None:
            raise NotReadyError
        return bundle.sealing_keys[0]


def _register(
    store: Store, seal_for: _Seal, registration: Registration, pictures: _Pictures, now: datetime
) -> Queued:
    submission_id, ticket = registration.submission_id, registration.ticket.code
    office = store.settings.office()
    if office is None:
        raise NotReadyError
    new = NewSubmission(
        id=submission_id,
        ticket=ticket,
        masked_name=registration.masked_name,
        phone_tail=registration.phone.tail,
        officer=registration.assisted_by,
        hashes=_hashes(store, registration),
        made_at=now,
        photo_exception=_exception_of(registration, pictures.photo),
    )
    with store.envelopes.all_or_none(store.submissions.needed_envelopes):
        parts = [
            _sealed(store, seal_for, _Content(submission_id, part, FIRST_REVISION, message), now)
            for part, message in _contents(registration, pictures, office.id, now)
        ]
        store.submissions.queue(new, parts, now, draft_id=submission_id)
    return Queued(submission_id, ticket, FIRST_REVISION)


def _contents(
    registration: Registration, pictures: _Pictures, office_id: str, now: datetime
) -> Iterator[tuple[Part, Wire]]:
    """The form, which says whether a card comes, then the pictures."""
    submission_id, card = registration.submission_id, pictures.card
    has_card = card is not None
    yield Part.FORM, registration_form(registration, office_id, now, ktp_photo=has_card)
    if pictures.photo is not None:
        yield Part.PHOTO, photo_form(submission_id, FIRST_REVISION, pictures.photo)
    if card is not None:
        yield Part.KTP, ktp_form(submission_id, FIRST_REVISION, card)


def _exception_of(registration: Registration, photo: TakenPhoto | None) -> str | None:
    """What the lists may say of it: the kind alone."""
    granted = registration.photo_exception if photo is None else photo.exception
    return None if granted is None else granted.kind


def _redo(
    store: Store,
    seal_for: _Seal,
    ticket: str,
    status: TicketStatus,
    photo: TakenPhoto,
    now: datetime,
) -> Queued:
    grant = status.grant_for(Redoable.PHOTO)
    if grant is None or grant.revision is None:
        raise ValueError("this answer does not allow another photo")
    form = photo_form(status.submission_id, grant.revision, photo)
    content = _Content(status.submission_id, Part.PHOTO, grant.revision, form)
    with store.envelopes.all_or_none(store.submissions.needed_envelopes):
        store.submissions.queue_photo(
            status.submission_id,
            _sealed(store, seal_for, content, now),
            grant.grant,
            now,
            ticket=ticket,
            masked_name=status.masked_name,
        )
    return Queued(status.submission_id, ticket, grant.revision)


def _patch(
    store: Store,
    seal_for: _Seal,
    ticket: str,
    status: TicketStatus,
    correction: _Correction,
    now: datetime,
) -> Queued:
    submission_id, grant = status.submission_id, status.grant_for(Redoable.PATCH)
    if grant is None or grant.revision is None:
        raise ValueError("this answer does not allow a correction")
    form = patch_form(submission_id, grant.revision, correction.patch, now, card=correction.card)
    content = _Content(submission_id, Part.PATCH, grant.revision, form)
    with store.envelopes.all_or_none(store.submissions.needed_envelopes):
        store.submissions.queue_patch(
            submission_id,
            _sealed(store, seal_for, content, now),
            grant.grant,
            now,
            ticket=ticket,
            masked_name=status.masked_name,
        )
    return Queued(submission_id, ticket, grant.revision)


def _sealed(store: Store, seal_for: _Seal, content: _Content, now: datetime) -> QueuedPart:
    enrolment = store.settings.enrolment()
    if enrolment is None:
        raise NotReadyError
    key, packed = seal_for.key, pack(content.message)
    header = EnvelopeHeader(
        device=enrolment.device_id,
        submission=content.submission_id,
        part=content.part,
        revision=content.revision,
        content_type=packed.content_type,
        key_id=key.key_id,
        made_at=now - seal_for.ahead,
    )
    envelope = seal(packed.content, header, base64_bytes(key.public_key), store.vault.device_key)
    sha256 = store.envelopes.write(envelope)
    exception = _exception_in(content.message)
    return QueuedPart(
        content.part,
        content.revision,
        sha256,
        len(envelope),
        granted_by=None if exception is None else exception.officer,
        approved_by=None if exception is None else exception.approver,
    )


def _exception_in(message: Wire) -> ExceptionForm | None:
    """For what is sealed somebody of this counter has to answer, too."""
    match message:
        case RegistrationForm():
            return message.photo_exception
        case PictureForm():
            return message.exception
        case PatchForm() if message.changes.ktp is not None:
            return message.changes.ktp.exception
    return None


def _hashes(store: Store, registration: Registration) -> tuple[IdentityHash, ...]:
    values = {
        IdentityKind.NIK: registration.nik.value,
        IdentityKind.PHONE: registration.phone.value,
        IdentityKind.EMAIL: registration.email.value,
    }
    return tuple(store.submissions.hash_of(kind, value) for kind, value in values.items())

"""Parts that are really sealed, so that they can be found again without any database."""

from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.store.records import FORM, PHOTO, QueuedPart
from kiosk.store.settings import EnrolmentRecord
from kiosk.store.store import Store
from kiosk.sync.protocol import Part
from kiosk.sync.sealing import EnvelopeHeader, seal
from tests.store.counter import NOW, new_submission, submission_id

DEVICE = UUID(int=5, version=4)
CENTRE = X25519PrivateKey.from_private_bytes(bytes(range(32)))


def sealed_part(
    store: Store, number: int, part: str, revision: int = 1, *, device: UUID = DEVICE
) -> QueuedPart:
    """A part whose envelope lies in the outbox, named by no row yet."""
    header = EnvelopeHeader(
        device=device,
        submission=submission_id(number),
        part=Part(part),
        revision=revision,
        key_id="test-1",
        made_at=NOW,
    )
    public = CENTRE.public_key().public_bytes_raw()
    envelope = seal(b"{}" * 100, header, public, store.vault.device_key)
    return QueuedPart(part, revision, store.envelopes.write(envelope), len(envelope))


def register_sealed(store: Store, number: int, now: datetime = NOW) -> UUID:
    """Queue a form and a photo that tell in the open whose they are."""
    parts = [sealed_part(store, number, part) for part in (FORM, PHOTO)]
    new = new_submission(number, now)
    store.submissions.queue(new, parts, now, new.id)
    return new.id


def enrol(store: Store) -> None:
    """Make it the kiosk that seals here."""
    store.settings.save_enrolment(EnrolmentRecord(DEVICE, bytes(32), bytes(32), NOW))

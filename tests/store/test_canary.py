"""A known resident and a known picture are nowhere in the folder, whatever has been done there."""

from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.domain.draft import draft_to_json
from kiosk.store.records import FORM, PHOTO, IdentityKind, QueuedPart
from kiosk.store.store import Store
from kiosk.sync.protocol import Part
from kiosk.sync.sealing import EnvelopeHeader, seal
from tests.canary import found_in
from tests.domain.resident import complete_draft
from tests.store.counter import NOW, new_submission, open_store

DRAFT = complete_draft()
PICTURE = (Path(__file__).parents[1] / "data" / "faces" / "P001.jpg").read_bytes()
TOKEN = "bearer-of-this-kiosk"
CENTRE = X25519PrivateKey.generate().public_key().public_bytes_raw()
SECRETS = {
    "nik": b"3510094101909001",
    "kk": b"3510091203159002",
    "name": b"SITI NURJANAH",
    "phone": b"84012349001",
    "e-mail": b"siti.nurjanah@example.com",
    "address": b"DUSUN KRAJAN",
    "picture": PICTURE[2000:2032],
    "token": TOKEN.encode(),
}


def sealed(store: Store, part: Part, content: bytes) -> QueuedPart:
    header = EnvelopeHeader(
        device=UUID(int=1),
        submission=DRAFT.draft_id,
        part=part,
        revision=1,
        key_id="seal-1",
        made_at=NOW,
    )
    envelope = seal(content, header, CENTRE, store.vault.device_key)
    return QueuedPart(part, 1, store.envelopes.write(envelope), len(envelope))


def queue(store: Store) -> None:
    """As the kiosk does it: the photo in base64 beside its findings."""
    new = replace(
        new_submission(1),
        id=DRAFT.draft_id,
        hashes=(store.submissions.hash_of(IdentityKind.NIK, "3510094101909001"),),
    )
    parts = [
        sealed(store, Part.FORM, draft_to_json(DRAFT).encode()),
        sealed(store, Part.PHOTO, b64encode(PICTURE)),
    ]
    store.submissions.queue(new, parts, NOW, DRAFT.draft_id)


@pytest.mark.parametrize("closed", [False, True])
def test_nothing_is_in_the_clear_while_typing(folder: Path, closed: bool) -> None:
    store = open_store(folder)
    store.replace_vault(store.vault.but(token=TOKEN))
    for step in range(30):
        store.drafts.save(DRAFT.but(step=str(step)), NOW)
    if not closed:
        assert (folder / "loket.db-wal").stat().st_size > 10_000
        assert not found_in(folder, SECRETS)
    store.close()
    assert not found_in(folder, SECRETS)


def test_nothing_is_in_the_clear_after_sealing(folder: Path) -> None:
    store = open_store(folder)
    store.drafts.save(DRAFT, NOW)
    queue(store)
    assert {row.part for row in store.submissions.queue_rows()} == {FORM, PHOTO}
    assert not found_in(folder, SECRETS)
    store.close()
    assert not found_in(folder, SECRETS)


def test_the_log_of_the_database_is_emptied_when_a_form_was_sealed(folder: Path) -> None:
    store = open_store(folder)
    store.drafts.save(DRAFT, NOW)
    queue(store)
    assert (folder / "loket.db-wal").stat().st_size == 0
    store.close()

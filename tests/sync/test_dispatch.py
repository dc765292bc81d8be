"""What is queued: readable for the centre, and for nobody else."""

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.domain.confirmation import Confirmation, ConfirmationWay
from kiosk.domain.exception import ExceptionKind, PhotoException
from kiosk.domain.submission import KioskState
from kiosk.store.errors import DiskFullError
from kiosk.store.records import IdentityKind
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.central import PartName
from kiosk.sync.configuration import Configuration
from kiosk.sync.dispatch import Dispatcher, NotReadyError, Queued
from kiosk.sync.forms import KtpForm, PhotoForm, RegistrationForm
from kiosk.sync.packing import unpack
from kiosk.sync.protocol import Part, Redoable
from kiosk.sync.sealing import parse_envelope
from tests.domain.resident import complete_draft
from tests.store.counter import raw
from tests.sync.registrations import CARD, JPEG, PHOTO, deliver, registration
from tests.sync.scripted_central import NOON, ScriptedCentral, ticket_status

ID = UUID(int=1, version=4)


def test_the_centre_reads_the_whole_registration(
    dispatcher: Dispatcher, store: StoreThread, central: ScriptedCentral
) -> None:
    dispatcher.register(registration(), PHOTO, NOON)
    deliver(store, central)
    content = central.content_of(PartName(ID, Part.FORM, 1))
    form = RegistrationForm.model_validate_json(content)

    draft = complete_draft()
    assert form.submission_id == ID
    assert form.office_id == "desa-1"
    assert form.ticket == registration().ticket.code
    for same in ("nik", "kk", "full_name", "birth_date", "phone", "email", "education", "sex"):
        assert getattr(form, same) == getattr(draft, same)
    assert form.address.village_code == draft.village_code
    assert form.domicile is None
    assert form.training_interests == list(draft.training_interests)
    assert [consent.given_at for consent in form.consents] == [
        consent.given_at for consent in draft.consents
    ]


def test_the_centre_reads_the_photo_and_what_was_measured(
    dispatcher: Dispatcher, store: StoreThread, central: ScriptedCentral
) -> None:
    dispatcher.register(registration(), PHOTO, NOON)
    deliver(store, central)
    form = unpack(central.packed_of(PartName(ID, Part.PHOTO, 1)), PhotoForm)

    assert form.jpeg == JPEG
    assert [(f.reason, f.verdict, f.value) for f in form.findings] == [
        ("BLUR", "pass", 0.21),
        ("GLASSES", "skipped", None),
    ]


def test_the_card_is_sealed_announced_and_delivered_like_a_photo(
    dispatcher: Dispatcher, store: StoreThread, central: ScriptedCentral
) -> None:
    dispatcher.register(registration(), PHOTO, NOON, card=CARD)
    assert [row.part for row in store.call(lambda s: s.submissions.queue_rows())] == [
        Part.FORM,
        Part.PHOTO,
        Part.KTP,
    ]
    deliver(store, central)

    form = RegistrationForm.model_validate_json(central.content_of(PartName(ID, Part.FORM, 1)))
    card = unpack(central.packed_of(PartName(ID, Part.KTP, 1)), KtpForm)
    assert form.ktp_photo
    assert (card.submission_id, card.jpeg) == (ID, CARD.jpeg)
    assert [finding.reason for finding in card.findings] == ["KTP_UNREADABLE"]
    row = store.call(lambda s: s.submissions.find(ID))
    assert row is not None
    assert row.state is KioskState.SUBMITTED


def test_without_a_card_the_form_announces_none(
    dispatcher: Dispatcher, store: StoreThread, central: ScriptedCentral
) -> None:
    dispatcher.register(registration(), PHOTO, NOON)
    deliver(store, central)
    form = RegistrationForm.model_validate_json(central.content_of(PartName(ID, Part.FORM, 1)))
    assert not form.ktp_photo


def test_whoever_refuses_a_photo_is_queued_with_the_reason_and_without_a_photo(
    dispatcher: Dispatcher, store: StoreThread, central: ScriptedCentral
) -> None:
    refusal = PhotoException(ExceptionKind.REFUSES_PHOTO, "petugas-1", "penyelia-1", NOON)
    dispatcher.register(replace(registration(), photo_exception=refusal), None, NOON)
    deliver(store, central)
    form = RegistrationForm.model_validate_json(central.content_of(PartName(ID, Part.FORM, 1)))
    row = store.call(lambda s: s.submissions.find(ID))

    assert form.photo_exception is not None
    assert (form.photo_exception.kind, form.photo_exception.approver) == (
        ExceptionKind.REFUSES_PHOTO,
        "penyelia-1",
    )
    assert row is not None
    assert (row.state, row.photo_exception) == (KioskState.SUBMITTED, "refuses_photo")


def test_why_a_photo_was_kept_travels_with_it_and_is_known_to_the_lists(
    dispatcher: Dispatcher, store: StoreThread, central: ScriptedCentral
) -> None:
    kept = PhotoException(ExceptionKind.EAR_OR_EYE, "petugas-1", None, NOON)
    dispatcher.register(registration(), replace(PHOTO, exception=kept), NOON)
    deliver(store, central)
    form = unpack(central.packed_of(PartName(ID, Part.PHOTO, 1)), PhotoForm)
    row = store.call(lambda s: s.submissions.find(ID))

    assert form.exception is not None
    assert (form.exception.kind, form.exception.approver) == (ExceptionKind.EAR_OR_EYE, None)
    assert row is not None
    assert row.photo_exception == "ear_or_eye"


REFUSED = PhotoException(ExceptionKind.REFUSES_PHOTO, "rina", "agus", NOON)
KEPT = PhotoException(ExceptionKind.CHECK_MISTAKEN, "rina", None, NOON)


def exceptions(store: StoreThread) -> list[tuple[str, str, str]]:
    """What the journal says of them: that there was one, and who answers for it; not why."""
    entries = store.call(lambda s: s.journal.entries(of=("exception",)))
    return [(entry.event, entry.actor, entry.subject) for entry in entries]


def test_the_journal_knows_who_let_a_registration_go_without_a_photo(
    dispatcher: Dispatcher, store: StoreThread
) -> None:
    dispatcher.register(replace(registration(), photo_exception=REFUSED), None, NOON)
    assert exceptions(store) == [
        ("exception.granted", "rina", str(ID)),
        ("exception.approved", "agus", str(ID)),
    ]


def test_the_journal_knows_who_kept_a_picture_against_the_check(
    dispatcher: Dispatcher, store: StoreThread
) -> None:
    photo, card = replace(PHOTO, exception=KEPT), replace(CARD, exception=REFUSED)
    dispatcher.register(registration(), photo, NOON, card=card)
    dispatcher.redo_photo(ticket_status(ID, Redoable.PHOTO), photo, NOON)
    assert exceptions(store) == [
        ("exception.granted", "rina", str(ID)),
        ("exception.granted", "rina", str(ID)),
        ("exception.approved", "agus", str(ID)),
        ("exception.granted", "rina", str(ID)),
    ]


def test_no_registration_goes_without_a_photo_or_the_reason_for_none(
    dispatcher: Dispatcher,
) -> None:
    with pytest.raises(ValueError, match="photo"):
        dispatcher.register(registration(), None, NOON)


def test_where_the_resident_confirmed_it_travels_with_the_form(
    dispatcher: Dispatcher, store: StoreThread, central: ScriptedCentral
) -> None:
    confirmed = Confirmation(ConfirmationWay.SECOND_SCREEN, NOON)
    dispatcher.register(replace(registration(), confirmation=confirmed), PHOTO, NOON)
    deliver(store, central)
    form = RegistrationForm.model_validate_json(central.content_of(PartName(ID, Part.FORM, 1)))
    assert form.confirmation is not None
    assert (form.confirmation.way, form.confirmation.at) == (confirmed.way, confirmed.at)


def test_the_kiosk_remembers_only_what_it_may(dispatcher: Dispatcher, store: StoreThread) -> None:
    queued = dispatcher.register(registration(), PHOTO, NOON)
    row = store.call(lambda s: s.submissions.find(ID))

    assert queued == Queued(ID, registration().ticket.code, 1)
    assert row is not None
    assert (row.state, row.phone_tail) == (KioskState.QUEUED, "9001")
    assert "Nurjanah" not in row.masked_name
    used = store.call(
        lambda s: s.submissions.used_before(
            [s.submissions.hash_of(IdentityKind.NIK, registration().nik.value)]
        )
    )
    assert used == (IdentityKind.NIK,)


def test_no_file_holds_the_nik_or_the_photo(
    dispatcher: Dispatcher, store: StoreThread, folder: Path
) -> None:
    dispatcher.register(registration(), PHOTO, NOON)
    secrets = [registration().nik.value.encode(), JPEG[:40], b64encode(JPEG)[:40]]
    files = [path for path in folder.rglob("*") if path.is_file()]

    assert len([path for path in files if path.suffix == ".env"]) == 2
    assert not [path for path in files for secret in secrets if secret in path.read_bytes()]


def test_the_draft_is_forgotten_when_it_is_queued(
    dispatcher: Dispatcher, store: StoreThread
) -> None:
    draft = complete_draft().but(draft_id=ID)
    store.call(lambda s: s.drafts.save(draft, NOON))
    dispatcher.register(registration(), PHOTO, NOON)

    assert store.call(lambda s: s.drafts.list_open()) == []


def test_a_photo_is_redone_with_the_grant_and_nothing_else(
    dispatcher: Dispatcher, store: StoreThread, central: ScriptedCentral
) -> None:
    dispatcher.register(registration(), PHOTO, NOON)
    deliver(store, central)
    status = ticket_status(ID, Redoable.PHOTO)
    queued = dispatcher.redo_photo(status, PHOTO, NOON)
    deliver(store, central)

    name = PartName(ID, Part.PHOTO, 2)
    assert queued.revision == 2
    assert central.grants[name] == "grant-2"
    assert unpack(central.packed_of(name), PhotoForm).revision == 2
    assert list(central.received) == [
        PartName(ID, Part.FORM, 1),
        PartName(ID, Part.PHOTO, 1),
        name,
    ]


def test_a_photo_is_redone_for_somebody_registered_elsewhere(
    dispatcher: Dispatcher, store: StoreThread, central: ScriptedCentral
) -> None:
    dispatcher.redo_photo(
        ticket_status(UUID(int=7, version=4), Redoable.PHOTO), PHOTO, NOON, ticket="7Q4M2XA9BC"
    )
    deliver(store, central)

    assert PartName(UUID(int=7, version=4), Part.PHOTO, 2) in central.received


@pytest.mark.parametrize("ahead", [timedelta(days=400), timedelta(minutes=-20), None])
def test_what_needs_a_grant_is_sealed_by_the_centres_clock(
    store: StoreThread,
    configuration: Configuration,
    central: ScriptedCentral,
    ahead: timedelta | None,
) -> None:
    """The clock of the kiosk may be off; that of the look-up's answer is what the grant goes by."""
    dispatcher = Dispatcher(store, configuration, lambda: ahead)
    ours = NOON + (ahead or timedelta())
    dispatcher.redo_photo(ticket_status(ID, Redoable.PHOTO), PHOTO, ours)
    deliver(store, central)

    sealed = central.received[PartName(ID, Part.PHOTO, 2)]
    assert parse_envelope(sealed).header.made_at == NOON


def test_no_photo_without_a_grant(dispatcher: Dispatcher) -> None:
    with pytest.raises(ValueError, match="does not allow"):
        dispatcher.redo_photo(ticket_status(ID), PHOTO, NOON)


@pytest.mark.parametrize("change", [{"action": Redoable.JOIN}, {"revision": None}])
def test_no_photo_with_a_grant_for_something_else(
    dispatcher: Dispatcher, change: dict[str, object]
) -> None:
    status = ticket_status(ID, Redoable.PHOTO)
    (grant,) = status.grants
    other = status.model_copy(update={"grants": [grant.model_copy(update=change)]})

    with pytest.raises(ValueError, match="does not allow"):
        dispatcher.redo_photo(other, PHOTO, NOON)


def test_a_database_that_takes_no_more_leaves_no_envelope_behind(
    dispatcher: Dispatcher, store: StoreThread
) -> None:
    def leave_little_room(store: Store) -> None:
        raw(store).run(f"PRAGMA max_page_count = {raw(store).value('PRAGMA page_count') + 2}")

    def register_many() -> None:
        for number in range(1, 1000):
            dispatcher.register(registration(number), PHOTO, NOON)

    def redo_many() -> None:
        for number in range(1000, 2000):
            status = ticket_status(UUID(int=number, version=4), Redoable.PHOTO)
            dispatcher.redo_photo(status, PHOTO, NOON)

    store.call(leave_little_room)
    for many in (register_many, redo_many):
        with pytest.raises(DiskFullError):
            many()
        queued = store.call(lambda s: s.submissions.needed_envelopes())
        assert queued
        assert store.call(lambda s: s.envelopes.stored()) == queued


def test_a_form_whose_photo_does_not_fit_on_the_disk_does_not_stay(
    dispatcher: Dispatcher, store: StoreThread
) -> None:
    resource = pytest.importorskip("resource", reason="file limits are POSIX")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(DiskFullError):
            dispatcher.register(registration(), replace(PHOTO, jpeg=bytes(100_000)), NOON)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert store.call(lambda s: s.envelopes.stored()) == frozenset()
    assert dispatcher.register(registration(), PHOTO, NOON).submission_id == ID


def test_nothing_is_sealed_before_the_first_configuration(store: StoreThread) -> None:
    dispatcher = Dispatcher(store, Configuration(store))

    with pytest.raises(NotReadyError):
        dispatcher.register(registration(), PHOTO, NOON)
    assert store.call(lambda s: s.envelopes.stored()) == frozenset()

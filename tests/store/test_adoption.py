"""What lies sealed and is in no row: what was cut short goes, what was lost waits again."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.domain.outcome import Person
from kiosk.domain.submission import CentreState, KioskState
from kiosk.store.records import FORM, PATCH, PHOTO
from kiosk.store.store import Store
from tests.domain.resident import complete_draft
from tests.store.counter import (
    NOW,
    begin,
    deliver,
    deliver_all,
    open_store,
    outcome,
    raw,
    submission_id,
    written,
)
from tests.store.sealing import DEVICE, enrol, register_sealed, sealed_part

OTHER = UUID(int=77, version=4)
LATER = NOW + timedelta(days=1)


def opened_again(store: Store, folder: Path) -> Store:
    store.close()
    return open_store(folder)


def forget_rows(store: Store) -> None:
    """As a database does that is lost."""
    for table in ("outbox", "submission", "journal"):
        raw(store).run(f"DELETE FROM {table}")  # noqa: S608


def test_needed_envelopes_stay(folder: Path) -> None:
    store = open_store(folder)
    register_sealed(store, 1)
    store.submissions.quarantine(begin(store), "refused", NOW)
    needed = store.envelopes.stored()
    store = opened_again(store, folder)
    assert store.envelopes.stored() == needed
    store.close()


def test_what_belongs_to_a_known_submission_and_is_in_no_row_goes(folder: Path) -> None:
    store = open_store(folder)
    register_sealed(store, 1)
    deliver_all(store)
    sealed_part(store, 1, PHOTO, 2)  # the power went before its row was written
    store = opened_again(store, folder)
    assert not store.envelopes.stored()
    store.close()


@pytest.mark.parametrize("content", [b"", b"kopi darat", b"LKTE\x01\xff\xff{}"])
def test_what_cannot_be_read_is_neither_sent_nor_removed(folder: Path, content: bytes) -> None:
    store = open_store(folder)
    strange = store.envelopes.write(content)
    store = opened_again(store, folder)
    store.watch_over(NOW)
    assert store.envelopes.stored() == {strange}
    assert store.submissions.queue_rows() == []
    store.close()


def test_a_changed_envelope_of_nobody_known_is_kept_and_not_sent(
    store: Store, folder: Path
) -> None:
    part = sealed_part(store, 1, FORM)
    path = folder / "outbox" / f"{part.sha256}.env"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    store.watch_over(NOW)
    assert store.submissions.queue_rows() == []
    assert path.exists()


def test_what_lies_sealed_in_no_row_waits_again_form_first(folder: Path) -> None:
    store = open_store(folder)
    enrol(store)
    register_sealed(store, 1)
    forget_rows(store)
    store = opened_again(store, folder)
    store.watch_over(LATER)
    assert [item.part for item in (deliver(store, LATER), deliver(store, LATER))] == [FORM, PHOTO]
    row = store.submissions.find(submission_id(1))
    assert row is not None
    assert (row.state, row.made_here, row.made_at) == (KioskState.SUBMITTED, True, NOW)
    assert not store.envelopes.stored()
    store.close()


def test_an_adoption_is_in_the_journal_and_in_the_figures_of_its_day(store: Store) -> None:
    enrol(store)
    register_sealed(store, 1)
    forget_rows(store)
    store.watch_over(LATER)
    lines = [(line.event, line.at) for line in store.journal.entries()]
    assert ("submission.adopted", LATER) in lines
    assert ("submission.queued", NOW) in lines
    balance = store.figures.balance()
    assert balance.agrees
    assert (balance.made, balance.queued) == (1, 1)


def test_adopting_twice_is_adopting_once(store: Store) -> None:
    register_sealed(store, 1)
    forget_rows(store)
    store.watch_over(LATER)
    before = (len(store.submissions.queue_rows()), store.journal.count())
    store.watch_over(LATER)
    assert (len(store.submissions.queue_rows()), store.journal.count()) == before


@pytest.mark.parametrize(("own", "is_foreign"), [(DEVICE, False), (OTHER, True), (None, True)])
def test_what_another_device_sealed_is_marked(
    store: Store, own: UUID | None, is_foreign: bool
) -> None:
    if own is not None:
        enrol(store)
    sealed_part(store, 1, FORM, device=DEVICE if own != OTHER else OTHER)
    store.watch_over(NOW)
    item = store.submissions.next_due(NOW)
    assert item is not None
    assert item.sealed_by_other is is_foreign


@pytest.mark.parametrize(("part", "revision"), [(PHOTO, 2), (PATCH, 1)])
def test_a_part_that_was_asked_for_again_is_not_a_registration_made_here(
    store: Store, part: str, revision: int
) -> None:
    sealed_part(store, 1, part, revision)
    store.watch_over(NOW)
    assert len(store.submissions.queue_rows()) == 1
    assert store.figures.balance().made == 0


def test_of_two_with_one_name_one_is_sent(store: Store) -> None:
    sealed_part(store, 1, FORM)
    sealed_part(store, 1, FORM)  # sealed twice: other bytes
    store.watch_over(NOW)
    assert len(store.submissions.queue_rows()) == 1


def test_a_draft_that_is_still_here_wins(folder: Path) -> None:
    store = open_store(folder)
    draft = complete_draft()
    store.drafts.save(draft, NOW)
    raw(store).run("UPDATE draft SET id = ?", (str(submission_id(1)),))
    sealed_part(store, 1, FORM)
    written(store, 2, FORM)
    store.watch_over(NOW)
    assert store.submissions.queue_rows() == []
    store = opened_again(store, folder)
    assert len(store.envelopes.stored()) == 1  # what is not to be read stays
    store.close()


def test_the_centre_says_who_it_was(store: Store) -> None:
    sealed_part(store, 1, FORM)
    store.watch_over(NOW)
    told = outcome(1, 1, CentreState.OTP_PENDING)
    person = Person("7Q4M2XA9BC", "Siti N…ah", "9001")
    named = replace(told, outcome=replace(told.outcome, person=person))
    store.submissions.apply_outcomes([named], 1, LATER)
    row = store.submissions.find(submission_id(1))
    assert row is not None
    assert (row.ticket, row.masked_name) == (person.ticket, person.masked_name)
    assert row.made_here

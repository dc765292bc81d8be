"""The officers' lists, and those whom another kiosk of the office registered."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.outcome import Person
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState, KioskState
from kiosk.store.lists import ListCounts
from kiosk.store.records import PHOTO, SubmissionRow, VerifiedOutcome
from kiosk.store.rows import Rows
from kiosk.store.store import Store
from tests.store.counter import (
    MINUTE,
    NOW,
    begin,
    deliver_all,
    new_submission,
    outcome,
    raw,
    register,
    submission_id,
    written,
)

DEWI = Person("7Q4M2XA9BC", "Dewi L…i", "4321")


def about(verified: VerifiedOutcome, person: Person) -> VerifiedOutcome:
    return replace(verified, outcome=replace(verified.outcome, person=person))


def tell(store: Store, *told: VerifiedOutcome) -> None:
    store.submissions.apply_outcomes(told, max(one.outcome.seq for one in told), NOW)


def numbers(rows: Rows[SubmissionRow]) -> list[int]:
    return [next(n for n in range(1, 100) if submission_id(n) == row.id) for row in rows]


def find(store: Store, number: int) -> SubmissionRow:
    found = store.submissions.find(submission_id(number))
    assert found is not None
    return found


def test_somebody_of_another_kiosk_is_known_from_the_first_outcome_that_names_them(
    store: Store,
) -> None:
    tell(store, outcome(1, 7, CentreState.SUBMITTED))
    assert store.submissions.find(submission_id(7)) is None

    tell(store, about(outcome(2, 7, CentreState.PHOTO_REJECTED, (Reason.BLUR,)), DEWI))

    row = find(store, 7)
    assert (row.ticket, row.masked_name, row.phone_tail) == ("7Q4M2XA9BC", "Dewi L…i", "4321")
    assert (row.state, row.made_here) == (KioskState.SUBMITTED, False)
    assert numbers(store.lists.needing_resident(NOW)) == [7]
    assert list(store.lists.today(NOW)) == []
    assert store.figures.balance().made == 0


def test_what_was_made_here_keeps_its_own_words(store: Store) -> None:
    register(store, 1)

    tell(store, about(outcome(1, 1, CentreState.PHOTO_VERIFYING), DEWI))

    assert find(store, 1).masked_name == "Siti N…ah"


def test_an_old_outcome_names_nobody(store: Store) -> None:
    tell(store, about(outcome(5, 7, CentreState.PHOTO_VERIFYING), DEWI))

    tell(store, about(outcome(4, 7, CentreState.SUBMITTED), replace(DEWI, masked_name="Other")))

    assert find(store, 7).masked_name == "Dewi L…i"


def test_two_alike_codes_do_not_stop_what_the_centre_says(store: Store) -> None:
    register(store, 1)
    alike = replace(DEWI, ticket=new_submission(1).ticket)

    tell(store, about(outcome(1, 7, CentreState.PHOTO_REJECTED), alike))

    assert (find(store, 7).ticket, find(store, 7).masked_name) == ("", "Dewi L…i")
    assert store.submissions.cursor() == 1


def test_of_somebody_of_another_kiosk_who_withdrew_nothing_personal_stays(store: Store) -> None:
    tell(store, about(outcome(1, 7, CentreState.PHOTO_REJECTED), DEWI))

    tell(store, outcome(2, 7, CentreState.WITHDRAWN))

    row = find(store, 7)
    assert (row.ticket, row.masked_name, row.phone_tail) == ("", "", "")
    assert raw(store).rows("SELECT signed FROM outcome") == [(b"",), (b"",)]


def test_what_was_signed_is_kept_as_long_as_the_traces(store: Store) -> None:
    tell(store, about(outcome(1, 7, CentreState.JOINED), DEWI))

    store.submissions.delete_traces(NOW + timedelta(days=29), 30)
    assert raw(store).value("SELECT signed FROM outcome") == b"signed 1"

    store.submissions.delete_traces(NOW + timedelta(days=31), 30)
    assert raw(store).value("SELECT signed FROM outcome") == b""
    assert find(store, 7).phone_tail == ""


def test_the_nearest_deadline_comes_first_and_one_that_has_passed_not_at_all(
    store: Store,
) -> None:
    for number in (1, 2, 3):
        register(store, number)
    deliver_all(store)
    accepted = [outcome(number, number, CentreState.ACCEPTED) for number in (1, 2, 3)]
    days = (9, 2, -1)
    tell(
        store,
        *(
            replace(one, outcome=replace(one.outcome, deadline=NOW + timedelta(days=left)))
            for one, left in zip(accepted, days, strict=True)
        ),
    )

    assert numbers(store.lists.needing_resident(NOW)) == [2, 1]
    assert numbers(store.lists.other_answers(NOW)) == [3]


def test_nobody_is_needed_for_what_is_still_on_its_way(store: Store) -> None:
    register(store, 1)
    deliver_all(store)
    tell(store, outcome(1, 1, CentreState.PHOTO_REJECTED))
    photo = written(store, 1, PHOTO, 2)
    store.submissions.queue_photo(submission_id(1), photo, "grant", NOW)

    assert numbers(store.lists.needing_resident(NOW)) == []
    assert store.lists.counts(NOW) == ListCounts(queue=1, needed=0, drafts=0)


def test_who_redid_something_that_is_held_back_is_needed_once_more(store: Store) -> None:
    register(store, 1)
    deliver_all(store)
    tell(store, outcome(1, 1, CentreState.PHOTO_REJECTED))
    photo = written(store, 1, PHOTO, 2)
    store.submissions.queue_photo(submission_id(1), photo, "grant", NOW)
    store.submissions.quarantine(begin(store), "sync.refused.grant", NOW)

    assert numbers(store.lists.needing_resident(NOW)) == [1]
    assert store.lists.counts(NOW) == ListCounts(queue=1, needed=1, drafts=0)


def test_what_was_held_back_stands_first_in_the_queue(store: Store) -> None:
    register(store, 1)
    register(store, 2, NOW + MINUTE)
    store.submissions.start(store.lists.parts_of(str(submission_id(2)))[0], NOW)
    store.submissions.quarantine(
        store.lists.parts_of(str(submission_id(2)))[0], "sync.refused.envelope", NOW
    )

    first, *rest = store.lists.queue()

    assert (first.submission_id, first.state) == (submission_id(2), KioskState.QUARANTINED)
    assert {row.state for row in rest} == {KioskState.QUEUED}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("", "", ""), []),
        (("7Q4M2", "", ""), [7]),
        (("", "L", ""), [7]),
        (("", "dew", ""), [7]),
        (("", "ewi", ""), []),
        (("", "", "321"), [7]),
        (("", "%", ""), []),
        (("", "siti", "4321"), [7, 1]),
    ],
)
def test_searches(store: Store, asked: tuple[str, str, str], found: list[int]) -> None:
    register(store, 1)
    tell(store, about(outcome(1, 7, CentreState.JOINED), DEWI))

    assert numbers(store.lists.search(*asked)) == found


def test_the_revision_grows_with_every_change_and_with_no_question(store: Store) -> None:
    register(store, 1)
    before = store.revision
    store.lists.queue()
    store.lists.counts(NOW)
    assert store.revision == before

    begin(store)
    assert store.revision > before


@given(st.lists(st.tuples(st.integers(), st.text()), unique_by=lambda row: row[0]))
def test_rows_are_a_list_whose_things_can_be_found_again(table: list[tuple[int, str]]) -> None:
    rows = Rows(table, lambda row: str(row[1]))

    assert rows == [words for _, words in table]
    assert [rows.place_of(rows.key(place)) for place in range(len(rows))] == [*range(len(table))]
    assert rows[1:] == Rows(table[1:], lambda row: str(row[1]))
    assert rows.place_of((UUID(int=0),)) is None

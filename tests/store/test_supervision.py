"""What only a supervisor may do: refused to everybody else, written down, never the last one."""

from collections.abc import Callable
from datetime import datetime, timedelta

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.config import CameraSettings, Config, Paper, PrinterSettings
from kiosk.domain.pin import Pin, PinProblem
from kiosk.store.errors import NotAllowedError
from kiosk.store.officers import Officer, Role
from kiosk.store.settings import DeskSettings
from kiosk.store.store import Store
from kiosk.store.supervision import StaffProblem, Supervision
from tests.store.counter import NOW, begin, open_store, raw, register

OWN, GIVEN, NEW = Pin("482915"), Pin("730184"), Pin("604817")
ACTS: dict[str, Callable[[Supervision, str, str, datetime], object]] = {
    "staff": lambda acts, by, _, now: acts.staff(by, now),
    "take_on": lambda acts, by, _, now: acts.take_on(by, "Dewi", GIVEN, now),
    "rename": lambda acts, by, of, now: acts.rename(by, of, "Dewi", now),
    "promote": lambda acts, by, of, now: acts.give_role(by, of, Role.SUPERVISOR, now),
    "demote": lambda acts, by, of, now: acts.give_role(by, of, Role.OFFICER, now),
    "retire": lambda acts, by, of, now: acts.retire(by, of, now),
    "reset_pin": lambda acts, by, of, now: acts.reset_pin(by, of, GIVEN, now),
    "settings": lambda acts, by, _, now: acts.save_settings(by, DeskSettings(), "look", now),
    "purge": lambda acts, by, _, now: acts.purge(by, now),
    "verify_journal": lambda acts, by, _, now: acts.verify_journal(by, now),
    "note_export": lambda acts, by, _, now: acts.note_export(by, now),
}


@pytest.fixture
def rina(store: Store) -> Officer:
    return store.officers.add("Rina", OWN, Role.SUPERVISOR, NOW)


@pytest.fixture
def wahyu(store: Store, rina: Officer) -> Officer:
    return store.officers.add("Wahyu", OWN, Role.OFFICER, NOW)


def lines(store: Store) -> list[tuple[str, str, str]]:
    return [(entry.event, entry.actor, entry.subject) for entry in store.journal.entries()]


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_nobody_but_a_supervisor_who_is_still_here_may(
    store: Store, rina: Officer, wahyu: Officer, act: Callable[..., object]
) -> None:
    gone = store.officers.add("Sari", OWN, Role.SUPERVISOR, NOW)
    store.supervision.retire(rina.id, gone.id, NOW)
    before = (store.officers.everybody(), lines(store), store.settings.desk())
    for by in (wahyu.id, gone.id, "nobody", ""):
        with pytest.raises(NotAllowedError):
            act(store.supervision, by, wahyu.id, NOW)
    assert (store.officers.everybody(), lines(store), store.settings.desk()) == before


@pytest.mark.parametrize("act", [ACTS[name] for name in ACTS if name != "staff"])
def test_every_act_is_written_down_with_who_did_it(
    store: Store, rina: Officer, wahyu: Officer, act: Callable[..., object]
) -> None:
    seq = store.journal.entries()[-1].seq
    act(store.supervision, rina.id, wahyu.id, NOW)
    written = [entry for entry in store.journal.entries() if entry.seq > seq]
    assert written
    assert {entry.actor for entry in written} == {rina.id}
    assert store.journal.verify() is None


def test_a_name_is_in_no_line_of_the_journal(store: Store, rina: Officer) -> None:
    officer = store.supervision.take_on(rina.id, "Dewi Lestari", GIVEN, NOW)
    assert isinstance(officer, Officer)
    assert ("officer.added", rina.id, officer.id) in lines(store)
    assert "Dewi" not in str(store.journal.entries())


def test_a_new_officer_comes_in_only_with_a_pin_of_their_own(store: Store, rina: Officer) -> None:
    dewi = store.supervision.take_on(rina.id, "Dewi", GIVEN, NOW)
    assert isinstance(dewi, Officer)
    assert store.officers.verify(dewi.id, GIVEN, NOW) is PinProblem.TEMPORARY
    assert store.officers.change_pin(dewi.id, GIVEN, GIVEN, NOW) is PinProblem.SAME
    assert store.officers.verify(dewi.id, GIVEN, NOW) is PinProblem.TEMPORARY
    assert store.officers.change_pin(dewi.id, GIVEN, NEW, NOW) == dewi
    assert store.officers.verify(dewi.id, NEW, NOW) == dewi
    assert store.officers.verify(dewi.id, GIVEN, NOW) is PinProblem.WRONG
    assert ("officer.pin_changed", dewi.id, dewi.id) in lines(store)


def test_a_pin_is_changed_by_nobody_who_does_not_know_it(store: Store, wahyu: Officer) -> None:
    answers = [store.officers.change_pin(wahyu.id, GIVEN, NEW, NOW) for _ in range(5)]
    assert answers == [PinProblem.WRONG] * 4 + [PinProblem.LOCKED]
    assert store.officers.change_pin(wahyu.id, OWN, NEW, NOW) is PinProblem.LOCKED


def test_who_forgot_the_pin_gets_another_and_the_lock_is_lifted(
    store: Store, rina: Officer, wahyu: Officer
) -> None:
    for _ in range(5):
        store.officers.verify(wahyu.id, NEW, NOW)
    assert [row.is_locked for row in store.supervision.staff(rina.id, NOW)] == [False, True]
    assert store.supervision.reset_pin(rina.id, wahyu.id, GIVEN, NOW) == wahyu
    rows = store.supervision.staff(rina.id, NOW)
    assert [(row.is_locked, row.pin_is_temporary) for row in rows] == [
        (False, False),
        (False, True),
    ]
    assert store.officers.verify(wahyu.id, GIVEN, NOW) is PinProblem.TEMPORARY


def test_who_has_left_does_not_come_in_but_keeps_the_name(
    store: Store, rina: Officer, wahyu: Officer
) -> None:
    assert store.supervision.retire(rina.id, wahyu.id, NOW) == wahyu
    assert store.officers.list() == (rina,)
    assert wahyu in store.officers.everybody()
    assert store.officers.verify(wahyu.id, OWN, NOW) is PinProblem.WRONG
    assert store.officers.change_pin(wahyu.id, OWN, NEW, NOW) is PinProblem.WRONG
    assert store.supervision.retire(rina.id, wahyu.id, NOW) is StaffProblem.LEFT
    assert store.supervision.reset_pin(rina.id, wahyu.id, GIVEN, NOW) is StaffProblem.LEFT


def test_two_officers_cannot_be_called_alike(store: Store, rina: Officer, wahyu: Officer) -> None:
    taken = StaffProblem.NAME_TAKEN
    assert store.supervision.take_on(rina.id, "WAHYU", GIVEN, NOW) is taken
    assert store.supervision.rename(rina.id, wahyu.id, "rina", NOW) is taken
    renamed = store.supervision.rename(rina.id, wahyu.id, "wahyu", NOW)
    assert isinstance(renamed, Officer)
    assert renamed.name == "wahyu"


STEPS = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 2), st.integers(0, 2)))


@settings(max_examples=30)
@given(steps=STEPS)
def test_whatever_is_done_somebody_stays_supervisor(
    steps: list[tuple[str, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = open_store(tmp_path_factory.mktemp("staff"))
    people = [
        store.officers.add("Rina", OWN, Role.SUPERVISOR, NOW),
        store.officers.add("Sari", OWN, Role.SUPERVISOR, NOW),
        store.officers.add("Wahyu", OWN, Role.OFFICER, NOW),
    ]
    for name, by, of in steps:
        allowed = any(each.id == people[by].id for each in supervisors(store))
        try:
            ACTS[name](store.supervision, people[by].id, people[of].id, NOW)
        except NotAllowedError:
            assert not allowed
        assert supervisors(store)
    store.close()


def supervisors(store: Store) -> list[Officer]:
    return [each for each in store.officers.list() if each.role is Role.SUPERVISOR]


def test_what_was_set_at_the_desk_stands_over_the_file(store: Store, rina: Officer) -> None:
    file = Config(camera=CameraSettings("1"), printer=PrinterSettings("old", Paper.A4))
    assert store.settings.desk().over(file) == file
    desk = DeskSettings(language="en", camera="2", printer="", paper=Paper.RECEIPT80, voice=False)
    store.supervision.save_settings(rina.id, desk, "camera", NOW)
    assert store.settings.desk() == desk
    assert store.settings.language() == "en"
    config = store.settings.desk().over(file)
    assert (config.camera.source, config.kiosk.language) == ("2", "en")
    assert config.printer == PrinterSettings("", Paper.RECEIPT80)
    assert (config.sound.cues, config.sound.voice) == (True, False)
    assert ("settings.changed", rina.id, "camera") in lines(store)


def test_what_is_due_is_forgotten_at_once_with_its_proof(store: Store, rina: Officer) -> None:
    register(store, 1)
    assert store.retention.kept().unsent == 1
    store.submissions.cancel(store.submissions.queue_rows()[0].submission_id, NOW, rina.id)
    assert store.retention.kept().unsent == 0
    later = NOW + timedelta(days=31)
    store.supervision.purge(rina.id, later)
    assert lines(store)[-1] == ("retention.run", rina.id, "0 1 0")
    assert store.retention.kept().traces == 0


def test_the_journal_is_verified_and_searched(store: Store, rina: Officer, wahyu: Officer) -> None:
    store.officers.verify(wahyu.id, OWN, NOW)
    store.supervision.note_export(rina.id, NOW)
    assert store.supervision.verify_journal(rina.id, NOW) is None
    of_officers = {entry.event for entry in store.journal.entries(of=("officer",))}
    assert of_officers == {"officer.added", "officer.came"}
    by_rina = [entry.event for entry in store.journal.entries(of=("journal",), actor=rina.id)]
    assert by_rina == ["journal.exported", "journal.verified"]
    assert store.journal.entries(actor="nobody") == []
    assert store.journal.count() == len(store.journal.entries())


def test_what_is_held_back_for_one_reason_is_released_by_a_supervisor_in_one_piece(
    store: Store, rina: Officer, wahyu: Officer
) -> None:
    for number, reason in ((1, "refused"), (2, "refused"), (3, "other")):
        register(store, number, pictures=())
        store.submissions.quarantine(begin(store), reason, NOW)
    raw(store).run(
        "CREATE TRIGGER broken BEFORE INSERT ON journal WHEN NEW.event = 'part.released' AND EXISTS"
        " (SELECT 1 FROM journal WHERE event = NEW.event) BEGIN SELECT RAISE(ABORT, ''); END"
    )
    with pytest.raises(NotAllowedError):
        store.supervision.release_all(wahyu.id, "refused", NOW)
    with pytest.raises(apsw.ConstraintError):
        store.supervision.release_all(rina.id, "refused", NOW)
    assert store.figures.balance().quarantined == 3

    raw(store).run("DROP TRIGGER broken")
    assert store.supervision.release_all(rina.id, "refused", NOW) == 2
    assert store.figures.balance().queued == 2

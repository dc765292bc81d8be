"""Who works at this counter: take on, rename, make supervisor, give another PIN, let go."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar, Final

from kiosk.domain.pin import Pin
from kiosk.store.officers import Officer, Role
from kiosk.store.supervision import StaffProblem, StaffRow
from kiosk.ui.look import Look
from kiosk.ui.officer.supervisor.list_sheet import ListSheet
from kiosk.ui.officer.supervisor.staff_forms import NameForm, NewOfficerForm, PinSheet, drawn_pin
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.table import Cell, TableRow, Tone

_COLUMNS: Final = ("name", "role", "pin")
_ACTS: Final = {
    "rename": "pen-line",
    "reset": "key-round",
    "promote": "shield-check",
    "retire": "log-out",
}


class StaffSheet(ListSheet):
    """The list, and what can be done about the chosen officer."""

    name: ClassVar[str] = "staff"
    icon: ClassVar[str] = "users"

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services)
        self._rows: Sequence[StaffRow] = ()
        self._asked_of: str | None = None
        self.form = NewOfficerForm(look, services)
        self.name_form = NameForm(look, services)
        self.pin_sheet = PinSheet(look, services)
        self.table.arrange(wide=0)
        self.add_button = Button(
            look,
            "officer.staff.add",
            name="add_officer_button",
            rank=Rank.PRIMARY,
            icon="user-plus",
        )
        self.buttons = {
            act: Button(
                look, f"officer.staff.{act}", name=f"staff_{act}", rank=Rank.SMALL, icon=icon
            )
            for act, icon in _ACTS.items()
        }
        actions = FlowRow(gap=8)
        for act, button in self.buttons.items():
            actions.addWidget(button)
            button.clicked.connect(partial(self._begin_act, act))
        self.body.addLayout(actions)
        self.bottom_row.addWidget(self.add_button)
        self.add_button.clicked.connect(partial(self.opened.emit, self.form))
        self.form.hired.connect(self._show_pin)
        self.notice.agreed.connect(self._agreed)
        self.table.chosen.connect(self._show_actions)
        look.changed.connect(self._show_rows)

    def begin(self) -> None:
        """Read the list."""
        by, now = self.by, self.now()
        self.do(lambda store: store.supervision.staff(by, now), self._take)

    def end(self) -> None:
        """Forget the names."""
        self._take(())

    @property
    def chosen(self) -> StaffRow | None:
        """The officer who is to be acted on."""
        item = self.table.chosen_item
        return item if isinstance(item, StaffRow) else None

    def _take(self, rows: Sequence[StaffRow]) -> None:
        self._rows = rows
        self._show_rows()

    def _show_rows(self) -> None:
        text = self.look.text
        titles = [text(f"officer.staff.column.{column}") for column in _COLUMNS]
        self.table.show_rows(titles, tuple(self._row(row) for row in self._rows))
        self._show_actions()

    def _row(self, row: StaffRow) -> TableRow:
        text = self.look.text
        tone = Tone.CHIP_RIGHT if row.officer.role is Role.SUPERVISOR else Tone.CHIP
        state = "locked" if row.is_locked else "temporary" if row.pin_is_temporary else "own"
        cells = (
            Cell(row.officer.name, Tone.STRONG),
            Cell(text(f"officer.staff.role.{row.officer.role}"), tone),
            Cell(
                text(f"officer.staff.pin.{state}"),
                Tone.QUIET if state == "own" else Tone.CHIP_ATTENTION,
            ),
        )
        return TableRow(row, cells)

    def _show_actions(self) -> None:
        row = self.chosen
        for button in self.buttons.values():
            button.setEnabled(row is not None)
        if self._asked_of is not None and (row is None or row.officer.id != self._asked_of):
            self._asked_of = None
            self.notice.clear()
        is_supervisor = row is not None and row.officer.role is Role.SUPERVISOR
        self.buttons["promote"].say(f"officer.staff.{'demote' if is_supervisor else 'promote'}")

    def _begin_act(self, act: str) -> None:
        """What cannot be taken back by one touch is asked for by two."""
        row = self.chosen
        if row is None:
            return
        if act == "rename":
            self.name_form.rename(row.officer)
            self.opened.emit(self.name_form)
            return
        if act == "promote" and row.officer.role is Role.SUPERVISOR:
            act = "demote"
        self._asked_of = row.officer.id
        question = Sentence(f"officer.staff.ask.{act}", {"name": row.officer.name})
        self.notice.warn(question, f"officer.staff.{act}")

    def _agreed(self) -> None:
        officer_id, asked = self._asked_of, self.notice.sentence
        if officer_id is None or asked is None:
            return
        self._asked_of = None
        match asked.key.rpartition(".")[2]:
            case "reset":
                self._reset_pin(officer_id)
            case "retire":
                by, now = self.by, self.now()
                self.do(
                    lambda store: store.supervision.retire(by, officer_id, now),
                    partial(self._done, "retired"),
                )
            case act:
                self._give_role(officer_id, Role.SUPERVISOR if act == "promote" else Role.OFFICER)

    def _reset_pin(self, officer_id: str) -> None:
        by, now, pin = self.by, self.now(), drawn_pin(self.services)
        self.do(
            lambda store: store.supervision.reset_pin(by, officer_id, pin, now),
            partial(self._show_answer, pin),
        )

    def _give_role(self, officer_id: str, role: Role) -> None:
        by, now = self.by, self.now()
        self.do(
            lambda store: store.supervision.give_role(by, officer_id, role, now),
            partial(self._done, "role_given"),
        )

    def _show_answer(self, pin: Pin, answer: Officer | StaffProblem) -> None:
        if isinstance(answer, StaffProblem):
            self.notice.tell(Kind.ATTENTION, Sentence(answer))
        else:
            self._show_pin(answer, pin)

    def _show_pin(self, officer: Officer, pin: Pin) -> None:
        self.notice.clear()
        self.pin_sheet.show_pin(officer, pin)
        self.opened.emit(self.pin_sheet)

    def _done(self, told: str, answer: Officer | StaffProblem) -> None:
        if isinstance(answer, StaffProblem):
            self.notice.tell(Kind.WRONG, Sentence(answer))
            return
        self.begin()
        self.notice.tell(Kind.RIGHT, Sentence(f"officer.staff.{told}", {"name": answer.name}))

"""What of a correction is queued: exactly the asked fields, sealed, with the grant."""

from typing import Any
from uuid import UUID

import pytest

from kiosk.domain.patch import Patch, PatchField, make_patch
from kiosk.store.worker import StoreThread
from kiosk.sync.central import PartName
from kiosk.sync.content import TakenCard
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.forms import PatchForm
from kiosk.sync.packing import unpack
from kiosk.sync.protocol import (
    Part,
    Redoable,
    TicketStatus,
)
from kiosk.sync.sealing import max_content_bytes
from tests.domain.resident import complete_draft
from tests.sync.registrations import CARD, JPEG, PHOTO, deliver, registration
from tests.sync.scripted_central import NOON, ScriptedCentral, ticket_status

ID = UUID(int=1, version=4)


def granted(number: int = 1) -> TicketStatus:
    status = ticket_status(ID, Redoable.PATCH)
    grants = [grant.model_copy(update={"revision": number}) for grant in status.grants]
    return status.model_copy(update={"grants": grants})


def patch_of(*fields: PatchField, **answers: Any) -> Patch:
    patch = make_patch(complete_draft().but(**answers), fields)
    assert isinstance(patch, Patch)
    return patch


def sent(
    dispatcher: Dispatcher,
    store: StoreThread,
    central: ScriptedCentral,
    patch: Patch,
    card: TakenCard | None = None,
) -> PatchForm:
    """The correction as the centre reads it."""
    dispatcher.patch(granted(2), patch, NOON, ticket="0123456789", card=card)
    deliver(store, central)
    name = PartName(ID, Part.PATCH, 2)
    assert central.grants[name] == "grant-2"
    return unpack(central.packed_of(name), PatchForm)


def test_only_what_was_asked_travels(
    dispatcher: Dispatcher, store: StoreThread, central: ScriptedCentral
) -> None:
    form = sent(dispatcher, store, central, patch_of(PatchField.KK))
    assert (form.submission_id, form.number) == (ID, 2)
    assert form.changes.model_dump() == {"kk": "3510091203159002", "kk_is_latest": True}
    text = central.content_of(PartName(ID, Part.PATCH, 2)).decode()
    assert "NURJANAH" not in text
    assert "nik" not in text


def test_an_address_travels_as_in_the_form(
    dispatcher: Dispatcher, store: StoreThread, central: ScriptedCentral
) -> None:
    form = sent(dispatcher, store, central, patch_of(PatchField.ADDRESS))
    assert form.changes.model_dump() == {
        "address": {"line": "DUSUN KRAJAN", "village_code": "35.10.09.2003"}
    }


def test_living_at_the_ktp_address_is_an_answer(
    dispatcher: Dispatcher, store: StoreThread, central: ScriptedCentral
) -> None:
    form = sent(dispatcher, store, central, patch_of(PatchField.DOMICILE))
    assert form.changes.model_dump() == {"domicile": None}


def test_another_home_travels_whole(
    dispatcher: Dispatcher, store: StoreThread, central: ScriptedCentral
) -> None:
    home = {"domicile_line": "JALAN BARU 1", "domicile_village_code": "35.10.09.2004"}
    patch = patch_of(PatchField.DOMICILE, domicile_same=False, **home)
    form = sent(dispatcher, store, central, patch)
    assert form.changes.model_dump() == {
        "domicile": {"line": "JALAN BARU 1", "village_code": "35.10.09.2004"}
    }


def test_a_photo_of_the_card_travels_with_its_number(
    dispatcher: Dispatcher, store: StoreThread, central: ScriptedCentral
) -> None:
    form = sent(dispatcher, store, central, patch_of(PatchField.KTP), CARD)
    assert form.changes.names == {"ktp"}
    assert form.changes.ktp is not None
    assert (form.changes.ktp.submission_id, form.changes.ktp.revision) == (ID, 2)
    assert form.changes.ktp.jpeg == JPEG


@pytest.mark.parametrize(("asked", "card"), [(PatchField.KTP, None), (PatchField.KK, CARD)])
def test_a_card_comes_if_and_only_if_it_was_asked_for(
    dispatcher: Dispatcher, asked: PatchField, card: TakenCard | None
) -> None:
    with pytest.raises(ValueError, match="photo of the KTP"):
        dispatcher.patch(granted(), patch_of(asked), NOON, card=card)


def test_without_a_grant_nothing_is_queued(dispatcher: Dispatcher, store: StoreThread) -> None:
    with pytest.raises(ValueError, match="does not allow"):
        dispatcher.patch(ticket_status(ID), patch_of(PatchField.KK), NOON)
    assert store.call(lambda s: s.submissions.queue_rows()) == []


def test_the_figures_count_no_correction(
    dispatcher: Dispatcher, store: StoreThread, central: ScriptedCentral
) -> None:
    dispatcher.register(registration(), PHOTO, NOON)
    deliver(store, central)
    dispatcher.patch(granted(), patch_of(PatchField.KK), NOON)
    found = store.call(lambda s: s.figures.balance())
    assert (found.made, found.delivered, found.adds_up) == (1, 1, True)
    (row,) = store.call(lambda s: s.submissions.queue_rows())
    assert (row.part, row.revision) == ("patch", 1)


def test_the_largest_card_has_room_beside_all_other_answers() -> None:
    whole = make_patch(complete_draft(), PatchField)
    assert isinstance(whole, Patch)
    answers = sum(len(str(value)) for value in whole.answers.values())
    assert max_content_bytes(Part.KTP) + 4 * answers < max_content_bytes(Part.PATCH)

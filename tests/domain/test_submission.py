"""The moves a submission can make, walked at random."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.submission import (
    CENTRE_MOVES,
    KIOSK_MOVES,
    CentreState,
    IllegalMoveError,
    KioskState,
    move_centre,
    move_kiosk,
)

KIOSK_ENDS = {KioskState.SUBMITTED, KioskState.CANCELLED, KioskState.EXPIRED}
CENTRE_ENDS = {CentreState.ACCEPTED, CentreState.INELIGIBLE, CentreState.WITHDRAWN}


State = TypeVar("State", bound=StrEnum)


def reachable(moves: Mapping[State, frozenset[State]], start: State) -> set[State]:
    found, ahead = {start}, [start]
    while ahead:
        fresh = moves[ahead.pop()] - found
        found |= fresh
        ahead += fresh
    return found


@given(wishes=st.lists(st.sampled_from(KioskState), max_size=30))
def test_a_kiosk_walk_takes_legal_moves_and_no_others(wishes: list[KioskState]) -> None:
    state = KioskState.DRAFT
    for wish in wishes:
        if wish in KIOSK_MOVES[state]:
            state = move_kiosk(state, wish)
            assert state is wish
        else:
            with pytest.raises(IllegalMoveError):
                move_kiosk(state, wish)


@given(wishes=st.lists(st.sampled_from(CentreState), max_size=40))
def test_a_centre_walk_takes_legal_moves_and_no_others(wishes: list[CentreState]) -> None:
    state = CentreState.SUBMITTED
    for wish in wishes:
        if wish in CENTRE_MOVES[state]:
            state = move_centre(state, wish)
            assert state is wish
        else:
            with pytest.raises(IllegalMoveError):
                move_centre(state, wish)


def test_every_state_can_be_reached_from_the_first() -> None:
    assert reachable(KIOSK_MOVES, KioskState.DRAFT) == set(KioskState)
    assert reachable(CENTRE_MOVES, CentreState.SUBMITTED) == set(CentreState)


def test_only_the_ends_are_ends_and_none_is_out_of_reach() -> None:
    assert {state for state, after in KIOSK_MOVES.items() if not after} == KIOSK_ENDS
    assert {state for state, after in CENTRE_MOVES.items() if not after} == CENTRE_ENDS
    assert all(reachable(KIOSK_MOVES, state) & KIOSK_ENDS for state in KioskState)
    assert all(reachable(CENTRE_MOVES, state) & CENTRE_ENDS for state in CentreState)


def test_no_state_moves_to_itself_but_the_question_that_is_asked_again() -> None:
    assert not [state for state, after in KIOSK_MOVES.items() if state in after]
    again = [state for state, after in CENTRE_MOVES.items() if state in after]
    assert again == [CentreState.ACTION_NEEDED]


def test_a_resident_can_withdraw_from_every_state_that_is_not_an_end() -> None:
    unable = {s for s in CentreState if CentreState.WITHDRAWN not in CENTRE_MOVES[s]}
    assert unable == CENTRE_ENDS


def test_only_what_a_receipt_can_come_for_is_submitted() -> None:
    before = {s for s, after in KIOSK_MOVES.items() if KioskState.SUBMITTED in after}
    by_hand = {KioskState.QUEUED, KioskState.QUARANTINED}
    assert before == by_hand | {KioskState.UPLOADING}


def test_a_rejected_photo_is_redone_and_goes_nowhere_else_to_be_accepted() -> None:
    assert CENTRE_MOVES[CentreState.PHOTO_REDO] == {
        CentreState.PHOTO_VERIFYING,
        CentreState.WITHDRAWN,
    }


@pytest.mark.parametrize("layer", ["email_pending", "identity_pending", "otp_pending"])
def test_layers_can_come_in_any_order(layer: str) -> None:
    others = {"email_pending", "identity_pending", "otp_pending", "photo_verifying"} - {layer}
    assert others <= CENTRE_MOVES[CentreState(layer)]


def test_who_was_not_selected_can_join_again_without_re_entry() -> None:
    state = CentreState.NOT_SELECTED
    for to in (CentreState.ELIGIBLE, CentreState.JOINED, CentreState.SELECTING):
        state = move_centre(state, to)
    assert move_centre(state, CentreState.ACCEPTED) is CentreState.ACCEPTED

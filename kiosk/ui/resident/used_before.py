"""Asks the store whether somebody was registered here before; only where an officer types.

Whoever stands alone at the kiosk is told nothing: it would answer whether a neighbour was here.
"""

from collections.abc import Callable, Mapping
from typing import Final

from kiosk.domain.draft import Draft
from kiosk.domain.used_before import UsedBeforeWarning
from kiosk.store.errors import StoreError
from kiosk.store.records import IdentityKind
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.ui.background import Background
from kiosk.ui.flow import Step

_ASKED_ON: Final[Mapping[Step, IdentityKind]] = {
    Step.NIK: IdentityKind.NIK,
    Step.PHONE: IdentityKind.PHONE,
    Step.EMAIL: IdentityKind.EMAIL,
}


class UsedBefore:
    """Compares keyed hashes; the store knows no other trace of a NIK."""

    def __init__(self, store: StoreThread, background: Background) -> None:
        self._store, self._background = store, background

    def is_to_ask(self, step: Step, draft: Draft) -> bool:
        """Whether this page's answer is one to compare, and nobody has said "yes, again" yet."""
        return step in _ASKED_ON and _warning(step) not in draft.confirmed_warnings

    def look_up(
        self, step: Step, draft: Draft, on_answer: Callable[[UsedBeforeWarning | None], object]
    ) -> None:
        """Answer later, with what is to be asked. A store that cannot tell holds nobody up."""
        kind = _ASKED_ON[step]
        value: str = getattr(draft, kind)

        def find(store: Store) -> bool:
            known = store.submissions.hash_of(kind, value)
            return bool(store.submissions.used_before([known]))

        def cannot_tell(error: Exception) -> None:
            if not isinstance(error, StoreError):
                raise error
            on_answer(None)

        self._background.watch(
            self._store.submit(find),
            lambda used: on_answer(_warning(step) if used else None),
            cannot_tell,
        )


def _warning(step: Step) -> UsedBeforeWarning:
    return UsedBeforeWarning(f"used_before.{_ASKED_ON[step]}")

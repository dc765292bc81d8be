"""The store: its key, who has it open, whether it is whole, and what waits in it."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Final

from kiosk.doctor.case import Case
from kiosk.doctor.finding import Check, Finding, fail, ok, warn
from kiosk.doctor.store_look import KEY_IS_SILENT, STORE_IS_OLD, StoreContent, StoreLook
from kiosk.domain.readiness import OLD, Unattended
from kiosk.store.errors import NoKeyStoreError, StoreForbiddenError
from kiosk.store.instance_lock import FRONT_LOCK, is_held
from kiosk.store.keys import CREDENTIALS_VARIABLE, KeyOrigin, try_keyring
from kiosk.store.service_note import is_service_running, read_service_note, unattended

_WHERE: Final = {
    KeyOrigin.KEYRING: "in the keyring",
    KeyOrigin.SYSTEMD: "a systemd credential",
    KeyOrigin.FILE: "in a file beside the data",
}


def examine_storage(case: Case) -> Iterator[Finding]:
    """What the store says of itself."""
    look = case.store
    if look is None:
        yield warn(Check.STORE, "none yet", "doctor.not_set_up")
        return
    if look.fault == StoreForbiddenError.key:
        yield fail(Check.STORE, look.detail, "store.forbidden_do")
        return
    yield _judge_key(look)
    yield _holder(case)
    if look.content is None:
        yield _cannot_open(look, case.environment)
        return
    yield from judge_content(look.content, case.clock())


def examine_keyring(case: Case) -> Iterator[Finding]:
    """Whether this user's keyring keeps what it is given; a store may have its key elsewhere."""
    try:
        yield ok(Check.KEYRING, try_keyring())
    except NoKeyStoreError as error:
        origin = None if case.store is None else case.store.origin
        has_credential = CREDENTIALS_VARIABLE in case.environment
        if origin in {KeyOrigin.SYSTEMD, KeyOrigin.FILE} or has_credential:
            yield ok(Check.KEYRING, f"not needed ({error})")
        elif origin is None and case.config.store.allow_key_file:
            yield warn(Check.KEYRING, str(error), "doctor.key_in_file")
        else:
            yield fail(Check.KEYRING, str(error), "doctor.keyring_missing")


def examine_service(case: Case) -> Iterator[Finding]:
    """Whether sending goes on when the window is closed."""
    folder, now = case.folders.store, case.clock()
    state, note = unattended(folder, now), read_service_note(folder)
    value = state.value.replace("_", " ")
    if note is not None:
        value += f"; {note.state}, seen {note.seen_at:%Y-%m-%d %H:%M} UTC"
    match state:
        case Unattended.HELD_UP:
            yield fail(Check.SERVICE, value, "doctor.service_held_up")
        case Unattended.STANDS_STILL:
            yield warn(Check.SERVICE, value, "doctor.service_stopped")
        case Unattended.ABSENT:
            yield ok(Check.SERVICE, "none: Loket sends while its window is open")
        case _:
            yield ok(Check.SERVICE, value)


def judge_content(content: StoreContent, now: datetime) -> Iterator[Finding]:
    """A store that opened."""
    if content.faults:
        yield fail(Check.STORE, content.faults[0], "doctor.store_damaged")
    else:
        yield ok(Check.STORE, "opens, and every page can be read")
    yield ok(Check.STORE_SCHEMA, str(content.schema))
    yield _judge_queue(content, now)
    yield _judge_figures(content)
    yield _judge_journal(content)


def _judge_queue(content: StoreContent, now: datetime) -> Finding:
    waiting = content.waiting
    value = f"{waiting.sendable} waiting, {waiting.held} held"
    if waiting.oldest is not None:
        value += f", the oldest since {waiting.oldest:%Y-%m-%d %H:%M} UTC"
    if waiting.held:
        return warn(Check.QUEUE, value, "doctor.queue_held")
    if waiting.oldest is not None and now - waiting.oldest > OLD:
        return warn(Check.QUEUE, value, "doctor.queue_old")
    return ok(Check.QUEUE, value)


def _judge_figures(content: StoreContent) -> Finding:
    value = ", ".join(f"{name} {number}" for name, number in asdict(content.balance).items())
    if not content.balance.agrees or content.lost:
        return fail(Check.FIGURES, f"{value}, lost {content.lost}", "doctor.figures_disagree")
    return ok(Check.FIGURES, value)


def _judge_journal(content: StoreContent) -> Finding:
    value = f"{content.journal_lines} lines"
    if content.journal_broken_at is not None:
        changed = f"{value}, changed from line {content.journal_broken_at} on"
        return fail(Check.JOURNAL, changed, "doctor.journal_changed")
    if content.examined_at is None:
        return ok(Check.JOURNAL, f"{value}, not examined yet")
    return ok(Check.JOURNAL, f"{value}, whole on {content.examined_at:%Y-%m-%d}")


def _judge_key(look: StoreLook) -> Finding:
    if look.origin is None:
        return fail(Check.KEY, "the vault cannot be read", "store.key_lost_do")
    if look.origin is KeyOrigin.FILE:
        return warn(Check.KEY, _WHERE[look.origin], "doctor.key_in_file")
    return ok(Check.KEY, _WHERE[look.origin])


def _cannot_open(look: StoreLook, environment: Mapping[str, str]) -> Finding:
    value = f"{look.detail}; {look.sealed} lie sealed"
    if look.fault == STORE_IS_OLD:
        return warn(Check.STORE, value, STORE_IS_OLD)
    if look.fault == KEY_IS_SILENT:
        return fail(Check.STORE, value, KEY_IS_SILENT)
    if look.origin is KeyOrigin.SYSTEMD and CREDENTIALS_VARIABLE not in environment:
        return warn(Check.STORE, value, "doctor.key_of_service")
    return fail(Check.STORE, value, f"{look.fault}_do")


def _holder(case: Case) -> Finding:
    folder = case.folders.store
    if is_held(folder / FRONT_LOCK):
        return ok(Check.STORE_HOLDER, "open in a window or a command")
    if is_service_running(folder):
        return ok(Check.STORE_HOLDER, "used by the service")
    return ok(Check.STORE_HOLDER, "open nowhere")

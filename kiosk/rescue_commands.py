"""The command for a store that does not open: what is the matter, and the way out."""

import argparse
from datetime import UTC, datetime
from functools import partial

from kiosk.backroom import BackRoom
from kiosk.command import Exit, fail, ready_folders, sentence_of
from kiosk.settings_layers import load_settings
from kiosk.store.errors import DatabaseTooNewError, StoreError
from kiosk.store.rescue import Diagnosis, Rescue, Rescued
from kiosk.ui.text import Texts

_clock = partial(datetime.now, UTC)


def add_rescue_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add it."""
    rescue = commands.add_parser("rescue", help="read all stored data; repair what does not open")
    ways = rescue.add_mutually_exclusive_group()
    ways.add_argument(
        "--repair", action="store_true", help="keep what can be read, move the rest aside"
    )
    ways.add_argument(
        "--go-back",
        action="store_true",
        help="after a newer version: put back the copy made before it, with what was sealed since",
    )
    rescue.set_defaults(command=_rescue)


def _rescue(options: argparse.Namespace) -> int:
    folders = ready_folders(options)
    config = load_settings(folders).config
    rescue = Rescue(folders.store, allow_key_file=config.store.allow_key_file)
    try:
        return _examine(BackRoom(folders.store, config, _clock))
    except DatabaseTooNewError as error:
        if not options.go_back:
            return fail(Exit.STORE, f"{sentence_of(error.key)} Or go back: kiosk rescue --go-back")
        return _go_back(rescue)
    except StoreError as error:
        diagnosis = rescue.diagnose(error)
        if diagnosis is None:
            raise
    print(_told(diagnosis))
    if not options.repair:
        print("repair it with: kiosk rescue --repair")
        return Exit.STORE
    print(_result(rescue.rescue(_clock())))
    return Exit.OK


def _go_back(rescue: Rescue) -> int:
    rescued = rescue.go_back(_clock())
    if rescued is None:
        sentence = "no copy from before the newer version is here: install that version again"
        return fail(Exit.STORE, sentence)
    print(_result(rescued))
    return Exit.OK


def _examine(room: BackRoom) -> int:
    with room:
        room.store.call(lambda store: store.examination.examine(_clock()))
        broken_at = room.store.call(lambda store: store.settings.journal_broken_at())
    print("everything that is stored can be read")
    if broken_at is None:
        return Exit.OK
    print(f"the journal was changed, or lines are missing: from line {broken_at} on")
    return Exit.FOUND


def _told(diagnosis: Diagnosis) -> str:
    return f"{Texts('en')(diagnosis.ailment)} Sealed registrations: {diagnosis.sealed}."


def _result(rescued: Rescued) -> str:
    lines = [
        f"kept {rescued.kept}, to be sent {rescued.waiting}, unclear {rescued.unclear},"
        f" lost {rescued.lost}, forms {rescued.drafts}"
    ]
    if rescued.drafts_lost:
        lines.append(sentence_of("rescue.drafts_lost"))
    if not rescued.journal_whole:
        lines.append(sentence_of("rescue.journal_broken"))
    if rescued.needs_enrolment:
        lines.append(
            "enrol it anew by a new file or code: kiosk provision FILE, or kiosk enrol CODE"
        )
    if rescued.aside.exists():
        lines.append(f"the old data is in {rescued.aside}")
    return "\n".join(lines)

"""The centre's keys at the command line: which there are, and a new one to seal for."""

import argparse

from kiosk.central_commands.folder import centre_folder, the_centre, usable_folder
from kiosk.command import Exit, fail


def add_keys(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """List the sealing keys, or put a new one in front."""
    keys = jobs.add_parser("keys", help="which keys kiosks seal for, and which still open")
    keys.set_defaults(command=_keys)
    rotate = keys.add_subparsers(metavar="ACT").add_parser(
        "rotate",
        help="make a new key to seal for",
        description="Make a new key that kiosks seal for from their next configuration on. What was"
        " sealed for older ones is still opened. Centres that run notice it by themselves.",
        epilog="Copy keys.json and opening.json to a safe place afterwards: without them nothing"
        " that was received can be opened.",
    )
    rotate.set_defaults(command=_rotate)


def _keys(options: argparse.Namespace) -> int:
    from kiosk.central.vault.keys import load_keys

    with usable_folder():
        newest, *older = load_keys(centre_folder(options)).sealing
    print(f"{newest.key_id}  kiosks seal for it")
    for key in older:
        print(f"{key.key_id}  still opens what was sealed for it")
    return Exit.OK


def _rotate(options: argparse.Namespace) -> int:
    from kiosk.central.vault.key_files import KeysBusyError, rotate_sealing_key

    with the_centre(options) as centre:
        try:
            rotate_sealing_key(centre_folder(options))
        except KeysBusyError as error:
            return fail(Exit.FOUND, str(error))
        with centre.database.writing() as session:
            centre.publisher.publish(session)
    return _keys(options)

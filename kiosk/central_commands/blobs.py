"""Where the centre's envelopes are, at the command line: tell, move, sweep."""

import argparse
from typing import TYPE_CHECKING

from kiosk.central_commands.folder import the_centre
from kiosk.command import Exit, fail

if TYPE_CHECKING:
    from kiosk.central.centre import Centre


def add_blobs(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Tell where envelopes are, move them, or sweep those that nobody knows."""
    blobs = jobs.add_parser("blobs", help="where sealed envelopes are stored")
    blobs.set_defaults(command=_tell)
    acts = blobs.add_subparsers(metavar="ACT")
    move = acts.add_parser(
        "move",
        help="move all envelopes to another store",
        description="Move all envelopes to another store. The centre goes on meanwhile: what comes"
        " is written there at once. One that was interrupted is begun again with the same words.",
        epilog="addresses: database; folder:/whole/path; s3://bucket/prefix?endpoint=URL&region=NAME,"
        " where the environment has AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. The bucket must"
        " keep no old versions.",
    )
    move.add_argument("--to", required=True, metavar="ADDRESS")
    move.set_defaults(command=_move)
    sweep = acts.add_parser("sweep", help="erase envelopes that never got a receipt, now")
    sweep.set_defaults(command=_sweep)


def _tell(options: argparse.Namespace) -> int:
    with the_centre(options) as centre, centre.database.reading() as session:
        first, *others = centre.blobs.places(session)
    print(f"written to {first}")
    for place in others:
        print(f"still read from {place}")
    return Exit.OK


def _move(options: argparse.Namespace) -> int:
    from kiosk.central.blobs.store import BlobAddressError, BlobStoreDownError

    with the_centre(options) as centre:
        try:
            return _moved(centre, options.to)
        except BlobAddressError as error:
            return fail(Exit.UNUSABLE, str(error))
        except BlobStoreDownError as error:
            return fail(Exit.STORE, f"{error}. Begin the move again when it is back.")


def _moved(centre: "Centre", to: str) -> int:
    from kiosk.central.blobs.moving import Mover

    mover = Mover(centre.database, centre.blobs)
    mover.begin(to)
    result = mover.move()
    print(f"{result.moved} envelopes were moved to {to}")
    for name in result.damaged:
        print(f"{name} is damaged and stays where it is: restore it from a copy")
    return Exit.FOUND if result.damaged else Exit.OK


def _sweep(options: argparse.Namespace) -> int:
    from kiosk.central.blobs.store import SHARDS, BlobStoreDownError

    with the_centre(options) as centre:
        try:
            swept = sum(centre.sweeper.sweep(shard) for shard in SHARDS)
        except BlobStoreDownError as error:
            return fail(Exit.STORE, str(error))
    print(f"{swept} envelopes without a receipt were erased")
    return Exit.OK

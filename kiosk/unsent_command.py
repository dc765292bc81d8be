"""`kiosk unsent`: what would be lost if the data went now; asked by the uninstallers."""

import argparse
import json

from kiosk.command import Exit
from kiosk.paths import find_folders, stores_of_everybody
from kiosk.store.envelopes import count_sealed


def add_unsent_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add it."""
    unsent = commands.add_parser("unsent", help="count what waits, without opening anything")
    unsent.add_argument(
        "--everybody", action="store_true", help="of all users; as an administrator"
    )
    unsent.add_argument("--json", action="store_true", help="as one JSON document")
    unsent.set_defaults(command=_unsent)


def _unsent(options: argparse.Namespace) -> int:
    stores = stores_of_everybody() if options.everybody else (find_folders(options.home).store,)
    counts = {str(store): count for store in stores if (count := count_sealed(store))}
    print(json.dumps({"stores": counts}, indent=2) if options.json else _as_text(counts))
    return Exit.FOUND if counts else Exit.OK


def _as_text(counts: dict[str, int]) -> str:
    lines = [f"{count} waiting to be sent in {store}" for store, count in counts.items()]
    return "\n".join(lines or ["nothing waits to be sent"])

"""The centre on the command line: `kiosk central` runs it, `kiosk central JOB` does one job."""

import argparse
from pathlib import Path

from kiosk.central_commands.account import add_account
from kiosk.central_commands.blobs import add_blobs
from kiosk.central_commands.jobs import add_jobs
from kiosk.central_commands.keys import add_keys
from kiosk.central_commands.messages import add_messages
from kiosk.central_commands.provisioning import add_provisioning
from kiosk.central_commands.registers import add_registers
from kiosk.central_commands.serve import add_serving
from kiosk.central_commands.settings import add_settings
from kiosk.central_commands.work import add_work


def add_central_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with all its jobs."""
    central = commands.add_parser("central", help="run the reference centre, or do a job there")
    central.add_argument("--data", type=Path, help="folder of the centre; by default our own")
    central.add_argument(
        "--database",
        metavar="URL",
        help="in place of the file in the folder: postgresql+psycopg://NAME@HOST/DATABASE",
    )
    add_serving(central)
    jobs = central.add_subparsers(metavar="JOB")
    add_jobs(jobs)
    add_provisioning(jobs)
    add_account(jobs)
    add_keys(jobs)
    add_blobs(jobs)
    add_messages(jobs)
    add_settings(jobs)
    add_registers(jobs)
    add_work(jobs)

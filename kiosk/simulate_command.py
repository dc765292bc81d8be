"""Plays offices full of invented residents, and compares what becomes of them with 2020."""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kiosk.command import Exit, fail, ready_folders
from kiosk.paths import models_folder

if TYPE_CHECKING:
    from kiosk.simulation.play import Scene

ASSUMED = """\
The rates of mishaps are those of the press, so the column "as in 2020" only shows that they were
drawn. How mishaps divide into kinds, that nine of ten come back when they are asked, and that a
second typing goes wrong as often as the first, are assumptions. Forms, checks of what is typed,
photos, their check, queue, line, centre, registers, mails and codes are real. Kiosk and centre
judge photos by the same engine; how it does on real faces is in docs/photo-check.md."""


def add_simulate_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    simulate = commands.add_parser(
        "simulate", help="play offices of invented residents against a centre", epilog=ASSUMED
    )
    simulate.add_argument("--kiosks", type=_count, default=3, help="offices in each world")
    simulate.add_argument("--residents", type=_count, default=120, help="people in each world")
    simulate.add_argument("--seed", type=int, default=1, help="another number, other people")
    simulate.add_argument("--first", type=int, default=0, help="number of the first resident")
    simulate.add_argument(
        "--faults", type=_share, default=0.0, help="share of connections that break, 0 to 1"
    )
    simulate.add_argument("--centre", help="URL of a running centre; by default one of its own")
    simulate.add_argument("--data", type=Path, help="folder of the running centre")
    simulate.add_argument("--database", help="URL of the running centre's database")
    simulate.set_defaults(command=_simulate)


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _share(text: str) -> float:
    number = float(text)
    if not 0 <= number < 1:
        raise argparse.ArgumentTypeError("0 or more, and less than 1")
    return number


def _simulate(options: argparse.Namespace) -> int:
    from kiosk.simulation.funnel import as_table
    from kiosk.simulation.play import Plan, StuckError, load_registers, open_batch, play
    from kiosk.simulation.world import AS_IN_2020, WITH_LOKET

    if bool(options.centre) != bool(options.data):
        return fail(Exit.UNUSABLE, "a running centre is given by --centre and --data together")
    ready_folders(options)
    plan = Plan(options.kiosks, options.residents, options.seed, options.first)
    worlds = (AS_IN_2020, WITH_LOKET)
    with _scene(options) as scene:
        load_registers(scene, plan, len(worlds))
        open_batch(scene, plan)
        try:
            funnels = [play(scene, plan, world, _tell, n) for n, world in enumerate(worlds)]
        except StuckError as error:
            return fail(Exit.CENTRE, str(error))
    print(f"{as_table(funnels)}\n\n{ASSUMED}")
    return Exit.OK


@contextmanager
def _scene(options: argparse.Namespace) -> "Iterator[Scene]":
    from kiosk.camera.inspector import Inspector
    from kiosk.camera.profile import load_profile
    from kiosk.region_files import load_regions
    from kiosk.simulation.bad_line import BadLine
    from kiosk.simulation.booth import Booth
    from kiosk.simulation.play import Scene
    from kiosk.simulation.population import villages_of
    from kiosk.simulation.site import own_site, running_site

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="loket-")))
        if options.centre:
            url = options.centre
            centre = stack.enter_context(running_site(options.data, options.database))
        else:
            centre, url = stack.enter_context(own_site(folder / "centre"))
        if options.faults:
            line = BadLine(urlsplit(url).port or 80, options.faults, Random(options.seed))  # noqa: S311
            line.start()
            stack.callback(line.stop)
            url = line.url
        profile = load_profile()
        inspector = Inspector(profile, models_folder(), still=True)
        stack.callback(inspector.close)
        villages = villages_of(load_regions())
        yield Scene(centre, url, folder / "kiosks", villages, Booth(inspector, profile))


def _tell(sentence: str) -> None:
    print(sentence, flush=True)

"""The faults suite: `python -m tests.faults`, or `python3 dev.py faults`.

Prints a table of every section. Where the line was part of it, the last line is a JSON object with
the figures of all kiosks together. Ends with 0 where everything holds, else with 1.
"""

import argparse
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Final

from tests.faults import fuzz, kill, line, power
from tests.faults.section import Section
from tests.faults.table import lines_of

SECTIONS: Final = ("line", "kill", "power", "fuzz")
_FUZZ_SECONDS: Final = 600.0
_FUZZ_SECONDS_WHEN_SHORT: Final = 10.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the sections that are asked for."""
    options = _parser().parse_args(arguments)
    logging.getLogger("kiosk").setLevel(logging.ERROR)  # that keys lie in files is on purpose here
    chosen, holds = options.only or SECTIONS, True
    totals = None
    if "line" in chosen:
        outcome = line.run(_extent(options), options.seed)
        totals, holds = outcome.totals, outcome.section.holds
        _print(outcome.section)
    for section in _others(chosen, options):
        holds = holds and section.holds
        _print(section)
    if totals is not None:
        print(json.dumps(asdict(totals)))
    return 0 if holds else 1


def _others(chosen: Sequence[str], options: argparse.Namespace) -> Iterator[Section]:
    """The sections beside the line, one after another: each has the machine for itself."""
    if "kill" in chosen:
        yield kill.run(short=options.short)
    if "power" in chosen:
        yield power.run(short=options.short)
    if "fuzz" in chosen:
        seconds = _FUZZ_SECONDS_WHEN_SHORT if options.short else _FUZZ_SECONDS
        yield fuzz.run(seconds, options.seed)


def _extent(options: argparse.Namespace) -> line.Extent:
    extent = line.SHORT if options.short else line.WHOLE
    chosen = {
        name: getattr(options, name) for name in ("submissions", "kiosks", "chance", "seconds")
    }
    return replace(extent, **{name: value for name, value in chosen.items() if value is not None})


def _print(section: Section) -> None:
    print(*lines_of(section), "", sep="\n", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py faults", description="The faults suite.")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="not all sections")
    parser.add_argument("--short", action="store_true", help="as the tests run it")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other faults")
    parser.add_argument("--submissions", type=int, help="so many over the line")
    parser.add_argument("--kiosks", type=int, help="so many processes that send them")
    parser.add_argument("--seconds", type=float, help="then what still waits is stuck")
    parser.add_argument("--chance", type=float, help="of a request that something happens to it")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())

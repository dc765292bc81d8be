"""Asks any centre, as a black box, whether it keeps the protocol."""

import argparse
from pathlib import Path

from kiosk.command import Exit, fail
from kiosk.logs import start_logging


def add_conformance_command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    """Add the command."""
    conformance = commands.add_parser(
        "conformance", help="try every rule of docs/protocol.md against a centre"
    )
    conformance.add_argument("url", help="of the centre: https, or http to this computer")
    conformance.add_argument("--code", required=True, help="enrols one kiosk; it is used up")
    conformance.add_argument("--second-code", help="another one: some rules need two kiosks")
    conformance.add_argument("--ca", type=Path, help="PEM file of the authorities to trust")
    conformance.add_argument(
        "--patience", type=float, default=15.0, help="seconds for the centre to open a part"
    )
    conformance.add_argument(
        "--thorough", action="store_true", help="also what takes half a minute"
    )
    conformance.add_argument("--json", action="store_true", help="as one JSON document")
    conformance.set_defaults(command=_conformance)


def _conformance(options: argparse.Namespace) -> int:
    from kiosk.conformance.bench import Bench, Terms
    from kiosk.conformance.line import Call, Line, NoAnswerError, UnsafeAddressError
    from kiosk.conformance.report import as_json, as_line, as_sum, holds
    from kiosk.conformance.suite import run_suite

    start_logging(None, verbose=options.verbose)
    terms = Terms(options.code, options.second_code, options.patience, options.thorough)
    try:
        line = Line(options.url, options.ca)
    except UnsafeAddressError as error:
        return fail(Exit.UNUSABLE, str(error))
    except OSError as error:
        return fail(Exit.UNUSABLE, f"{options.ca} cannot be used: {error}")
    try:
        line.send(Call("GET", "config"))
    except NoAnswerError as error:
        return fail(Exit.CENTRE, f"nobody answers at {options.url} ({error})")
    results = run_suite(
        Bench(line, terms),
        lambda result: None if options.json else print(as_line(result), flush=True),
    )
    line.close()
    print(as_json(options.url, results) if options.json else as_sum(results))
    return Exit.OK if holds(results) else Exit.FOUND

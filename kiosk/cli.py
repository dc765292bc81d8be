"""The kiosk command: one subcommand a job, one exit status a kind of trouble."""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import __version__
from kiosk.backroom import BackRoom
from kiosk.config import ConfigError, load_config
from kiosk.logs import start_logging
from kiosk.paths import Folders, FolderUnusableError, find_folders, models_folder
from kiosk.store.errors import StoreError
from kiosk.store.records import QueueRow, Reconciliation
from kiosk.sync.central import CentralError
from kiosk.sync.client import AddressError
from kiosk.sync.engine import Step
from kiosk.sync.enrolment import EnrolmentProblem
from kiosk.ui.text import DEFAULT_LANGUAGE, Texts, available_languages

if TYPE_CHECKING:
    from kiosk.central.operator import Operator

Command = Callable[[argparse.Namespace], int]


class Exit(IntEnum):
    """Exit statuses; argparse ends with 2 by itself."""

    OK = 0
    FOUND = 1
    """The command worked and found something: a photo that fails, an item that waits."""
    UNUSABLE = 2
    """What was given cannot be used: a wrong command line, a file that cannot be read."""
    SETTINGS = 3
    STORE = 4
    CAMERA = 5
    CENTRE = 6
    INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status and says on standard error what to do."""
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options)
    except (ConfigError, FolderUnusableError, AddressError) as error:
        return _fail(Exit.SETTINGS, str(error))
    except StoreError as error:
        return _fail(Exit.STORE, f"{_said(error.key)} ({error})")
    except CentralError as error:
        return _fail(Exit.CENTRE, f"{_said(error.key)} ({error})")
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:  # whoever read the answers has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.INTERRUPTED


def _said(key: str) -> str:
    """What happened and, where the texts know it, what to do; keys of another version as is."""
    texts = Texts("en")
    return " ".join(texts(known) for known in (key, f"{key}_do") if known in texts) or key


def _fail(status: Exit, sentence: str) -> int:
    print(f"kiosk: {sentence}", file=sys.stderr)
    return status


def _run(options: argparse.Namespace) -> int:
    from kiosk.program import run

    folders = _ready_folders(options)
    config = load_config(folders.settings_file)
    return run(folders.store, config, utc_now, windowed=options.windowed)


def _demo(options: argparse.Namespace) -> int:
    from kiosk.demo.command import run_demo

    start_logging(None, verbose=options.verbose)
    return run_demo(headless=options.headless, out=options.out)


def _check(options: argparse.Namespace) -> int:
    from kiosk.camera.native_messages import native_messages_dropped

    with native_messages_dropped():
        start_logging(None, verbose=options.verbose)
        return _check_files(options)


def _check_files(options: argparse.Namespace) -> int:
    from kiosk.camera.check_answer import Outcome
    from kiosk.camera.check_command import CheckCommand, CheckOptions
    from kiosk.camera.check_report import ReportError
    from kiosk.camera.landmarks import ModelUnreadableError
    from kiosk.camera.profile import ProfileError, find_profile

    try:
        wanted = CheckOptions(
            paths=tuple(options.paths),
            profile=find_profile(options.profile),
            models=options.models or models_folder(),
            language=options.lang,
            as_json=options.json,
            iso=options.iso,
            report=options.report,
        )
        says = {language: Texts(language) for language in available_languages()}
        worst = CheckCommand(wanted, says, sys.stdout, sys.stderr).run()
    except (ProfileError, ReportError) as error:
        return _fail(Exit.UNUSABLE, str(error))
    except ModelUnreadableError as error:
        return _fail(Exit.CAMERA, f"{error}. Install Loket again: its models are damaged.")
    return {Outcome.PASS: Exit.OK, Outcome.RETAKE: Exit.FOUND}.get(worst, Exit.UNUSABLE)


def _evaluate(options: argparse.Namespace) -> int:
    from kiosk.camera.check_progress import Progress
    from kiosk.camera.evaluate import evaluate, judge_pictures
    from kiosk.camera.evaluation_tables import as_json, as_markdown, as_text
    from kiosk.camera.labels import LabelsError, read_labels
    from kiosk.camera.landmarks import ModelUnreadableError
    from kiosk.camera.profile import ProfileError, find_profile

    start_logging(None, verbose=options.verbose)
    try:
        profile, pictures = find_profile(options.profile), read_labels(options.labels)
    except (LabelsError, ProfileError) as error:
        return _fail(Exit.UNUSABLE, str(error))
    folder = options.pictures or options.labels.parent / "set"
    files = [folder / picture.file for picture in pictures]
    progress = Progress(len(files), sys.stderr)
    try:
        findings = judge_pictures(files, profile, models_folder(), progress.show)
    except ModelUnreadableError as error:
        return _fail(Exit.CAMERA, f"{error}. Install Loket again: its models are damaged.")
    finally:
        progress.clear()
    if not findings:
        return _fail(Exit.UNUSABLE, f"none of the labelled pictures is in {folder}")
    evaluation = evaluate(pictures, findings, profile)
    if options.json:
        print(json.dumps(as_json(evaluation), indent=2))
    else:
        print(as_markdown(evaluation) if options.markdown else as_text(evaluation))
    return Exit.OK


def _calibrate(options: argparse.Namespace) -> int:
    from kiosk.camera import calibrate_command as calibrating
    from kiosk.camera.calibrate import CalibrationProblem
    from kiosk.camera.calibration_file import CalibrationUnwritableError
    from kiosk.camera.landmarks import ModelUnreadableError
    from kiosk.camera.photo_file import PictureError
    from kiosk.camera.profile import load_profile
    from kiosk.camera.source import CameraLostError

    folders = _ready_folders(options)
    source = options.camera or load_config(folders.settings_file).camera.source
    wanted = calibrating.CalibrateOptions(
        source, options.replay, load_profile(), models_folder(), folders.store
    )
    try:
        answer = calibrating.calibrate(wanted)
    except PictureError as error:
        said = Texts("en")(error.problem, **error.values)
        return _fail(Exit.UNUSABLE, f"{options.replay}: {said}")
    except (CameraLostError, ModelUnreadableError) as error:
        return _fail(Exit.CAMERA, str(error))
    except CalibrationUnwritableError as error:
        return _fail(Exit.SETTINGS, str(error))
    if options.json:
        print(json.dumps(calibrating.as_json(wanted.camera, answer)))
    elif isinstance(answer, CalibrationProblem):
        print(_said(answer))
    else:
        print(Texts("en")("calibrate.kept", camera=wanted.camera))
        for finding in answer.advice:
            print(Texts("en")(f"{finding.key}.officer"))
    return Exit.FOUND if isinstance(answer, CalibrationProblem) else Exit.OK


def _queue(options: argparse.Namespace) -> int:
    with _back_room(options) as room:
        rows = room.store.call(lambda store: store.submissions.queue_rows())
        figures = room.store.call(lambda store: store.submissions.reconcile())
    print(_queue_as_json(rows, figures) if options.json else _queue_as_text(rows, figures))
    return Exit.FOUND if rows else Exit.OK


def _sync(options: argparse.Namespace) -> int:
    with _back_room(options) as room:
        steps = _send_due(room)
        rows = room.store.call(lambda store: store.submissions.queue_rows())
        fault = room.circuit.fault
    print(f"sent {steps[Step.SENT]}, still waiting {len(rows)}", flush=True)
    if fault is not None:
        raise fault
    return Exit.FOUND if rows else Exit.OK


def _send_due(room: BackRoom) -> Counter[Step]:
    """Send until nothing is due any more or the centre wants a pause."""
    steps: Counter[Step] = Counter()
    with closing(room.call_centre()) as central:
        engine = room.make_engine(central)
        while (step := engine.run_once(room.clock())) not in {Step.IDLE, Step.PAUSED}:
            steps[step] += 1
    return steps


def _enrol(options: argparse.Namespace) -> int:
    with _back_room(options) as room:
        answer = room.enrol(options.code)
    if isinstance(answer, EnrolmentProblem):
        return _fail(Exit.CENTRE, _said(answer))
    print(f"this is now a kiosk of {answer.name}")
    return Exit.OK


def _central_serve(options: argparse.Namespace) -> int:
    from kiosk.central.server import CannotServeError, TlsFiles, serve

    folders = _ready_folders(options)
    tls = TlsFiles(options.certificate, options.key) if options.certificate else None
    try:
        serve(folders.centre, options.host, options.port, _announce, tls)
    except CannotServeError as error:
        return _fail(Exit.SETTINGS, str(error))
    return Exit.OK


def _announce(url: str) -> None:
    print(f"the centre answers at {url}", flush=True)


def _central_office(options: argparse.Namespace) -> int:
    with _operator(options) as operator:
        operator.new_office(options.id, options.name, options.village)
    return Exit.OK


def _central_code(options: argparse.Namespace) -> int:
    with _operator(options) as operator:
        try:
            code = operator.new_code(options.office)
        except LookupError:
            return _fail(Exit.SETTINGS, f"there is no office {options.office}: add it first")
    print(code)
    return Exit.OK


def _back_room(options: argparse.Namespace) -> BackRoom:
    folders = _ready_folders(options)
    return BackRoom(folders.store, load_config(folders.settings_file), utc_now)


@contextmanager
def _operator(options: argparse.Namespace) -> "Iterator[Operator]":
    from kiosk.central.centre import Centre
    from kiosk.central.configuration import demo_configuration
    from kiosk.central.operator import Operator

    with Centre(_ready_folders(options).centre, utc_now, demo_configuration()) as centre:
        yield Operator(centre)


def _queue_as_json(rows: Sequence[QueueRow], figures: Reconciliation) -> str:
    items = [
        {
            "submission_id": str(row.submission_id),
            "part": row.part,
            "revision": row.revision,
            "state": row.state.value,
            "attempts": row.attempts,
            "queued_at": row.queued_at.isoformat(),
            "next_try_at": row.next_try_at.isoformat(),
            "last_reason": row.last_reason,
        }
        for row in rows
    ]
    totals = asdict(figures) | {"adds_up": figures.adds_up}
    return json.dumps({"items": items, "figures": totals}, indent=2)


def _queue_as_text(rows: Sequence[QueueRow], figures: Reconciliation) -> str:
    lines = [
        f"{row.ticket}  {row.part} {row.revision}  {row.state}  tried {row.attempts}x"
        f"  next {row.next_try_at:%Y-%m-%d %H:%M}"
        f"  {_said(row.last_reason) if row.last_reason else ''}".rstrip()
        for row in rows
    ]
    totals = ", ".join(f"{name} {number}" for name, number in asdict(figures).items())
    return "\n".join([*(lines or ["nothing waits"]), totals])


def _ready_folders(options: argparse.Namespace) -> Folders:
    folders = find_folders(options.home)
    folders.prepare()
    start_logging(folders.logs, verbose=options.verbose)
    return folders


def utc_now() -> datetime:
    """This computer's clock."""
    return datetime.now(UTC)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kiosk", description="Loket, the registration counter.")
    parser.add_argument("--version", action="version", version=f"kiosk {__version__}")
    parser.add_argument("--home", type=Path, help="keep everything below this folder")
    parser.add_argument("--verbose", action="store_true", help="say more on standard error")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_window_commands(commands)
    _add_evaluate_command(commands)
    _add_calibrate_command(commands)
    _add_counter_commands(commands)
    _add_central_commands(commands)
    return parser


def _add_window_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    run = commands.add_parser("run", help="open the counter")
    run.add_argument("--windowed", action="store_true", help="in a window, not full screen")
    run.set_defaults(command=_run)
    demo = commands.add_parser("demo", help="try everything with an embedded centre")
    demo.add_argument("--headless", action="store_true", help="play the whole story by itself")
    demo.add_argument("--out", type=Path, default=Path("loket-demo"), help="folder for pictures")
    demo.set_defaults(command=_demo)
    _add_check(commands)


def _add_check(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    check = commands.add_parser(
        "check",
        help="check photos in files",
        description="Check photos as the counter does: pictures (JPEG, PNG), folders and clips.",
        epilog="ends with 0 when all are good, 1 when some have to be taken again, 2 when something"
        " cannot be read. A clip is as good as the frame that the shutter takes from it.",
    )
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="picture, folder, clip")
    check.add_argument("--json", action="store_true", help="one line of JSON an answer")
    check.add_argument(
        "--profile",
        default="2022",
        metavar="NAME|FILE",
        help="photo rules: 2020, 2022, a .toml file",
    )
    check.add_argument("--iso", action="store_true", help="with the measures of ISO/IEC 29794-5")
    check.add_argument("--report", type=Path, metavar="DIR", help="write a page to look at")
    check.add_argument("--lang", default=DEFAULT_LANGUAGE, choices=available_languages())
    check.add_argument("--models", type=Path, metavar="DIR", help="folder of other model files")
    check.set_defaults(command=_check)


def _add_evaluate_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    evaluate = commands.add_parser("evaluate", help="measure the photo check on labelled pictures")
    evaluate.add_argument("labels", type=Path, metavar="LABELS.csv")
    evaluate.add_argument("--pictures", type=Path, metavar="DIR", help="default: set/ beside it")
    evaluate.add_argument("--profile", default="2022", help="a photo profile, or a FILE.toml")
    form = evaluate.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as one JSON document")
    form.add_argument("--markdown", action="store_true", help="as tables of a document")
    evaluate.set_defaults(command=_evaluate)


def _add_calibrate_command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    calibrate = commands.add_parser("calibrate", help="set up a camera: sit straight before it")
    which = calibrate.add_mutually_exclusive_group()
    which.add_argument("--camera", help="its number, name or address; else that of kiosk.toml")
    which.add_argument("--replay", type=Path, metavar="FILE", help="a clip instead of a camera")
    calibrate.add_argument("--json", action="store_true", help="one line of JSON")
    calibrate.set_defaults(command=_calibrate)


def _add_counter_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    queue = commands.add_parser("queue", help="what waits to be sent, and why")
    queue.add_argument("--json", action="store_true", help="as one JSON document")
    queue.set_defaults(command=_queue)
    commands.add_parser("sync", help="send what is due now").set_defaults(command=_sync)
    enrol = commands.add_parser("enrol", help="make this a kiosk of an office")
    enrol.add_argument("code", help="one-time code of the centre")
    enrol.set_defaults(command=_enrol)


def _add_central_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    central = commands.add_parser("central", help="the reference centre")
    jobs = central.add_subparsers(required=True, metavar="JOB")
    serve = jobs.add_parser("serve", help="run the centre")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8700)
    serve.add_argument("--certificate", type=Path, help="PEM file; needed beyond this computer")
    serve.add_argument("--key", type=Path, help="PEM file of the certificate's private key")
    serve.set_defaults(command=_central_serve)
    office = jobs.add_parser("office", help="add an office")
    office.add_argument("id")
    office.add_argument("name")
    office.add_argument("--village", help="its dotted region code, e.g. 35.10.09.2002")
    office.set_defaults(command=_central_office)
    code = jobs.add_parser("code", help="print a one-time code that enrols one kiosk")
    code.add_argument("office", help="id of the office")
    code.set_defaults(command=_central_code)

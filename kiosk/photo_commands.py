"""The commands about photos: check them, measure the check, set up a camera."""

import argparse
import json
import sys
from pathlib import Path

from kiosk.command import Exit, fail, ready_folders, sentence_of
from kiosk.logs import start_logging
from kiosk.paths import models_folder
from kiosk.settings_layers import load_settings
from kiosk.ui.text import DEFAULT_LANGUAGE, Texts, available_languages


def add_photo_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add check, evaluate, cameras and calibrate to the command line."""
    _add_check(commands)
    _add_evaluate(commands)
    _add_cameras(commands)
    _add_calibrate(commands)


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
        return fail(Exit.UNUSABLE, str(error))
    except ModelUnreadableError as error:
        return fail(Exit.CAMERA, f"{error}. Install Loket again: its models are damaged.")
    return {Outcome.PASS: Exit.OK, Outcome.RETAKE: Exit.FOUND}.get(worst, Exit.UNUSABLE)


def _evaluate(options: argparse.Namespace) -> int:
    from kiosk.camera.check_progress import Progress
    from kiosk.camera.evaluate import evaluate, judge_pictures
    from kiosk.camera.evaluation_tables import as_json, as_markdown, as_text
    from kiosk.camera.labels import LabelsError, read_labels
    from kiosk.camera.landmarks import ModelUnreadableError
    from kiosk.camera.predictions import read_predictions
    from kiosk.camera.profile import ProfileError, find_profile

    start_logging(None, verbose=options.verbose)
    try:
        profile, pictures = find_profile(options.profile), read_labels(options.labels)
        predictions = options.predictions and read_predictions(options.predictions)
    except (LabelsError, ProfileError) as error:
        return fail(Exit.UNUSABLE, str(error))
    folder = options.pictures or options.labels.parent / "set"
    files = [folder / picture.file for picture in pictures]
    progress = Progress(len(files), sys.stderr)
    try:
        judged = judge_pictures(files, profile, models_folder(), progress.show, predictions)
    except LabelsError as error:
        return fail(Exit.UNUSABLE, str(error))
    except ModelUnreadableError as error:
        return fail(Exit.CAMERA, f"{error}. Install Loket again: its models are damaged.")
    finally:
        progress.clear()
    if not judged.shipped:
        return fail(Exit.UNUSABLE, f"none of the labelled pictures is in {folder}")
    evaluation = evaluate(pictures, judged.shipped, profile, judged.out_of_fold)
    if options.json:
        print(json.dumps(as_json(evaluation), indent=2))
    else:
        print(as_markdown(evaluation) if options.markdown else as_text(evaluation))
    return Exit.OK


def _cameras(options: argparse.Namespace) -> int:
    from kiosk.camera.cameras_command import as_json, as_text
    from kiosk.camera.choice import camera_of, plugged_in

    folders = ready_folders(options)
    chosen, found = camera_of(load_settings(folders).config.camera.source), plugged_in()
    print(as_json(chosen, found) if options.json else as_text(chosen, found))
    return Exit.OK if found else Exit.CAMERA


def _calibrate(options: argparse.Namespace) -> int:
    from kiosk.camera import calibrate_command as calibrating
    from kiosk.camera.calibrate import CalibrationProblem
    from kiosk.camera.calibration_file import CalibrationUnwritableError
    from kiosk.camera.landmarks import ModelUnreadableError
    from kiosk.camera.photo_file import PictureError
    from kiosk.camera.profile import load_profile
    from kiosk.camera.source import CameraLostError

    folders = ready_folders(options)
    source = options.camera or load_settings(folders).config.camera.source
    wanted = calibrating.CalibrateOptions(
        source, options.replay, load_profile(), models_folder(), folders.store
    )
    try:
        answer = calibrating.calibrate(wanted)
    except PictureError as error:
        said = Texts("en")(error.problem, **error.values)
        return fail(Exit.UNUSABLE, f"{options.replay}: {said}")
    except CameraLostError as error:
        return fail(Exit.CAMERA, f"{error}. See what is plugged in: kiosk cameras")
    except ModelUnreadableError as error:
        return fail(Exit.CAMERA, f"{error}. Install Loket again: its models are damaged.")
    except CalibrationUnwritableError as error:
        return fail(Exit.SETTINGS, str(error))
    if options.json:
        print(json.dumps(calibrating.as_json(wanted.camera, answer)))
    elif isinstance(answer, CalibrationProblem):
        print(sentence_of(answer))
    else:
        print(Texts("en")("calibrate.kept", camera=wanted.camera))
        for finding in answer.advice:
            print(Texts("en")(f"{finding.key}.officer"))
    return Exit.FOUND if isinstance(answer, CalibrationProblem) else Exit.OK


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
    check.add_argument(
        "--lang", default=DEFAULT_LANGUAGE, choices=available_languages(), help="of table and page"
    )
    check.add_argument("--models", type=Path, metavar="DIR", help="folder of other model files")
    check.set_defaults(command=_check)


def _add_evaluate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    evaluate = commands.add_parser("evaluate", help="measure the photo check on labelled pictures")
    evaluate.add_argument("labels", type=Path, metavar="LABELS.csv")
    evaluate.add_argument("--pictures", type=Path, metavar="DIR", help="default: set/ beside it")
    evaluate.add_argument("--profile", default="2022", help="a photo profile, or a FILE.toml")
    evaluate.add_argument(
        "--predictions", type=Path, metavar="FILE.csv", help="what networks say that never saw them"
    )
    form = evaluate.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as one JSON document")
    form.add_argument("--markdown", action="store_true", help="as tables of a document")
    evaluate.set_defaults(command=_evaluate)


def _add_cameras(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    cameras = commands.add_parser(
        "cameras",
        help="name the cameras of this computer",
        description="Name the cameras that are plugged in, each with its line for kiosk.toml.",
        epilog="ends with 0 when there are any, 5 when the system names none.",
    )
    cameras.add_argument("--json", action="store_true", help="as one JSON document")
    cameras.set_defaults(command=_cameras)


def _add_calibrate(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    calibrate = commands.add_parser("calibrate", help="set up a camera: sit straight before it")
    which = calibrate.add_mutually_exclusive_group()
    which.add_argument("--camera", help="its number, name or address; else that of kiosk.toml")
    which.add_argument("--replay", type=Path, metavar="FILE", help="a clip instead of a camera")
    calibrate.add_argument("--json", action="store_true", help="one line of JSON")
    calibrate.set_defaults(command=_calibrate)

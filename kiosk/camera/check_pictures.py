"""What `kiosk check` answers about pictures in files."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from kiosk.camera.inspector import Inspection, Inspector
from kiosk.camera.photo_file import PictureError, read_photo
from kiosk.camera.source import Frame
from kiosk.domain.photo import Verdict


def inspect_file(file: Path, inspector: Inspector) -> Inspection:
    """Judge one picture with an inspector for stills; raise PictureError."""
    return inspector.inspect(Frame(1, 0.0, read_photo(file)))


def check_files(files: Iterable[Path], inspector: Inspector) -> Iterator[str]:
    """One line of JSON a file: `file`, `reasons` (every cause that failed) and `findings`.

    A file that is no picture gets `error` instead of reasons and findings.
    """
    for file in files:
        try:
            answer = _answer(inspect_file(file, inspector))
        except PictureError as error:
            answer = {"error": str(error)}
        yield json.dumps({"file": str(file)} | answer)


def _answer(inspection: Inspection) -> dict[str, object]:
    findings = inspection.report.findings
    failed = (f.reason.value for f in findings if f.verdict is Verdict.FAIL)
    return {
        "reasons": list(dict.fromkeys(failed)),
        "findings": [
            {
                "reason": f.reason.value,
                "verdict": f.verdict.value,
                "value": f.value,
                "unit": f.unit,
                "limit": f.limit,
            }
            for f in findings
        ],
    }

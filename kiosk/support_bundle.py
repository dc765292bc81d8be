"""What goes into a bundle for whoever helps; nothing personal."""

import json
import os
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

from kiosk import __version__
from kiosk.config import ConfigError
from kiosk.doctor.case import Case
from kiosk.doctor.clean_text import clean, clean_log
from kiosk.doctor.finding import Finding
from kiosk.doctor.store_look import StoreLook
from kiosk.settings_layers import load_settings
from kiosk.store.service_note import is_service_running, read_service_note
from kiosk.ui.text import Texts

LARGEST_LOG_BYTES: Final = 2_000_000
"""Of each program's log, the newest: weeks of an office, and less than a photo when packed."""
_PRIVATE: Final = 0o600
_README: Final = """\
Loket: berkas bantuan / support bundle

Boleh dikirim kepada siapa pun yang membantu. Tidak ada data warga di dalamnya: tidak ada NIK, nomor
KK, nama, alamat, telepon, e-mail, foto, tanda tangan, kode tiket, PIN, kunci, atau token.
You may send this to whoever helps you. Nothing of residents is in it: no NIK, family card, name,
address, telephone, e-mail, photo, signature, ticket code, PIN, key or token.

doctor.json    apa yang ditemukan / what kiosk doctor found
settings.json  pengaturan dan asalnya, tanpa sandi / settings and their origin, no passwords
versions.json  versi program / versions of the program and its parts
service.json   layanan pengirim / the service that sends
store.json     jumlah antrean, keadaan buku catatan, skema / counts of the queue, journal, schema
logs/          catatan program, ditutup dua kali; pesan galat hanya jenisnya
               logs of the program, masked twice; of faults their kind alone

Yang tetap ada: nama kantor, nomor perangkat, nomor pendaftaran (bukan nomor tiket), nama printer
dan kamera, alamat pusat.
What stays: the office's name, numbers of the device and of registrations (not tickets), names of
printers and cameras, the centre's address.
"""


def make_bundle(
    file: Path, case: Case, findings: Sequence[Finding], home: Path, now: datetime
) -> None:
    """Write a new file, for this user alone; raises OSError, FileExistsError where it is there.

    `home`: the folder of this user, whose name is left out.
    """
    parts = {name: _json(document) for name, document in _documents(case, findings, home).items()}
    parts |= dict(_logs(case.folders.logs, home))
    handle = os.open(
        file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _PRIVATE
    )
    with os.fdopen(handle, "wb") as opened, zipfile.ZipFile(opened, "w") as bundle:
        for name, text in {"README.txt": _README, **parts}.items():
            entry = zipfile.ZipInfo(name, now.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _PRIVATE << 16
            bundle.writestr(entry, text.encode())


def _documents(
    case: Case, findings: Sequence[Finding], home: Path
) -> Mapping[str, Mapping[str, object]]:
    texts = Texts("en")
    doctor = {"findings": [finding.as_dict(texts) for finding in findings]}
    told = {
        "doctor.json": doctor,
        "settings.json": _settings(case),
        "service.json": _service(case.folders.store),
        "store.json": _store(case.store),
    }
    cleaned = {name: _cleaned(document, home) for name, document in told.items()}
    return {**cleaned, "versions.json": _versions()}


def _cleaned(document: Mapping[str, object], home: Path) -> Mapping[str, object]:
    """Every text in it; numbers are counts."""
    return json.loads(  # type: ignore[no-any-return]
        _json(document),
        object_hook=lambda table: {k: _clean_value(v, home) for k, v in table.items()},
    )


def _clean_value(value: object, home: Path) -> object:
    match value:
        case str():
            return clean(value, home)
        case list():
            return [_clean_value(each, home) for each in value]
    return value


def _settings(case: Case) -> Mapping[str, object]:
    try:
        rows = load_settings(case.folders).rows()
    except ConfigError as error:
        return {"fault": str(error)}
    return {"settings": [asdict(row) for row in rows]}


def _versions() -> Mapping[str, object]:
    found = {each.name: each.version for each in distributions()}
    return {
        "kiosk": __version__,
        "python": sys.version,
        "platform": sys.platform,
        "packages": dict(sorted(found.items())),
    }


def _service(folder: Path) -> Mapping[str, object]:
    note = read_service_note(folder)
    note_told = None if note is None else note.as_dict()
    return {"running": is_service_running(folder), "note": note_told}


def _store(look: StoreLook | None) -> Mapping[str, object]:
    """Counts and moments only."""
    if look is None:
        return {"there": False}
    content = look.content
    told: dict[str, object] = {
        "there": True,
        "sealed": look.sealed,
        "key": look.origin,
        "fault": look.fault,
        "detail": look.detail,
    }
    if content is not None:
        told |= {
            "schema": content.schema,
            "faults": content.faults,
            "waiting": asdict(content.waiting),
            "figures": asdict(content.balance) | {"agrees": content.balance.agrees},
            "lost": content.lost,
            "examined_at": content.examined_at,
            "journal_lines": content.journal_lines,
            "journal_broken_at": content.journal_broken_at,
            "token_until": content.token_until,
        }
    return told


def _json(document: Mapping[str, object]) -> str:
    """Moments as texts."""
    return json.dumps(document, indent=2, default=str, ensure_ascii=False)


def _logs(folder: Path, home: Path) -> Iterator[tuple[str, str]]:
    """Of each log the newest lines, those of the files before it first."""
    for log in sorted(folder.glob("*.log")):
        files = sorted(folder.glob(f"{log.name}*"), key=lambda file: (len(file.name), file.name))
        lines = _newest(files)
        yield f"logs/{log.name}", "\n".join([*clean_log(lines, home), ""])


def _newest(files: Sequence[Path]) -> list[str]:
    text = b""
    for file in files:
        if len(text) >= LARGEST_LOG_BYTES:
            break
        text = file.read_bytes() + text
    return text[-LARGEST_LOG_BYTES:].decode("utf-8", "replace").splitlines()

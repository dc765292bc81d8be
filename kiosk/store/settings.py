"""What this kiosk was told about itself: typed values, each under its name."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from kiosk.config import Config, Paper
from kiosk.store.database import Database
from kiosk.store.figures import Balance, Reckoning
from kiosk.store.moments import from_text, to_text


@dataclass(frozen=True, slots=True)
class Office:
    """The office whose counter this is; `village` is a dotted Kemendagri code."""

    id: str
    name: str
    village: str | None


@dataclass(frozen=True, slots=True)
class EnrolmentRecord:
    """Which device this is to the centre, and the public keys (32 bytes) it trusts since."""

    device_id: UUID
    receipt_key: bytes
    config_key: bytes
    enrolled_at: datetime


@dataclass(frozen=True, slots=True)
class StoredConfig:
    """The newest configuration: the exact signed message, so that it can be verified again."""

    sequence: int
    etag: str | None
    signed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """What a supervisor set at the desk; None: as the settings file says.

    `text_scale` and `high_contrast` are how everybody finds the screen.
    """

    language: str | None = None
    camera: str | None = None
    printer: str | None = None
    paper: Paper | None = None
    cues: bool | None = None
    voice: bool | None = None
    text_scale: float = 1.0
    high_contrast: bool = False

    def over(self, config: Config) -> Config:
        """The settings in force: these where they are set, the file's otherwise."""
        return replace(
            config,
            kiosk=replace(config.kiosk, language=self.language or config.kiosk.language),
            camera=replace(config.camera, source=self.camera or config.camera.source),
            printer=replace(
                config.printer,
                name=config.printer.name if self.printer is None else self.printer,
                paper=self.paper or config.printer.paper,
            ),
            sound=replace(
                config.sound,
                cues=config.sound.cues if self.cues is None else self.cues,
                voice=config.sound.voice if self.voice is None else self.voice,
            ),
        )


@dataclass(frozen=True, slots=True)
class Pause:
    """From when to when the centre asked to be left alone."""

    began_at: datetime
    until: datetime


class SettingsRepository:
    """The only place that reads and writes settings; None means never set."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def office(self) -> Office | None:
        """The office of this counter."""
        read = self._read("office")
        return None if read is None else Office(**read)

    def save_office(self, office: Office) -> None:
        """Set the office."""
        self._write("office", {"id": office.id, "name": office.name, "village": office.village})

    def enrolment(self) -> EnrolmentRecord | None:
        """How the centre knows this kiosk."""
        read = self._read("enrolment")
        if read is None:
            return None
        return EnrolmentRecord(
            device_id=UUID(read["device_id"]),
            receipt_key=b64decode(read["receipt_key"]),
            config_key=b64decode(read["config_key"]),
            enrolled_at=from_text(read["enrolled_at"]),
        )

    def save_enrolment(self, enrolment: EnrolmentRecord) -> None:
        """Set what the centre answered; another centre counts its messages from the start."""
        with self._database.transaction():
            before = self.enrolment()
            if before is None or before.device_id != enrolment.device_id:
                self._forget_identity()
            if before is not None and before.config_key != enrolment.config_key:
                self._forget_centre()
            self._write(
                "enrolment",
                {
                    "device_id": str(enrolment.device_id),
                    "receipt_key": b64encode(enrolment.receipt_key).decode(),
                    "config_key": b64encode(enrolment.config_key).decode(),
                    "enrolled_at": to_text(enrolment.enrolled_at),
                },
            )

    def config(self) -> StoredConfig | None:
        """The newest configuration that was verified."""
        read = self._read("config")
        if read is None:
            return None
        return StoredConfig(read["sequence"], read["etag"], b64decode(read["signed"]))

    def save_config(self, config: StoredConfig) -> bool:
        """Keep a verified configuration; False, and nothing kept, if it is an older one."""
        with self._database.transaction():
            stored = self.config()
            if stored is not None and config.sequence < stored.sequence:
                return False
            self._write(
                "config",
                {
                    "sequence": config.sequence,
                    "etag": config.etag,
                    "signed": b64encode(config.signed).decode(),
                },
            )
        return True

    def language(self) -> str | None:
        """The language to start in, as a code."""
        name = self._read("language")
        return None if name is None else str(name)

    def save_language(self, language: str) -> None:
        """Set the language to start in."""
        self._write("language", language)

    def desk(self) -> DeskSettings:
        """What was set at the desk."""
        read = self._read("desk") or {}
        paper = read.get("paper")
        changes = read | {"paper": Paper(paper) if paper else None}
        return DeskSettings(**changes, language=self.language())

    def save_desk(self, desk: DeskSettings) -> None:
        """Set what was set at the desk."""
        changes = asdict(desk)
        language = changes.pop("language")
        with self._database.transaction():
            self._write("desk", changes)
            if language is not None:
                self.save_language(language)

    def examined_at(self) -> datetime | None:
        """When the whole database was read last."""
        read = self._read("examination")
        return None if read is None else from_text(read["at"])

    def journal_broken_at(self) -> int | None:
        """The first line of the journal that was changed or missing then; None if it was whole."""
        number = (self._read("examination") or {}).get("journal_broken_at")
        return None if number is None else int(number)

    def save_examination(self, at: datetime, journal_broken_at: int | None) -> None:
        """Set what was found."""
        self._write("examination", {"at": to_text(at), "journal_broken_at": journal_broken_at})

    def reckoning(self) -> Reckoning | None:
        """What the last check of the figures found."""
        read = self._read("reckoning")
        if read is None:
            return None
        return Reckoning(from_text(read["at"]), Balance(**read["balance"]), read["lost"])

    def save_reckoning(self, reckoning: Reckoning) -> None:
        """Set it."""
        found = asdict(reckoning) | {"at": to_text(reckoning.at)}
        self._write("reckoning", found)

    def pause(self) -> Pause | None:
        """How long the centre asked to be left alone when it was called last."""
        read = self._read("pause")
        return (
            None if read is None else Pause(from_text(read["began_at"]), from_text(read["until"]))
        )

    def save_pause(self, pause: Pause | None) -> None:
        """Set it; None once the centre has answered again."""
        if pause == self.pause():
            return
        if pause is None:
            self._database.run("DELETE FROM setting WHERE name = 'pause'")
        else:
            began_at, until = to_text(pause.began_at), to_text(pause.until)
            self._write("pause", {"began_at": began_at, "until": until})

    def _forget_centre(self) -> None:
        """Its last numbers would make everything that another centre says look old."""
        self._database.run("DELETE FROM setting WHERE name IN ('config', 'pause')")
        self._database.run("DELETE FROM outcome_cursor")

    def _forget_identity(self) -> None:
        """What was sealed so far is from now on that of another device, and counted apart."""
        self._database.run("UPDATE outbox SET foreign_device = 1 WHERE foreign_device = 0")
        self._database.run("DELETE FROM setting WHERE name = 'reckoning'")

    def _read(self, name: str) -> Any:
        text = self._database.value("SELECT value FROM setting WHERE name = ?", (name,))
        return None if text is None else json.loads(text)

    def _write(self, name: str, value: object) -> None:
        self._database.run(
            "INSERT INTO setting VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
            (name, json.dumps(value)),
        )

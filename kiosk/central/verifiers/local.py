"""Registers that were loaded into the centre's own database.

Nothing that was loaded can be read from there: a NIK is asked for by its keyed hash, and what must
be the same is compared by keyed hashes as well.

A file is loaded a piece at a time, so that the centre goes on working meanwhile, and counts from
one moment to the next, when all of it is there. What was added last holds.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from sqlalchemy import ColumnElement, Row, delete, insert, select, update
from sqlalchemy.orm import Session

from kiosk.central.settings.configuration import Clock
from kiosk.central.storage.database import Database
from kiosk.central.vault.keys import CentreKeys
from kiosk.central.verifiers.interface import (
    Applicant,
    PopulationAnswer,
    RegisterKind,
    Verifiers,
)
from kiosk.central.verifiers.models import HASH_BYTES, EntryRow, UploadRow, UploadState
from kiosk.central.verifiers.register_file import Entry

PIECE: Final = 5_000
"""Entries that are written in one transaction."""


class EmptyRegisterError(Exception):
    """A file without anybody in it: a register that is needed would be gone."""


class OvertakenError(Exception):
    """Somebody has begun to load the same register meanwhile."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file that counts; `version` grows from file to file."""

    version: int
    kind: RegisterKind
    entries: int
    loaded_at: datetime


class LocalRegisters:
    """Loads registers, and answers from them."""

    def __init__(self, database: Database, keys: CentreKeys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    def load(
        self,
        kind: RegisterKind,
        entries: Iterable[Entry],
        *,
        replace: bool,
        progress: Callable[[int], None] = lambda _count: None,
    ) -> int:
        """Add these people to a register, or put them in the place of all others; return how many.

        Nothing has changed when anything is raised: EmptyRegisterError, OvertakenError, or what
        the entries raise. `progress` is told now and then how many there are so far.
        """
        waiting, count = iter(entries), 0
        with self._upload(kind) as upload_id:
            while piece := [self._row(kind, upload_id, one) for one in islice(waiting, PIECE)]:
                count += len(piece)
                self._write(upload_id, piece, count)
                progress(count)
            if not count:
                raise EmptyRegisterError
            self._put_into_force(kind, upload_id, replace=replace)
        return count

    def uploads(self) -> tuple[Upload, ...]:
        """Every file that counts, by register, the oldest first."""
        query = (
            select(UploadRow)
            .where(UploadRow.state == UploadState.CURRENT)
            .order_by(UploadRow.upload_id)
        )
        with self._database.reading() as session:
            found = [
                Upload(row.upload_id, row.kind, row.entries, row.loaded_at)
                for row in session.scalars(query)
            ]
        order = list(RegisterKind)
        return tuple(sorted(found, key=lambda upload: order.index(upload.kind)))

    def verifiers(self) -> Verifiers:
        """The registers that were loaded."""
        loaded = {upload.kind for upload in self.uploads()}
        register = {kind: LocalRegister(self, kind) for kind in loaded}
        return Verifiers(
            population=LocalPopulation(self) if RegisterKind.POPULATION in loaded else None,
            education=register.get(RegisterKind.EDUCATION),
            social_aid=register.get(RegisterKind.SOCIAL_AID),
            occupation=register.get(RegisterKind.OCCUPATION),
            recipients=register.get(RegisterKind.RECIPIENTS),
        )

    def find(self, kind: RegisterKind, nik: str) -> "Row[bool, bytes | None, bytes | None] | None":
        """What was loaded last about this NIK: is_blocked, kk_hash, birth_date_hash."""
        query = (
            select(EntryRow.is_blocked, EntryRow.kk_hash, EntryRow.birth_date_hash)
            .join(UploadRow)
            .where(
                EntryRow.nik_hash == self.hash_of(kind, nik),
                UploadRow.state == UploadState.CURRENT,
            )
            .order_by(EntryRow.upload_id.desc(), EntryRow.entry_id.desc())
            .limit(1)
        )
        with self._database.reading() as session:
            return session.execute(query).first()

    def hash_of(self, kind: str, *values: str) -> bytes:
        """128 bits are plenty where nobody can choose what they meet."""
        return bytes.fromhex(self._keys.keyed_hash(f"register {kind}", *values))[:HASH_BYTES]

    @contextmanager
    def _upload(self, kind: RegisterKind) -> Iterator[int]:
        """Room for a file; whatever does not count in the end is erased."""
        with self._database.writing() as session:
            self._fail(session, UploadRow.kind == kind)  # one that crashed, or is overtaken
            upload = UploadRow(
                kind=kind, state=UploadState.LOADING, entries=0, loaded_at=self._clock()
            )
            session.add(upload)
            session.flush()
            upload_id = upload.upload_id
        try:
            yield upload_id
        finally:
            with self._database.writing() as session:
                self._fail(session, UploadRow.upload_id == upload_id)
            self._erase()

    def _fail(self, session: Session, which: ColumnElement[bool]) -> None:
        unfinished = update(UploadRow).where(which, UploadRow.state == UploadState.LOADING)
        session.execute(unfinished.values(state=UploadState.FAILED))

    def _write(self, upload_id: int, piece: Sequence[dict[str, object]], count: int) -> None:
        with self._database.writing() as session:
            self._own(session, upload_id).entries = count
            session.execute(insert(EntryRow), piece)

    def _put_into_force(self, kind: RegisterKind, upload_id: int, *, replace: bool) -> None:
        with self._database.writing() as session:
            upload = self._own(session, upload_id)
            if replace:
                before = update(UploadRow).where(
                    UploadRow.kind == kind, UploadRow.state == UploadState.CURRENT
                )
                session.execute(before.values(state=UploadState.REPLACED))
            upload.state = UploadState.CURRENT
            upload.loaded_at = self._clock()

    def _own(self, session: Session, upload_id: int) -> UploadRow:
        """Nobody else changes it until the end of the transaction; raise OvertakenError."""
        upload = session.get_one(UploadRow, upload_id, with_for_update=True)
        if upload.state is not UploadState.LOADING:
            raise OvertakenError
        return upload

    def _erase(self) -> None:
        """Little by little, too."""
        useless = (
            select(EntryRow.entry_id)
            .join(UploadRow)
            .where(UploadRow.state.in_((UploadState.FAILED, UploadState.REPLACED)))
            .limit(PIECE)
        )
        is_left = True
        while is_left:
            with self._database.writing() as session:
                erased = session.scalars(
                    delete(EntryRow)
                    .where(EntryRow.entry_id.in_(useless))
                    .returning(EntryRow.entry_id)
                )
                is_left = len(erased.all()) == PIECE

    def _row(self, kind: RegisterKind, upload_id: int, entry: Entry) -> dict[str, object]:
        nik, kk, born = entry.nik, entry.kk, entry.birth_date
        return {
            "upload_id": upload_id,
            "nik_hash": self.hash_of(kind, nik),
            "kk_hash": kk and self.hash_of("kk", nik, kk),
            "birth_date_hash": born and self.hash_of("birth date", nik, born.isoformat()),
            "is_blocked": entry.is_blocked,
        }


@dataclass(frozen=True, slots=True)
class LocalPopulation:
    """The population register that was loaded."""

    registers: LocalRegisters

    def check(self, applicant: Applicant) -> PopulationAnswer:
        """Compare the applicant with the newest entry of this NIK."""
        nik, hash_of = applicant.nik, self.registers.hash_of
        found = self.registers.find(RegisterKind.POPULATION, nik)
        if found is None:
            return PopulationAnswer(found=False)
        born = hash_of("birth date", nik, applicant.birth_date.isoformat())
        return PopulationAnswer(
            found=True,
            is_blocked=found.is_blocked,
            kk_matches=found.kk_hash == hash_of("kk", nik, applicant.kk),
            birth_date_matches=found.birth_date_hash == born,
        )


@dataclass(frozen=True, slots=True)
class LocalRegister:
    """Another register that was loaded."""

    registers: LocalRegisters
    kind: RegisterKind

    def has(self, nik: str) -> bool:
        """Whether this NIK was loaded."""
        return self.registers.find(self.kind, nik) is not None

"""The tables of offices, kiosks and registrations."""

import sqlalchemy as sa
from alembic import op

TIME = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def make_registrations() -> None:
    """In an order in which they can refer to each other."""
    _batches()
    _configurations()
    _counters()
    _offices()
    _devices()
    _recaps()
    _contacts()
    _enrolment_codes()
    _lookups()
    _submissions()
    _tokens()
    _codes()
    _corrections()
    _draws()
    _envelopes()
    _events()
    _grants()
    _layers()
    _outcomes()
    _parts()


def _batches() -> None:
    op.create_table(
        "batches",
        sa.Column("batch_id", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("opens_at", TIME, nullable=False),
        sa.Column("closes_at", TIME, nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("decree", sa.String()),
        sa.Column("seed", sa.String()),
        sa.Column("calls_for", sa.String(32)),
        sa.Column("called_by", sa.String()),
        sa.Column("moved", sa.Integer(), nullable=False),
    )
    op.create_index("ix_batches_calls_for", "batches", ["calls_for"])


def _configurations() -> None:
    op.create_table(
        "configurations",
        sa.Column("sequence", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("signed", sa.String(), nullable=False),
    )


def _counters() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", NUMBER, nullable=False),
    )


def _offices() -> None:
    op.create_table(
        "offices",
        sa.Column("office_id", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("village", sa.String()),
    )


def _devices() -> None:
    op.create_table(
        "devices",
        sa.Column("device_id", sa.Uuid(), primary_key=True),
        sa.Column("office_id", sa.String(64), sa.ForeignKey("offices.office_id"), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("kiosk_version", sa.String(), nullable=False),
        sa.Column("enrolled_at", TIME, nullable=False),
        sa.Column("renewed_at", TIME),
        sa.Column("revoked_at", TIME),
        sa.Column("heartbeat", sa.String()),
        sa.Column("answer", sa.String()),
        sa.Column("heard_at", TIME),
        sa.Column("is_troubled", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_devices_office_id", "devices", ["office_id"])


def _recaps() -> None:
    op.create_table(
        "recaps",
        sa.Column("recap_id", sa.Uuid(), primary_key=True),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("office_id", sa.String(64), sa.ForeignKey("offices.office_id"), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("due_at", TIME),
        sa.Column("claim", sa.Uuid()),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("ready_at", TIME),
        sa.Column("forget_at", TIME, nullable=False),
    )
    op.create_index("ix_recaps_account", "recaps", ["account"])
    op.create_index("ix_recaps_due_at", "recaps", ["due_at"])
    op.create_index("ix_recaps_forget_at", "recaps", ["forget_at"])


def _contacts() -> None:
    op.create_table(
        "contacts",
        sa.Column("contact_id", NUMBER, primary_key=True),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("devices.device_id"), nullable=False),
        sa.Column("at", TIME, nullable=False),
    )
    op.create_index("ix_contacts_device_id", "contacts", ["device_id"])


def _enrolment_codes() -> None:
    op.create_table(
        "enrolment_codes",
        sa.Column("code_hash", sa.String(64), primary_key=True),
        sa.Column("office_id", sa.String(64), sa.ForeignKey("offices.office_id"), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("devices.device_id")),
    )


def _lookups() -> None:
    op.create_table(
        "lookups",
        sa.Column("lookup_id", NUMBER, primary_key=True),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("devices.device_id"), nullable=False),
        sa.Column("ticket_hash", sa.String(64), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("at", TIME, nullable=False),
    )
    op.create_index("ix_lookups_device_id", "lookups", ["device_id"])
    op.create_index("ix_lookups_ticket_hash", "lookups", ["ticket_hash"])


def _submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("submission_id", sa.Uuid(), primary_key=True),
        sa.Column("office_id", sa.String(64), sa.ForeignKey("offices.office_id"), nullable=False),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("devices.device_id"), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("photo_revision", sa.Integer(), nullable=False),
        sa.Column("masked_name", sa.String()),
        sa.Column("person", sa.LargeBinary()),
        sa.Column("contact", sa.LargeBinary()),
        sa.Column("lookup_hash", sa.String(64)),
        sa.Column("nik_hash", sa.String(64)),
        sa.Column("batch_id", sa.String(64), sa.ForeignKey("batches.batch_id")),
        sa.Column("decree", sa.String()),
        sa.Column("deadline", TIME),
        sa.Column("awaits_card", sa.Boolean(), nullable=False),
        sa.Column("awaits_photo", sa.Boolean(), nullable=False),
        sa.Column("join_consent_version", sa.String()),
        sa.Column("join_consented_at", sa.String()),
        sa.Column("kk_hash", sa.String(64)),
        sa.Column("phone_hash", sa.String(64)),
        sa.Column("nik_lookup_hash", sa.String(64)),
        sa.Column("test_right", sa.Integer()),
        sa.Column("test_scored", sa.Integer()),
        sa.Column("due_at", TIME),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("waits_for", sa.String(32)),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Uuid()),
    )
    _submission_indexes()


def _submission_indexes() -> None:
    there = sa.text("waits_for IS NOT NULL")
    op.create_index(
        "ix_submissions_waits_for",
        "submissions",
        ["waits_for"],
        sqlite_where=there,
        postgresql_where=there,
    )
    op.create_index("ix_submissions_batch_id", "submissions", ["batch_id"])
    op.create_index("ix_submissions_device_id", "submissions", ["device_id"])
    op.create_index("ix_submissions_due_at", "submissions", ["due_at"])
    op.create_index("ix_submissions_kk_hash", "submissions", ["kk_hash"])
    op.create_index("ix_submissions_list", "submissions", ["state", "received_at"])
    op.create_index("ix_submissions_lookup_hash", "submissions", ["lookup_hash"])
    op.create_index("ix_submissions_nik_hash", "submissions", ["nik_hash"])
    op.create_index("ix_submissions_office", "submissions", ["office_id", "received_at"])
    op.create_index("ix_submissions_phone_hash", "submissions", ["phone_hash"])
    op.create_index(
        "ix_submissions_way", "submissions", ["received_at", "office_id", "step", "state"]
    )


def _tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("devices.device_id"), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
    )
    op.create_index("ix_tokens_device_id", "tokens", ["device_id"])


def _codes() -> None:
    op.create_table(
        "codes",
        sa.Column(
            "submission_id", sa.Uuid(), sa.ForeignKey("submissions.submission_id"), primary_key=True
        ),
        sa.Column("layer", sa.String(32), primary_key=True),
        sa.Column("code_hash", sa.String(64)),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.Column("sent_at", TIME),
        sa.Column("expires_at", TIME),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", TIME),
        sa.Column("lock_outs", sa.Integer(), nullable=False),
    )


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column(
            "submission_id", sa.Uuid(), sa.ForeignKey("submissions.submission_id"), primary_key=True
        ),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("verdict", sa.String(32)),
        sa.Column("lookup_hash", sa.String(64)),
    )
    op.create_index("ix_corrections_lookup_hash", "corrections", ["lookup_hash"])


def _draws() -> None:
    op.create_table(
        "draws",
        sa.Column("batch_id", sa.String(64), sa.ForeignKey("batches.batch_id"), primary_key=True),
        sa.Column("place", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column(
            "submission_id", sa.Uuid(), sa.ForeignKey("submissions.submission_id"), nullable=False
        ),
    )
    op.create_index("ix_draws_submission_id", "draws", ["submission_id"])


def _envelopes() -> None:
    op.create_table(
        "envelopes",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("submission_id", sa.Uuid(), sa.ForeignKey("submissions.submission_id")),
        sa.Column("doomed_at", TIME),
    )
    op.create_index("ix_envelopes_doomed_at", "envelopes", ["doomed_at"])
    op.create_index("ix_envelopes_submission_id", "envelopes", ["submission_id"])


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("event_id", NUMBER, primary_key=True),
        sa.Column(
            "submission_id", sa.Uuid(), sa.ForeignKey("submissions.submission_id"), nullable=False
        ),
        sa.Column("office_id", sa.String(64), sa.ForeignKey("offices.office_id"), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(32)),
        sa.Column("to_state", sa.String(32), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
    )
    op.create_index("ix_events_moves", "events", ["to_state", "at", "from_state", "office_id"])
    op.create_index("ix_events_submission_id", "events", ["submission_id"])


def _grants() -> None:
    op.create_table(
        "grants",
        sa.Column("grant_hash", sa.String(64), primary_key=True),
        sa.Column(
            "submission_id", sa.Uuid(), sa.ForeignKey("submissions.submission_id"), nullable=False
        ),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("devices.device_id"), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("revision", sa.Integer()),
        sa.Column("batch_id", sa.String(64), sa.ForeignKey("batches.batch_id")),
        sa.Column("issued_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_at", TIME),
    )
    op.create_index("ix_grants_expires_at", "grants", ["expires_at"])


def _layers() -> None:
    op.create_table(
        "layers",
        sa.Column(
            "submission_id", sa.Uuid(), sa.ForeignKey("submissions.submission_id"), primary_key=True
        ),
        sa.Column("layer", sa.String(32), primary_key=True),
        sa.Column("office_id", sa.String(64), sa.ForeignKey("offices.office_id"), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
    )
    op.create_index("ix_layers_passed", "layers", ["layer", "at", "office_id"])


def _outcomes() -> None:
    op.create_table(
        "outcomes",
        sa.Column("seq", NUMBER, primary_key=True, autoincrement=False),
        sa.Column("office_id", sa.String(64), sa.ForeignKey("offices.office_id"), nullable=False),
        sa.Column(
            "submission_id", sa.Uuid(), sa.ForeignKey("submissions.submission_id"), nullable=False
        ),
        sa.Column("message", sa.String(), nullable=False),
    )
    op.create_index("ix_outcomes_office_id", "outcomes", ["office_id"])


def _parts() -> None:
    op.create_table(
        "parts",
        sa.Column(
            "submission_id", sa.Uuid(), sa.ForeignKey("submissions.submission_id"), primary_key=True
        ),
        sa.Column("part", sa.String(32), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("device_id", sa.Uuid(), sa.ForeignKey("devices.device_id"), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
    )
    op.create_index("ix_parts_of_device", "parts", ["device_id", "received_at"])

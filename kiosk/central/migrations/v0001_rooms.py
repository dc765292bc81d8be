"""The tables of rules, messages, registers, envelopes, and the operators' page."""

import sqlalchemy as sa
from alembic import op

TIME = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def make_rooms() -> None:
    """In an order in which they can refer to each other."""
    _blob_places()
    _blobs()
    _desk_audit()
    _desk_log_in_tries()
    _gateways()
    _register_uploads()
    _settings()
    _desk_accounts()
    _register_entries()
    _desk_sessions()
    _box()
    _desk_photo_views()
    _links()
    _messages()


def _blob_places() -> None:
    op.create_table(
        "blob_places",
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("address", sa.String(), nullable=False),
    )


def _blobs() -> None:
    op.create_table(
        "blobs",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", TIME, nullable=False),
    )


def _desk_audit() -> None:
    op.create_table(
        "desk_audit",
        sa.Column("audit_id", NUMBER, primary_key=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("account", sa.String(40), nullable=False),
        sa.Column("deed", sa.String(48), nullable=False),
        sa.Column("subject", sa.String(128), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("has_failed", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_desk_audit_account", "desk_audit", ["account", "deed", "at"])
    op.create_index("ix_desk_audit_at", "desk_audit", ["at"])
    op.create_index("ix_desk_audit_deed", "desk_audit", ["deed"])


def _desk_log_in_tries() -> None:
    op.create_table(
        "desk_log_in_tries",
        sa.Column("try_id", sa.Integer(), primary_key=True),
        sa.Column("account", sa.String(40), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("at", TIME, nullable=False),
    )
    op.create_index("ix_desk_log_in_tries_account", "desk_log_in_tries", ["account"])
    op.create_index("ix_desk_log_in_tries_address", "desk_log_in_tries", ["address"])
    op.create_index("ix_desk_log_in_tries_at", "desk_log_in_tries", ["at"])


def _gateways() -> None:
    op.create_table(
        "gateways",
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("down_until", TIME, nullable=False),
    )


def _register_uploads() -> None:
    op.create_table(
        "register_uploads",
        sa.Column("upload_id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("loaded_at", TIME, nullable=False),
    )
    op.create_index("ix_register_uploads_kind", "register_uploads", ["kind"])


def _settings() -> None:
    op.create_table(
        "settings",
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
    )


def _desk_accounts() -> None:
    op.create_table(
        "desk_accounts",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("office_id", sa.String(64), sa.ForeignKey("offices.office_id")),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("one_time_until", TIME),
        sa.Column("closed_at", TIME),
    )


def _register_entries() -> None:
    op.create_table(
        "register_entries",
        sa.Column("entry_id", NUMBER, primary_key=True),
        sa.Column(
            "upload_id", sa.Integer(), sa.ForeignKey("register_uploads.upload_id"), nullable=False
        ),
        sa.Column("nik_hash", sa.LargeBinary(), nullable=False),
        sa.Column("kk_hash", sa.LargeBinary()),
        sa.Column("birth_date_hash", sa.LargeBinary()),
        sa.Column("is_blocked", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_register_entries_nik_hash", "register_entries", ["nik_hash"])
    op.create_index("ix_register_entries_upload_id", "register_entries", ["upload_id"])


def _desk_sessions() -> None:
    op.create_table(
        "desk_sessions",
        sa.Column("secret_hash", sa.String(64), primary_key=True),
        sa.Column("account", sa.String(40), sa.ForeignKey("desk_accounts.name"), nullable=False),
        sa.Column("began_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
    )
    op.create_index("ix_desk_sessions_account", "desk_sessions", ["account"])


def _box() -> None:
    op.create_table(
        "box",
        sa.Column("message_id", sa.Uuid(), primary_key=True),
        sa.Column(
            "submission_id", sa.Uuid(), sa.ForeignKey("submissions.submission_id"), nullable=False
        ),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("recipient", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("forget_at", TIME, nullable=False),
    )
    op.create_index("ix_box_forget_at", "box", ["forget_at"])
    op.create_index("ix_box_submission_id", "box", ["submission_id"])


def _desk_photo_views() -> None:
    op.create_table(
        "desk_photo_views",
        sa.Column("view_id", sa.Uuid(), primary_key=True),
        sa.Column(
            "submission_id", sa.Uuid(), sa.ForeignKey("submissions.submission_id"), nullable=False
        ),
        sa.Column("account", sa.String(40), sa.ForeignKey("desk_accounts.name"), nullable=False),
        sa.Column("ends_at", TIME, nullable=False),
        sa.Column("due_at", TIME),
        sa.Column("content", sa.LargeBinary()),
    )
    op.create_index("ix_desk_photo_views_due_at", "desk_photo_views", ["due_at"])
    op.create_index("ix_desk_photo_views_ends_at", "desk_photo_views", ["ends_at"])
    op.create_index("ix_desk_photo_views_submission_id", "desk_photo_views", ["submission_id"])


def _links() -> None:
    op.create_table(
        "links",
        sa.Column("link_hash", sa.String(64), primary_key=True),
        sa.Column(
            "submission_id", sa.Uuid(), sa.ForeignKey("submissions.submission_id"), nullable=False
        ),
        sa.Column("address_version", sa.Integer(), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("forget_at", TIME, nullable=False),
    )
    op.create_index("ix_links_forget_at", "links", ["forget_at"])
    op.create_index("ix_links_submission_id", "links", ["submission_id"])


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("message_id", sa.Uuid(), primary_key=True),
        sa.Column(
            "submission_id", sa.Uuid(), sa.ForeignKey("submissions.submission_id"), nullable=False
        ),
        sa.Column("layer", sa.String(32), nullable=False),
        sa.Column("address_version", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        sa.Column("text", sa.LargeBinary()),
        sa.Column("queued_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("due_at", TIME),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Uuid()),
        sa.Column("forget_at", TIME, nullable=False),
    )
    op.create_index("ix_messages_due_at", "messages", ["due_at"])
    op.create_index("ix_messages_forget_at", "messages", ["forget_at"])
    op.create_index("ix_messages_submission_id", "messages", ["submission_id"])

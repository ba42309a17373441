"""Alembic on the terminal's files. Imported only when a file is not at its newest migration."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Engine

from kiosk.terminal.storage.database import Schema

_MIGRATIONS = Path(__file__).parent / "migrations"


def configuration(schema: Schema) -> Config:
    """Alembic's configuration for one file, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS / schema.name).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def knows(schema: Schema, version: str) -> bool:
    """True when ``version`` is one of our migrations."""
    try:
        return ScriptDirectory.from_config(configuration(schema)).get_revision(version) is not None
    except CommandError:
        return False


def upgrade(engine: Engine, schema: Schema) -> None:
    """Bring a file to the newest migration, in one transaction."""
    config = configuration(schema)
    with engine.connect().execution_options(kiosk_begin="BEGIN IMMEDIATE") as connection:
        config.attributes["connection"] = connection
        config.attributes["metadata"] = schema.metadata
        command.upgrade(config, "head")

"""What requests work with. Built once in ``app.create_app``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from kiosk.domain.clock import Clock
from kiosk.server.api.limits import Limits
from kiosk.server.db.blobs import BlobStore
from kiosk.server.db.engine import Database
from kiosk.server.feed.serving import FeedServer
from kiosk.server.signalling.hub import Hub
from kiosk.settings import Settings


@dataclass(frozen=True, slots=True)
class ServerContext:
    settings: Settings
    clock: Clock
    database: Database
    blobs: BlobStore
    hub: Hub
    limits: Limits
    feed: FeedServer

    @property
    def public_url(self) -> str:
        return str(self.settings["server.public_url"]).rstrip("/")


def _context(connection: HTTPConnection) -> ServerContext:
    context: ServerContext = connection.app.state.context
    return context


Context = Annotated[ServerContext, Depends(_context)]

"""The composition root: the only place that puts the server's parts together."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI

from kiosk import __version__
from kiosk.domain.clock import Clock, office_time
from kiosk.errors import UserError
from kiosk.server.api import (
    blobs,
    calls,
    devices,
    errors,
    feed,
    health,
    sessions,
    slip,
    sockets,
    staff,
    takeaway,
)
from kiosk.server.api.headers import GuardMiddleware
from kiosk.server.api.limits import Limits
from kiosk.server.bus.memory import MemoryBus
from kiosk.server.console.routes import router as console_router
from kiosk.server.context import ServerContext
from kiosk.server.db.content import begin_chain
from kiosk.server.db.engine import open_database
from kiosk.server.feed.chores import keep_feed
from kiosk.server.feed.keys import ensure_keys
from kiosk.server.feed.serving import FeedServer
from kiosk.server.lock import lock_folder
from kiosk.server.publishing import blob_store, publish_at_start, warn_of_missing_holidays
from kiosk.server.retention import keep_forgetting
from kiosk.server.signalling.hub import Hub
from kiosk.server.signalling.ice import ice_servers
from kiosk.server.signalling.timing import Timing
from kiosk.settings import Settings, to_push


def ring_time(settings: Settings) -> timedelta:
    """How long a lawyer is rung. ``UserError`` when nobody could answer, or nobody would wait."""
    seconds = settings["server.ring_s"]
    if not 1 <= seconds <= 600:
        raise UserError(f"server.ring_s is {seconds:g}, but must be between 1 and 600 seconds.")
    return timedelta(seconds=seconds)


def create_app(settings: Settings, clock: Clock, timing: Timing | None = None) -> FastAPI:
    """The server as an ASGI application. Migrates the database and publishes content at once.

    ``timing``: leases and rings of other lengths, for tests.
    """
    ice, pushed = ice_servers(settings), to_push(settings)
    if timing is None:
        timing = Timing(ring=ring_time(settings))
    database = open_database(settings, clock)
    # A second server on SQLite would take the first one's sockets for those of a dead one.
    lock = contextlib.ExitStack()
    try:
        if database.embedded:
            lock.enter_context(lock_folder(settings.data_dir))
        with database.write() as session:
            begin_chain(session)
            ensure_keys(session, database.keys, clock.now())
        publish_at_start(settings, database)
        warn_of_missing_holidays(database, office_time(clock.now()).date())
    except BaseException:
        lock.close()
        database.close()
        raise

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        hub = Hub(
            database, MemoryBus(), clock, timing,
            always_on_duty=settings["server.always_on_duty"], ice=ice,
            pushed=pushed,
        )  # fmt: skip
        app.state.context = ServerContext(
            settings=settings, clock=clock, database=database, blobs=blob_store(settings),
            hub=hub, limits=Limits(),
            feed=FeedServer(
                clock, database.keys, timedelta(hours=settings["server.feed_head_hours"])
            ),
        )  # fmt: skip
        await hub.start()
        chores = [
            asyncio.create_task(database.keep_erasing()),
            asyncio.create_task(keep_feed(database)),
            asyncio.create_task(keep_forgetting(database, settings["server.command_keys_days"])),
        ]
        try:
            yield
        finally:
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)
            await hub.stop()
            database.close()
            lock.close()

    app = FastAPI(
        title="Kiosk central server", version=__version__, lifespan=lifespan,
        docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json",
    )  # fmt: skip
    errors.install(app)
    app.add_middleware(GuardMiddleware)
    for part in (health, devices, feed, blobs, sessions, calls, sockets, takeaway, slip, staff):
        app.include_router(part.router)
    app.include_router(console_router)
    return app

"""Search for the pages, and the keeping of its index. Nothing of what is searched for is logged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from typing import Protocol

from kiosk.domain.clock import Clock, office_time
from kiosk.domain.search import SearchKind, SearchResult, Suggestion
from kiosk.errors import EnvironmentFault
from kiosk.terminal.backoff import Backoff
from kiosk.terminal.search.index import SearchIndex
from kiosk.terminal.services.events import ContentChanged, Event, EventBus

log = logging.getLogger(__name__)

#: After the last change of the cache: a first sync comes in many steps.
SETTLE_S = 5.0


class IndexUpdate(Protocol):
    """Brings the index up to date with the cache."""

    async def update(self) -> bool:
        """False when it failed; the reason is in the log."""
        ...


class SearchService:
    """Answers questions. Any thread; never raises for what somebody typed, nor for a bad index.

    ``language``: the present person's, such as zh_CN. ``damaged``: called when the index has to be
    built anew.
    """

    def __init__(
        self,
        index: SearchIndex,
        clock: Clock,
        language: Callable[[], str],
        damaged: Callable[[], None] = lambda: None,
    ) -> None:
        self._index = index
        self._clock = clock
        self._language = language
        self._damaged = damaged
        self._told = ""

    @property
    def readable(self) -> bool:
        """False: that nothing was found last is because the index cannot be read."""
        return not self._told

    def built(self) -> bool:
        """False: there is no index yet, so that nothing can be found."""
        try:
            return self._index.state()[0] is not None
        except EnvironmentFault as fault:
            self._tell(fault)
            return False

    def search(
        self, text: str, limit: int = 20, kinds: Collection[SearchKind] | None = None
    ) -> list[SearchResult]:
        """The best answers first; of these kinds only, when some are named."""
        english = self._language().startswith("en")
        today = office_time(self._clock.now()).date()
        try:
            found = self._index.search(text, limit, kinds, today=today, english=english)
        except EnvironmentFault as fault:
            self._tell(fault)
            return []
        self._told = ""
        return found

    def suggest(self, text: str, limit: int = 8) -> list[Suggestion]:
        """What the person may be typing, from the first letter on."""
        try:
            return self._index.suggest(text, limit)
        except EnvironmentFault as fault:
            self._tell(fault)
            return []

    def _tell(self, fault: EnvironmentFault) -> None:
        if str(fault) != self._told:  # once for each reason
            self._told = str(fault)
            log.warning("%s", fault)
            self._damaged()


class IndexService:
    """Updates the index when the cache has changed, once it has been still for ``settle_s``."""

    def __init__(
        self,
        update: IndexUpdate,
        bus: EventBus,
        is_current: Callable[[], bool],
        post: Callable[[Callable[[], None]], None],
        *,
        settle_s: float = SETTLE_S,
        backoff: Backoff | None = None,
    ) -> None:
        """``is_current``: whether the index holds what the cache does. ``post``: onto the loop."""
        self._update = update
        self._is_current = is_current
        self._post = post
        self._settle_s = settle_s
        self._backoff = backoff or Backoff(30.0, 3_600.0)
        self._changed = asyncio.Event()
        bus.subscribe(self._on_event)

    def request(self) -> None:
        """Look again whether there is something to do. Any thread."""
        self._post(self._changed.set)

    async def run(self) -> None:
        """Update until cancelled."""
        while True:
            await self._settle()
            if await asyncio.to_thread(self._needed):
                updated = await self._update.update()
                if not updated or await asyncio.to_thread(self._needed):
                    await self._wait(self._backoff.delay())  # another process may be at work
                    continue
                self._backoff.reset()
            await self._changed.wait()

    async def _settle(self) -> None:
        while True:
            self._changed.clear()
            if not await self._wait(self._settle_s):
                return

    async def _wait(self, seconds: float) -> bool:
        """True when something has changed before that."""
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
            return True
        except TimeoutError:
            return False

    def _needed(self) -> bool:
        try:
            return not self._is_current()
        except EnvironmentFault:
            return True

    def _on_event(self, event: Event) -> None:
        if isinstance(event, ContentChanged):
            self.request()

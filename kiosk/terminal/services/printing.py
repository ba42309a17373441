"""Printing of slips, beside the screen: it never waits for a printer."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor

from kiosk.errors import EnvironmentFault
from kiosk.terminal.printing.raster import Raster
from kiosk.terminal.services.events import EventBus, SlipNotPrinted, SlipPrinted
from kiosk.terminal.services.ports import Printer
from kiosk.terminal.services.session import SessionService

log = logging.getLogger(__name__)


class PrintService:
    """One slip after the other. ``printer``: None when the terminal has none."""

    def __init__(self, printer: Printer | None, bus: EventBus, sessions: SessionService) -> None:
        self._printer = printer
        self._bus = bus
        self._sessions = sessions
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="printing")

    @property
    def available(self) -> bool:
        return self._printer is not None

    def print(self, page: Raster) -> None:
        """``SlipPrinted`` or ``SlipNotPrinted`` tells how it went."""
        if self._printer is not None:
            self._worker.submit(self._print, self._printer, page, self._sessions.session.id)

    def forget(self) -> bool:
        """The eraser: the printer's spool keeps nothing. False: there was nothing."""
        return self._printer is not None and self._printer.forget()

    def stop(self) -> None:
        self._worker.shutdown(cancel_futures=True)

    def _print(self, printer: Printer, page: Raster, session: str) -> None:
        if not self._sessions.is_on(session):
            return  # whose it is has gone
        try:
            printer.print(page)
        except EnvironmentFault as fault:
            log.warning("a slip was not printed: %s", fault)
            self._bus.publish(SlipNotPrinted(session, fault.code))
        except Exception:
            log.exception("a slip was not printed")
            self._bus.publish(SlipNotPrinted(session, "error"))
        else:
            self._bus.publish(SlipPrinted(session))

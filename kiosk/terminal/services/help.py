"""Ringing for the hall's staff: one call at a time, until it is over or the person has left."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Literal

from kiosk.domain.ids import new_id
from kiosk.protocol.socket import AnyMessage, HelpCancel, HelpRequest, HelpStatus
from kiosk.terminal.services.events import EventBus, HelpChanged
from kiosk.terminal.services.ports import Channel

log = logging.getLogger(__name__)

#: The staff have so long before the way to the desk is shown, in seconds.
ANSWER_S = 60.0

#: ``late``: nobody has answered within ``ANSWER_S``, or nobody can be reached.
HelpStage = Literal["idle", "asking", "ringing", "coming", "late", "over"]


class HelpService:
    """``ask`` and ``give_up`` from any thread; the rest on the runtime's loop.

    ``later(seconds, function)`` runs a function on the loop; what it returns cancels that.
    """

    def __init__(
        self,
        channel: Channel,
        bus: EventBus,
        post: Callable[[Callable[[], None]], None],
        later: Callable[[float, Callable[[], None]], Callable[[], None]],
    ) -> None:
        self._channel = channel
        self._bus = bus
        self._post = post
        self._later = later
        self._help_id = ""
        self._stage: HelpStage = "idle"
        self._cancel_wait: Callable[[], None] | None = None

    @property
    def stage(self) -> HelpStage:
        return self._stage

    def ask(self) -> None:
        """Ring, unless it rings already; asked again after ``late``, it is a new call."""
        self._post(self._ask)

    def give_up(self) -> None:
        """Nobody has to come. Does nothing when nobody was asked."""
        self._post(self._give_up)

    def handle(self, message: AnyMessage) -> None:
        """Every message of the device socket."""
        if not isinstance(message, HelpStatus) or message.help_id != self._help_id:
            return
        if message.state == "over":
            self._end("over")
        elif message.state == "coming":
            self._stop_waiting()
            self._set("coming")
        elif self._stage in ("asking", "ringing"):
            self._set(message.state)

    def set_online(self, online: bool) -> None:
        """The call is told anew when the line is back: the server knows it by its id."""
        if not self._help_id:
            return
        if online:
            self._channel.send(HelpRequest(help_id=self._help_id))
        elif self._stage in ("asking", "ringing"):
            self._late()

    # --- on the loop -----------------------------------------------------------------------------

    def _ask(self) -> None:
        if self._stage in ("asking", "ringing", "coming"):
            return
        self._forget()
        self._help_id = new_id()
        self._set("asking")
        if not self._channel.send(HelpRequest(help_id=self._help_id)):
            self._late()
            return
        self._cancel_wait = self._later(ANSWER_S, self._late)

    def _late(self) -> None:
        """The call stays: whoever sees it later still comes."""
        self._stop_waiting()
        if self._stage in ("asking", "ringing"):
            log.info("the hall's staff did not answer a call for help in time")
            self._set("late")

    def _give_up(self) -> None:
        self._forget()
        self._set("idle")

    def _forget(self) -> None:
        self._stop_waiting()
        help_id, self._help_id = self._help_id, ""
        if help_id and self._stage != "over":
            self._channel.send(HelpCancel(help_id=help_id))

    def _end(self, stage: HelpStage) -> None:
        self._stop_waiting()
        self._help_id = ""
        self._set(stage)

    def _stop_waiting(self) -> None:
        if self._cancel_wait is not None:
            self._cancel_wait()
            self._cancel_wait = None

    def _set(self, stage: HelpStage) -> None:
        if stage != self._stage:
            self._stage = stage
            self._bus.publish(HelpChanged(stage))

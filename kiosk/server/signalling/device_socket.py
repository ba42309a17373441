"""The terminals' socket: who it is, what it may say, and what it is told on coming back."""

from __future__ import annotations

from kiosk.errors import NotAllowedError, UserError
from kiosk.protocol.commands import PAYLOADS
from kiosk.protocol.socket import (
    CLOSE_TAKEN_OVER,
    AnyMessage,
    CallRequest,
    Command,
    FeedChanged,
    HangUp,
    Hello,
    HelpCancel,
    HelpRequest,
    IceCandidate,
    MediaState,
    Offer,
    SlipCodeRequest,
    SlipFind,
    SlotsRequest,
    Welcome,
)
from kiosk.server.bus import Close, device_address, socket_address
from kiosk.server.db import calls, presence
from kiosk.server.db.devices import profile
from kiosk.server.db.models import Device
from kiosk.server.db.seal_keys import public_seal_key
from kiosk.server.signalling import inquiries
from kiosk.server.signalling.client_socket import RECENT, ClientSocket
from kiosk.server.signalling.commands import carry_out
from kiosk.server.signalling.connection import Connection
from kiosk.server.signalling.desk import Switchboard
from kiosk.server.signalling.help_desk import HelpDesk
from kiosk.server.signalling.hub import Hub
from kiosk.server.signalling.relay import Relay


class DeviceSocket(ClientSocket):
    """One terminal's connection."""

    def __init__(self, hub: Hub, connection: Connection, device_id: str, public_url: str) -> None:
        super().__init__(hub, connection, f"device:{device_id}")
        self._device_id = device_id
        self._public_url = public_url

    def _addresses(self) -> tuple[str, ...]:
        return device_address(self._device_id), socket_address(self._connection.id)

    def _forget(self) -> None:
        self._hub.forget_device(self._device_id)

    def _open(self, board: Switchboard) -> None:
        device = board.session.get(Device, self._device_id)
        if device is None:
            raise NotAllowedError("This terminal is not known any more.", code="unknown_device")
        device.last_seen = board.now
        for older in presence.open_device(board.session, self._hub.held.server_id,
                                          self._connection.id, device.id,
                                          device.organisation_id):  # fmt: skip
            board.tell(socket_address(older), Close(CLOSE_TAKEN_OVER))
        welcome = Welcome(
            profile=profile(board.session, device, self._public_url),
            server_time=board.now,
            feed=board.roster.feed,
            revision=board.roster.revision,
            ice_servers=self._hub.ice.static,
            settings=dict(self._hub.pushed),
            commands=tuple(PAYLOADS),
            seal=public_seal_key(board.session),
        )
        board.tell(socket_address(self._connection.id), welcome)
        self._resume(board)
        self._hub.held.add(self._connection.id, device_id=device.id)

    def _resume(self, board: Switchboard) -> None:
        here = socket_address(self._connection.id)
        call = calls.latest_call(board.session, self._device_id)
        if call is None or (call.ended_at is not None and call.ended_at < board.now - RECENT):
            return
        board.serve_queue()
        board.tell(here, board.status_for(call))
        Relay(board).again_for_device(call, here)

    def _handle(self, board: Switchboard, message: AnyMessage) -> None:
        match message:
            case Hello():
                self._hello(board, message)
            case CallRequest():
                board.request(self._device(board), message)
            case HangUp():
                board.device_hangs_up(self._device_id, message.call_id, message.reason)
            case Offer():
                Relay(board).offer(self._device_id, message)
            case IceCandidate():
                Relay(board).devices_candidate(self._device_id, message)
            case MediaState():
                Relay(board).devices_media(self._device_id, message)
            case HelpRequest():
                HelpDesk(board).request(self._device(board), message.help_id)
            case HelpCancel():
                HelpDesk(board).cancel(self._device_id, message.help_id)
            case SlotsRequest() | SlipCodeRequest() | SlipFind():
                answer_to = inquiries.answer(board, self._device(board), message)
                board.tell(socket_address(self._connection.id), answer_to)
            case Command():
                if not 8 <= len(message.key) <= 64:
                    raise UserError("The key must have 8 to 64 characters.", code="bad_key")
                answer = carry_out(board, self._device(board), message)
                board.tell(socket_address(self._connection.id), answer)
            case _:
                raise UserError(f"A terminal does not send {message.type}.", code="wrong_side")

    def _hello(self, board: Switchboard, message: Hello) -> None:
        device = self._device(board)
        device.software, device.revision = message.software[:100], message.revision
        device.key_set = message.key_set
        head = board.roster
        if message.feed != head.feed or message.revision < head.revision:
            board.tell(socket_address(self._connection.id), FeedChanged(revision=head.revision))

    def _device(self, board: Switchboard) -> Device:
        return board.session.get_one(Device, self._device_id)

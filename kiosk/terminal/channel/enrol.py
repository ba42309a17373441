"""Enrolment: a one-time code and a fresh public key for a place in the server's register."""

from __future__ import annotations

from pydantic import ValidationError

from kiosk import __version__
from kiosk.errors import EnvironmentFault, ServerUnreachable, UserError
from kiosk.protocol.devices import ENROL_PATH, DeviceProfile, EnrolRequest
from kiosk.terminal.channel.identity import DeviceIdentity
from kiosk.terminal.network import Line


def enrol(line: Line, identity: DeviceIdentity, code: str) -> DeviceProfile:
    """Enrol this terminal and keep its profile.

    The key is on the disk before the code is spent, and a repetition sends the same key: an answer
    lost on the line costs nothing. Raises ``UserError`` for a code that is refused,
    ``ServerUnreachable``, or another ``EnvironmentFault``.
    """
    try:
        request = EnrolRequest(
            code=code.strip(), public_key=identity.public_key(), software=__version__
        )
    except ValidationError:
        raise UserError(
            "A code has 6 to 64 characters. Make one with `kiosk enrol-code`."
        ) from None
    with line.session() as session:
        response = line.request(session, "POST", ENROL_PATH, json=request.model_dump())
        status = response.status_code
        if status >= 500:
            raise ServerUnreachable(f"{line.server} cannot enrol now ({status}). Try again later.")
        if status == 429:
            raise UserError("Too many attempts. Wait a few minutes, then try again.")
        if status in (400, 401, 403, 404, 409, 410, 422) and _is_api(response.headers):
            raise UserError(
                "The server refuses this code: it is wrong, used, or too old. "
                "Make a new one with `kiosk enrol-code` at the server.",
                code="enrol_refused",
            )
        try:
            if status not in (200, 201):
                raise ValueError
            profile = DeviceProfile.model_validate_json(response.content)
        except ValueError:
            raise EnvironmentFault(
                f"What answers at {line.server} ({status}) is no server of ours. Check the address "
                "and the proxy.",
                code="enrol",
            ) from None
    identity.save(line.server, profile)
    return profile


def _is_api(headers: object) -> bool:
    get = getattr(headers, "get", None)
    return get is not None and "json" in str(get("Content-Type", ""))

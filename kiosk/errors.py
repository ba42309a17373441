"""The three families of errors. Each message says what happened and what to do next."""

from __future__ import annotations


class KioskError(Exception):
    """Base of all errors raised on purpose.

    ``code`` is a stable snake_case name for logs and the wire; residents never see it.
    """

    code = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class UserError(KioskError):
    """Somebody asked for what cannot be: the input is wrong, and saying it again will not help."""

    code = "user_error"


class NotFoundError(UserError):
    """The thing that was named is not there."""

    code = "not_found"


class NotAllowedError(UserError):
    """The caller is not signed in, or may not do this."""

    code = "not_allowed"


class ConflictError(UserError):
    """The request was well formed, but the state has moved on (call over, code used)."""

    code = "conflict"


class EnvironmentFault(KioskError):  # noqa: N818 - a fault of the world, not an error of ours
    """The world's fault: network, disk, device, a missing package. Trying again may help."""

    code = "environment"


class ServerUnreachable(EnvironmentFault):
    """The central server does not answer, or the line is down."""

    code = "server_unreachable"


class InternalError(KioskError):
    """Our bug. It is logged with its traceback and reported, never shown."""

    code = "internal"

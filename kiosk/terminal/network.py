"""The line to the central server: address, proxy and private CA, the same for every client.

What talks to the network is imported when it is first used: a terminal shows its first page sooner.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from kiosk.errors import EnvironmentFault, ServerUnreachable, UserError
from kiosk.settings import Settings

if TYPE_CHECKING:
    import requests

#: Seconds to connect, and seconds of silence while reading.
TIMEOUTS = (3.0, 15.0)


class BearerAuth:
    """Signs each request anew; as an auth object, no .netrc of the machine can overrule it."""

    def __init__(
        self, token: Callable[[], str], correct: Callable[[str], bool] = lambda date: False
    ) -> None:
        """``correct`` is given the server's ``Date`` when it refuses a token; True: ours was off,
        and another try makes sense."""
        self._token = token
        self.correct = correct

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token()}"
        return request


@dataclass(frozen=True, slots=True)
class Line:
    """How to reach the server. ``proxy`` empty: as the environment says. ``ca_file``: PEM or empty.

    Raises ``UserError`` for an address that is none, or a CA file that is not there.
    """

    server: str
    proxy: str = ""
    ca_file: str = ""

    def __post_init__(self) -> None:
        parts = urlsplit(self.server)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UserError(
                f"{self.server!r} is no address of a server. "
                "Write it like https://kiosk.example.gov.cn:8443."
            )
        if self.ca_file and not Path(self.ca_file).is_file():
            raise UserError(f"There is no CA file {self.ca_file} (terminal.ca_file).")

    @classmethod
    def from_settings(cls, settings: Settings, server: str | None = None) -> Line:
        """``server``: instead of the one in the settings."""
        return cls(
            server or settings["terminal.server"],
            settings["terminal.proxy"],
            settings["terminal.ca_file"],
        )

    def url(self, path: str) -> str:
        return self.server.rstrip("/") + path

    def session(self) -> requests.Session:
        """A session for one thread. Use ``request`` of this class to send with it."""
        import requests

        session = requests.Session()
        if self.proxy:
            # The environment's proxies would win over the session's.
            session.trust_env = False
            session.proxies = {"http": self.proxy, "https": self.proxy}
        return session

    def request(
        self,
        session: requests.Session,
        method: str,
        path: str,
        *,
        stream: bool = False,
        auth: BearerAuth | None = None,
        **options: Any,
    ) -> requests.Response:
        """Send a request; any status comes back, but no redirect is followed.

        Raises ``ServerUnreachable`` when there is no answer, ``EnvironmentFault`` for a
        certificate that is not trusted.
        """
        import requests

        def send() -> requests.Response:
            return session.request(
                method,
                self.url(path),
                auth=auth,
                timeout=TIMEOUTS,
                allow_redirects=False,
                stream=stream,
                # Given per request: a bundle in the environment would win over the session's.
                verify=self._trusted(),
                **options,
            )

        try:
            response = send()
            if (
                response.status_code == 401
                and auth is not None
                and auth.correct(response.headers.get("Date", ""))
            ):
                response.close()
                response = send()
            return response
        except requests.exceptions.SSLError as error:
            raise EnvironmentFault(
                f"The certificate of {self.server} is not trusted. Check terminal.ca_file and the "
                "clock of this machine.",
                code="certificate",
            ) from error
        except (requests.exceptions.RequestException, OSError) as error:
            raise self.unreachable() from error

    def _trusted(self) -> str:
        """File or folder of the authorities that requests and the socket both trust."""
        if self.ca_file:
            return self.ca_file
        system = ssl.get_default_verify_paths()
        if system.cafile:
            return system.cafile
        if system.capath and any(Path(system.capath).glob("*.0")):
            return system.capath
        import certifi

        return certifi.where()

    def unreachable(self) -> ServerUnreachable:
        return ServerUnreachable(
            f"The server {self.server} does not answer. Check the line and the address."
        )

    def websocket_url(self, path: str) -> str:
        return "ws" + self.url(path)[len("http") :]

    def websocket_options(self) -> dict[str, Any]:
        """Options of ``websockets.connect``. ``UserError`` when the CA file cannot be read."""
        proxy: str | Literal[True] = self.proxy or True
        options: dict[str, Any] = {"proxy": proxy}
        if self.server.startswith("https:"):
            try:
                trusted = self._trusted()
                folder = Path(trusted).is_dir()
                options["ssl"] = ssl.create_default_context(
                    cafile=None if folder else trusted, capath=trusted if folder else None
                )
            except OSError as error:
                raise UserError(
                    f"Cannot read the CA file {trusted} (terminal.ca_file): {error}."
                ) from None
        return options

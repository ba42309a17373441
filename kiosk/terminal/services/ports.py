"""What services need from the outside. Only ``terminal/app.py`` builds what satisfies them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Protocol

from kiosk.domain.articles import Article, ArticleKind
from kiosk.domain.authorities import Authority
from kiosk.domain.calls import Media
from kiosk.domain.directory import Category, Entry, Lawyer, Organisation, Shift
from kiosk.domain.duty import Holidays
from kiosk.domain.events import LawDayEvent
from kiosk.domain.faqs import Faq
from kiosk.domain.laws import Law, LawHead
from kiosk.domain.legal_aid import LegalAidCheck
from kiosk.domain.needs import Need
from kiosk.domain.notices import Notice
from kiosk.domain.signage import Signage
from kiosk.protocol.socket import IceCandidate, IceServer, Message
from kiosk.terminal.calls.messages import MediaEvent
from kiosk.terminal.printing.raster import Raster
from kiosk.terminal.storage.resident import Settled, Waiting
from kiosk.terminal.storage.resident_rows import AskedAppointment, AskedCallBack
from kiosk.terminal.sync.report import SyncProgress, SyncReport


class ContentReader(Protocol):
    """Reads of the cache. Any thread; never raises for an empty cache, nor for a broken one."""

    @property
    def readable(self) -> bool:
        """False while what was read last could not be."""
        ...

    def articles(self, kind: ArticleKind) -> Sequence[Article]:
        """Newest first."""
        ...

    def article(self, article_id: str) -> Article | None: ...

    def entries(self, category: Category | None = None) -> Sequence[Entry]: ...

    def entry(self, entry_id: str) -> Entry | None: ...

    def lawyers(self) -> Sequence[Lawyer]: ...

    def lawyer(self, lawyer_id: str) -> Lawyer | None: ...

    def organisation(self, organisation_id: str) -> Organisation | None: ...

    def shifts(self) -> Sequence[Shift]: ...

    def holidays(self) -> Holidays: ...

    def faqs(self) -> Sequence[Faq]: ...

    def faq(self, faq_id: str) -> Faq | None: ...

    def laws(self) -> Sequence[LawHead]:
        """Every text of every law, by title, without the text."""
        ...

    def law(self, law_id: str) -> Law | None:
        """With its text, read from the disk each time."""
        ...

    def notices(self) -> Sequence[Notice]: ...

    def signage(self) -> Sequence[Signage]: ...

    def events(self) -> Sequence[LawDayEvent]: ...

    def needs(self) -> Sequence[Need]:
        """In their order."""
        ...

    def need(self, need_id: str) -> Need | None: ...

    def authorities(self) -> Sequence[Authority]:
        """In their order."""
        ...

    def legal_aid_checks(self) -> Sequence[LegalAidCheck]: ...

    def blob_path(self, sha256: str) -> Path | None:
        """The file of a blob that is there and whole, else None."""
        ...


class ContentSync(Protocol):
    """The sync client. Blocking: call it in a worker thread."""

    def held(self) -> tuple[str | None, int]:
        """(feed, revision) that the cache holds now."""
        ...

    def sync(self, progress: Callable[[SyncProgress], None]) -> SyncReport:
        """Pull until the cache holds the feed's head, then pictures and videos for a while; tells
        of each step. ``SyncReport.blobs_waiting``: sync again at once.

        Raises ``ServerUnreachable``, another ``EnvironmentFault``, or ``NotAllowedError`` when the
        server does not know this terminal. What was committed before stays.
        """
        ...

    def stop(self) -> None:
        """Let a running sync end at its next step. Any thread."""
        ...

    def hurry(self) -> None:
        """There is new text: leave pictures and videos for later. Any thread."""
        ...


class Outbox(Protocol):
    """``resident.db``: what residents leave for the server, delivered in order, exactly once."""

    def add(self, key: str, name: str, payload: dict[str, object], *, session: str = "",
            subject: str | None = None) -> bool:  # fmt: skip
        """Commit the command with its local row; False: the key was there already.

        ``subject``: what it is about; commands about one thing never pass each other.
        """
        ...

    def next(self, names: Collection[str] | None = None, *, sealed: bool = True,
             skip: Collection[str] = ()) -> Waiting | None:  # fmt: skip
        """The oldest one that is not delivered, that the server takes, and that is not skipped."""
        ...

    def done(self, key: str) -> Settled | None:
        """The server has it: drop its content. None: that was known."""
        ...

    def refused(self, key: str, code: str) -> Settled | None:
        """The server will never take it: keep the key and the reason, drop its content."""
        ...

    def held(self, key: str, code: str) -> None:
        """Note why it still waits."""
        ...

    def keep_seal_key(self, jwk: str, feed: str, version: int) -> bool:
        """Remember the key to seal for; ``version`` 0: a welcome told it."""
        ...

    def appointments(self, session: str) -> list[AskedAppointment]:
        """What a session that is on has asked for, in the order of time."""
        ...

    def call_backs(self, session: str) -> list[AskedCallBack]: ...

    def keep_found(self, session: str, found: AskedAppointment) -> None:
        """An appointment of before, found by its slip: one of this session's from now on."""
        ...


class Printer(Protocol):
    """A printer of slips. Blocking: call it in a worker thread."""

    def print(self, page: Raster) -> None:
        """Return when the paper is out. ``EnvironmentFault``: ``no_paper``, or another reason."""
        ...

    def forget(self) -> bool:
        """Remove what a spool still has of slips. False: there was nothing."""
        ...


class Channel(Protocol):
    """The device socket, as services see it. Call on the runtime's loop."""

    @property
    def online(self) -> bool: ...

    def send(self, message: Message) -> bool:
        """Queue a message; False when the socket is down (it is not kept)."""
        ...


class CallMedia(Protocol):
    """The media process, as services see it. Call on the runtime's loop.

    Every method ends within seconds; ``EnvironmentFault`` when the process is gone or stuck.
    """

    def subscribe(self, handler: Callable[[MediaEvent], None]) -> Callable[[], None]:
        """Hear the process's events, on the loop; the returned function ends it."""
        ...

    async def open(self, media: Media) -> None:
        """Open the devices; one that is missing is told by an event, not an error."""
        ...

    async def create_offer(
        self, participant_id: str, epoch: int, ice_servers: Sequence[IceServer]
    ) -> str:
        """Make a connection; its complete SDP, candidates included."""
        ...

    async def set_answer(self, participant_id: str, epoch: int, sdp: str) -> None: ...

    async def add_candidate(self, candidate: IceCandidate) -> None: ...

    async def close_peer(self, participant_id: str, epoch: int) -> None: ...

    async def set_microphone(self, on: bool) -> None: ...

    async def set_camera(self, on: bool) -> None: ...

    async def close(self) -> None:
        """Close connections and devices. Never raises: a process that is stuck is ended."""
        ...

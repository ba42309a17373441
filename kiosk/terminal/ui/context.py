"""What view models are given: the services, and nothing that was built by anybody but app.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.domain.clock import Clock
from kiosk.protocol.devices import DeviceProfile
from kiosk.settings import Settings
from kiosk.terminal.hall_profiles import HallProfile

if TYPE_CHECKING:
    from kiosk.terminal.input.pen import ScribeMaker
    from kiosk.terminal.services.appointments import AppointmentService
    from kiosk.terminal.services.call_backs import CallBackService
    from kiosk.terminal.services.calls import CallService
    from kiosk.terminal.services.content import ContentService
    from kiosk.terminal.services.device_check import DeviceCheckService
    from kiosk.terminal.services.directory import DirectoryService
    from kiosk.terminal.services.duty import DutyService
    from kiosk.terminal.services.evaluations import EvaluationService
    from kiosk.terminal.services.hall import HallService
    from kiosk.terminal.services.help import HelpService
    from kiosk.terminal.services.inquiries import InquiryService
    from kiosk.terminal.services.laws import LawService
    from kiosk.terminal.services.legal_aid import LegalAidService
    from kiosk.terminal.services.player import PlayerService
    from kiosk.terminal.services.printing import PrintService
    from kiosk.terminal.services.ratings import RatingService
    from kiosk.terminal.services.search import SearchService
    from kiosk.terminal.services.session import SessionService
    from kiosk.terminal.services.speech import SoundService, SpeechService


@dataclass(frozen=True)
class Context:
    """Handed to every view model.

    ``profile`` answers None until the terminal has been enrolled; ``settings`` includes what the
    server pushed. ``unplugged`` names devices that no call could use now: camera, microphone.
    """

    clock: Clock
    settings: Callable[[], Settings]
    profile: Callable[[], DeviceProfile | None]
    hall_profile: Callable[[], HallProfile]
    unplugged: Callable[[], frozenset[str]]
    content: ContentService
    laws: LawService
    hall: HallService
    directory: DirectoryService
    duty: DutyService
    ratings: RatingService
    session: SessionService
    calls: CallService
    device_check: DeviceCheckService
    appointments: AppointmentService
    call_backs: CallBackService
    evaluations: EvaluationService
    help: HelpService
    player: PlayerService
    speech: SpeechService
    sounds: SoundService
    inquiries: InquiryService
    search: SearchService
    scribe: ScribeMaker
    printing: PrintService
    legal_aid: LegalAidService

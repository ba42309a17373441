"""All pages: their names, QML files and view models. A new page is one row here."""

from __future__ import annotations

from kiosk.terminal.ui.context import Context
from kiosk.terminal.ui.viewmodels.appointment import AppointmentViewModel
from kiosk.terminal.ui.viewmodels.article import ArticleViewModel, FaqViewModel
from kiosk.terminal.ui.viewmodels.articles import (
    FaqsViewModel,
    GuidesViewModel,
    LawsViewModel,
    NewsViewModel,
    RelatedViewModel,
)
from kiosk.terminal.ui.viewmodels.attract import AttractViewModel
from kiosk.terminal.ui.viewmodels.base import PageViewModel
from kiosk.terminal.ui.viewmodels.booked import BookedViewModel
from kiosk.terminal.ui.viewmodels.call import CallViewModel
from kiosk.terminal.ui.viewmodels.call_back import CallBackViewModel
from kiosk.terminal.ui.viewmodels.call_check import CallCheckViewModel
from kiosk.terminal.ui.viewmodels.call_start import CallStartViewModel
from kiosk.terminal.ui.viewmodels.directory import DirectoryViewModel
from kiosk.terminal.ui.viewmodels.entry import EntryViewModel, LawyerViewModel
from kiosk.terminal.ui.viewmodels.evaluation import EvaluationViewModel
from kiosk.terminal.ui.viewmodels.for_other import ForOtherViewModel
from kiosk.terminal.ui.viewmodels.help import HelpViewModel
from kiosk.terminal.ui.viewmodels.home import HomeViewModel
from kiosk.terminal.ui.viewmodels.hotline import HotlineViewModel
from kiosk.terminal.ui.viewmodels.law import LawViewModel
from kiosk.terminal.ui.viewmodels.law_day import LawDayViewModel
from kiosk.terminal.ui.viewmodels.leaving import ErasedViewModel, HiddenViewModel
from kiosk.terminal.ui.viewmodels.legal_aid import LegalAidViewModel
from kiosk.terminal.ui.viewmodels.mediation import MediationViewModel
from kiosk.terminal.ui.viewmodels.my_slip import MySlipViewModel
from kiosk.terminal.ui.viewmodels.need import NeedViewModel
from kiosk.terminal.ui.viewmodels.rating import RatingViewModel
from kiosk.terminal.ui.viewmodels.search import SearchViewModel
from kiosk.terminal.ui.viewmodels.shell import AppViewModel
from kiosk.terminal.ui.viewmodels.trouble import TroubleViewModel

#: name -> (QML file under qml/Kiosk, class behind it). Pages of one class share one instance.
PAGES: dict[str, tuple[str, type[PageViewModel]]] = {
    "attract": ("pages/AttractPage.qml", AttractViewModel),
    "home": ("pages/HomePage.qml", HomeViewModel),
    "news": ("pages/NewsPage.qml", NewsViewModel),
    "guides": ("pages/GuidesPage.qml", GuidesViewModel),
    "article": ("pages/ArticlePage.qml", ArticleViewModel),
    "faqs": ("pages/FaqsPage.qml", FaqsViewModel),
    "faq": ("pages/FaqPage.qml", FaqViewModel),
    "laws": ("pages/LawsPage.qml", LawsViewModel),
    "law": ("pages/LawPage.qml", LawViewModel),
    "related": ("pages/RelatedPage.qml", RelatedViewModel),
    "search": ("pages/SearchPage.qml", SearchViewModel),
    "hotline": ("pages/HotlinePage.qml", HotlineViewModel),
    "hotlines": ("pages/HotlinesPage.qml", HotlineViewModel),
    "help": ("pages/HelpPage.qml", HelpViewModel),
    "directory": ("pages/DirectoryPage.qml", DirectoryViewModel),
    "need": ("pages/NeedPage.qml", NeedViewModel),
    "entry": ("pages/EntryPage.qml", EntryViewModel),
    "number": ("pages/NumberPage.qml", EntryViewModel),
    "lawyer": ("pages/LawyerPage.qml", LawyerViewModel),
    "call": ("pages/CallStartPage.qml", CallStartViewModel),
    "call-check": ("pages/CallCheckPage.qml", CallCheckViewModel),
    "ringing": ("pages/RingingPage.qml", CallViewModel),
    "in-call": ("pages/InCallPage.qml", CallViewModel),
    "call-end": ("pages/CallEndPage.qml", CallViewModel),
    "rating": ("pages/RatingPage.qml", RatingViewModel),
    "advice": ("pages/AdvicePage.qml", RatingViewModel),
    "appointment": ("pages/AppointmentPage.qml", AppointmentViewModel),
    "appointment-lawyers": ("pages/AppointmentLawyersPage.qml", AppointmentViewModel),
    "appointment-phone": ("pages/AppointmentPhonePage.qml", AppointmentViewModel),
    "booked": ("pages/BookedPage.qml", BookedViewModel),
    "slip": ("pages/MySlipPage.qml", MySlipViewModel),
    "call-back": ("pages/CallBackPage.qml", CallBackViewModel),
    "evaluation": ("pages/EvaluationPage.qml", EvaluationViewModel),
    "events": ("pages/EventsPage.qml", LawDayViewModel),
    "trouble": ("pages/TroublePage.qml", TroubleViewModel),
    "mediation": ("pages/MediationPage.qml", MediationViewModel),
    "for-someone-else": ("pages/ForOtherPage.qml", ForOtherViewModel),
    "legal-aid": ("pages/LegalAidPage.qml", LegalAidViewModel),
    "legal-aid-result": ("pages/LegalAidResultPage.qml", LegalAidViewModel),
    "legal-aid-papers": ("pages/LegalAidPapersPage.qml", LegalAidViewModel),
    "legal-aid-slip": ("pages/LegalAidSlipPage.qml", LegalAidViewModel),
    "hidden": ("pages/HiddenPage.qml", HiddenViewModel),
    "erased": ("pages/ErasedPage.qml", ErasedViewModel),
}


def start_pages(app: AppViewModel, context: Context) -> None:
    """Make the view models and show the first page."""
    made = {kind: kind(app, context) for _, kind in PAGES.values()}
    app.start(
        {name: file for name, (file, _) in PAGES.items()},
        {name: made[kind] for name, (_, kind) in PAGES.items()},
    )

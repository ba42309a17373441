"""Handwriting, read on the terminal itself. No Qt here: strokes in, texts out."""

from kiosk.terminal.input.handwriting.reader import Candidate
from kiosk.terminal.input.handwriting.recogniser import Handwriting
from kiosk.terminal.input.handwriting.worker import Scribe

__all__ = ["Candidate", "Handwriting", "Scribe"]

"""Everyday words and the law's words, and filler words: data that ships with the program."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.errors import InternalError
from kiosk.settings import SAMPLE_CONTENT
from kiosk.terminal.search.text import fold

SYNONYMS = SAMPLE_CONTENT / "synonyms.yaml"
FILLERS = SAMPLE_CONTENT / "fillers.yaml"
#: In an everyday word: up to ``MAX_GAP`` characters may stand here (不给*工资).
GAP = "*"


@dataclass(frozen=True, slots=True)
class Words:
    """``groups``: (everyday words, the law's words). ``version`` changes with their content."""

    groups: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    fillers: tuple[str, ...]
    version: str


def load(synonyms: Path = SYNONYMS, fillers: Path = FILLERS) -> Words:
    """The two files, folded. Raises ``InternalError``: they are part of the program."""
    import yaml  # not where a query is answered: the index keeps them

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        raw = synonyms.read_bytes(), fillers.read_bytes()
        groups, words = (yaml.load(text, loader) for text in raw)
        pairs = tuple(
            (tuple(fold(str(say)).split()), tuple(fold(law or "").split()))
            for say, law in groups.items()
        )
        filler = tuple(fold(str(word)) for word in words)
    except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
        raise InternalError(f"{synonyms.name} or {fillers.name} cannot be read: {error}") from error
    return Words(pairs, filler, hashlib.sha256(b"\0".join(raw)).hexdigest())

"""The screen for page tests: one cache for all of them, a new screen for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.terminal.ui.translations import ensure_compiled
from tests.fakes.screen import Rig, fill_cache, open_rig


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that holds the sample content."""
    folder = tmp_path_factory.mktemp("cache")
    fill_cache(folder)
    ensure_compiled()
    return folder


@pytest.fixture
def open_screen(cache: Path, tmp_path: Path) -> Iterator[Callable[..., Rig]]:
    """``open_screen(size=…, profile=…, online=…, cache=…, settings…)``; closed after the test."""
    opened: list[Rig] = []

    def open_it(**options: object) -> Rig:
        folder = options.pop("cache", cache)
        rig = open_rig(folder, tmp_path / str(len(opened)), **options)  # type: ignore[arg-type]
        opened.append(rig)
        return rig

    yield open_it
    for rig in opened:
        rig.close()


@pytest.fixture
def rig(open_screen: Callable[..., Rig]) -> Rig:
    """Portrait, online, 陈静 on duty, Friday 15:20."""
    return open_screen()

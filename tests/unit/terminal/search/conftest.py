"""An index of a few documents, and one of everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.terminal.search.index import SearchIndex
from kiosk.terminal.search.writer import update
from tests.support.search import Cache, sample_cache
from tests.support.search_documents import FAQ, LAW, LAWYER, NEWS, OLD_LAW, WAGES


@pytest.fixture
def cache() -> Cache:
    return Cache().put(WAGES, NEWS, FAQ, LAW, OLD_LAW, LAWYER)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "search.db"


@pytest.fixture
def index(path: Path, cache: Cache) -> Iterator[SearchIndex]:
    update(path, cache)
    found = SearchIndex(path)
    yield found
    found.close()


@pytest.fixture
def ids(index: SearchIndex) -> Callable[[str], list[str]]:
    return lambda text: [result.id for result in index.search(text)]


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    """The sample content with all statutes of the package."""
    path = tmp_path_factory.mktemp("everything") / "search.db"
    update(path, sample_cache())
    found = SearchIndex(path)
    yield found
    found.close()

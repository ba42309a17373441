"""``kiosk search`` on a cache, and the process that updates its index."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.domain.clock import SystemClock
from kiosk.terminal.search.index import SearchIndex
from kiosk.terminal.search.process import UpdateProcess
from kiosk.terminal.storage.content import ContentStore
from tests.support.search_documents import FAQ, LAW, WAGES, fill


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    with closing(ContentStore(tmp_path / "terminal", SystemClock())) as store:
        fill(store, FAQ, WAGES, LAW)
    return tmp_path


def test_json_for_scripts(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask = ["search", "押金不退怎么办", f"--data-dir={data_dir}", "--json"]
    assert main([*ask, "--limit=1"]) == 0
    (first,) = json.loads(capsys.readouterr().out)
    assert (first["kind"], first["id"], first["title"]) == ("faq", "faq", "押金不退怎么办？")
    assert main([*ask, "--kind=law"]) == 0
    (law,) = json.loads(capsys.readouterr().out)
    assert (law["number"], law["suffix"], law["status"]) == (2, 1, "in-force")


def test_text_for_people(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "示例法第二条之一", f"--data-dir={data_dir}"]) == 0
    assert "中华人民共和国示例法 第二条之一" in capsys.readouterr().out.splitlines()[0]


def test_nothing_found_is_exit_code_1(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "qqqq", f"--data-dir={data_dir}"]) == 1
    assert "Nothing was found" in capsys.readouterr().err


def test_wrong_use(tmp_path: Path, data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "押金", f"--data-dir={tmp_path / 'none'}"]) == 2
    assert "kiosk sync" in capsys.readouterr().err
    assert main(["search", f"--data-dir={data_dir}"]) == 2
    assert "Say what to search for" in capsys.readouterr().err


def test_a_process_of_its_own_updates_the_index(data_dir: Path) -> None:
    assert asyncio.run(UpdateProcess(data_dir).update())
    with closing(SearchIndex(data_dir / "terminal" / "search.db")) as index:
        assert index.search("没拿到钱")[0].id == "wages"
        assert index.state()[1] == 3


def test_an_update_that_fails_says_why(tmp_path: Path, allow_log: Callable[[str], None]) -> None:
    allow_log("Updating the search index failed: .*There is no cache")
    assert not asyncio.run(UpdateProcess(tmp_path).update())

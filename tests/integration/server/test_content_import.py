"""``kiosk content`` as an operator types it, on a real database, beside a running server."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from kiosk.cli import main
from kiosk.domain.clock import SystemClock
from kiosk.domain.ids import sample_id
from kiosk.protocol import socket as wire
from kiosk.server.db.content import origin_docs
from kiosk.server.db.engine import database_of, open_database
from kiosk.settings import SAMPLE_CONTENT, load_settings
from tests.integration.server.conftest import StartServer
from tests.support.importing import LAW
from tests.support.office import Office
from tests.support.server import ServerProcess
from tests.support.signalling import Terminal, make_device
from tests.support.small_content import write_content

Import = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Import:
    """``kiosk(words)``: exit code, and what ``--json`` says. A server has run on the data."""
    Office(tmp_path).close()

    def run(*words: object) -> tuple[int, Any]:
        place = ["--data-dir", str(tmp_path / "data"), "--json"]
        capsys.readouterr()
        code = main(["content", *map(str, words), *place])
        out, _ = capsys.readouterr()
        return code, json.loads(out) if out else []

    return run


def news(folder: Path, name: str, text: str = "法院开放日。") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.md"
    path.write_text(
        f"---\ntopic: courts\npublished: 2026-11-20\n---\n# {name}\n\n{text}\n", "utf-8"
    )
    return path


def all_documents(data: Path) -> list[dict[str, Any]]:
    settings = load_settings(environ={}, flags={"data_dir": str(data)})
    with database_of(settings) as database, database.read() as session:
        return [doc.model_dump() for _, doc in origin_docs(session)]


def titles(tmp_path: Path, origin: str | None = None) -> list[str]:
    settings = load_settings(environ={}, flags={"data_dir": str(tmp_path / "data")})
    with database_of(settings) as database, database.read() as session:
        return sorted(getattr(doc, "title", "") for _, doc in origin_docs(session, origin))


def test_an_origin_is_replaced_and_others_stay(kiosk: Import, tmp_path: Path) -> None:
    before = titles(tmp_path)
    folder = tmp_path / "press"
    news(folder, "甲")
    news(folder, "乙")
    code, (done,) = kiosk("import", folder)
    assert (code, done["origin"], done["taken"]) == (0, "press", {"news": 2})
    assert (done["changed"], done["withdrawn"]) == (2, 0)
    code, (again,) = kiosk("import", folder)
    assert (code, again["changed"], again["revision"]) == (0, 0, done["revision"])
    news(folder, "甲", "改过了。")
    (folder / "乙.md").unlink()
    code, (third,) = kiosk("import", folder)
    assert (third["changed"], third["withdrawn"]) == (2, 1)
    assert titles(tmp_path, "press") == ["甲"]
    assert titles(tmp_path) == sorted([*before, "甲"])


def test_what_cannot_be_read_now_is_not_withdrawn(kiosk: Import, tmp_path: Path) -> None:
    folder = tmp_path / "press"
    for name in "甲乙丙":
        news(folder, name)
    kiosk("import", folder)
    (folder / "甲.md").write_bytes("好的文字".encode() + b"\xff")
    (folder / "乙.md").unlink()
    code, (done,) = kiosk("import", folder)
    assert (code, done["withdrawn"], done["kept"]) == (1, 1, 1)
    assert done["left_out"][0]["file"] == "甲.md"
    assert titles(tmp_path, "press") == ["丙", "甲"]


def test_an_empty_source_withdraws_nothing_unless_it_is_meant(
    kiosk: Import, tmp_path: Path
) -> None:
    folder = tmp_path / "press"
    path = news(folder, "甲")
    kiosk("import", folder)
    path.write_bytes(b"")
    for words in ((), ("--allow-empty",)):  # what is damaged is never empty
        code, (done,) = kiosk("import", folder, *words)
        assert (code, done["published"]) == (1, False)
    path.unlink()
    code, (done,) = kiosk("import", folder)
    assert (code, done["published"]) == (1, False)
    assert "--allow-empty" in done["why_not"]
    assert titles(tmp_path, "press") == ["甲"]
    code, (done,) = kiosk("import", folder, "--allow-empty")
    assert (code, done["withdrawn"]) == (0, 1)
    assert titles(tmp_path, "press") == []


def test_a_dry_run_publishes_nothing(kiosk: Import, tmp_path: Path) -> None:
    news(tmp_path / "press", "甲")
    blobs = sorted((tmp_path / "data" / "blobs").rglob("*"))
    (tmp_path / "press" / "a.svg").write_text("<svg/>")
    head = "---\ntopic: courts\npicture: a.svg\n---\n"
    (tmp_path / "press" / "乙.md").write_text(f"{head}# 乙\n\n文", "utf-8")
    code, (done,) = kiosk("import", tmp_path / "press", "--dry-run")
    assert (code, done["taken"], done["published"]) == (0, {"news": 2}, False)
    assert titles(tmp_path, "press") == []
    assert sorted((tmp_path / "data" / "blobs").rglob("*")) == blobs


def test_rows_name_organisations_of_the_content_folder(kiosk: Import, tmp_path: Path) -> None:
    rows = "姓名,执业机构,服务社区\n赵新,示例律师事务所,elm、橡树社区\n周无,没有的所,\n"
    (tmp_path / "people.csv").write_text(rows, "utf-8")
    code, (done,) = kiosk("import", tmp_path / "people.csv", "--as", "people")
    assert (code, done["taken"]) == (1, {"lawyer": 1})
    assert (done["left_out"][0]["line"], done["origin"]) == (3, "people")


def test_keep(kiosk: Import, tmp_path: Path) -> None:
    folder = tmp_path / "press"
    news(folder, "甲").rename(folder / "旧.md")
    kiosk("import", folder)
    (folder / "旧.md").unlink()
    news(folder, "乙")
    _, (done,) = kiosk("import", folder, "--keep")
    assert (done["kept"], done["withdrawn"]) == (1, 0)
    assert titles(tmp_path, "press") == ["乙", "甲"]


def test_wrong_use(kiosk: Import, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a/x", "b/x"):
        news(tmp_path / name, "甲")
    place = ["--data-dir", str(tmp_path / "data")]
    for words, said in (
        (["import"], "Name a file"),
        (["import", str(tmp_path / "none")], "nothing at"),
        (["import", str(tmp_path / "a/x"), str(tmp_path / "b/x")], "would both be the origin 'x'"),
        (["import", str(tmp_path / "a/x"), "--origin", ""], "1 to 64 characters"),
    ):
        assert main(["content", *words, *place]) == 2
        assert said in capsys.readouterr().err
    code, (done,) = kiosk("import", tmp_path / "a/x", tmp_path / "b/x", "--origin", "both")
    assert (code, done["taken"]) == (1, {"news": 1})  # the same name in both


def test_the_command_reports_in_words(kiosk: Import, tmp_path: Path) -> None:
    news(tmp_path / "press", "甲")
    (tmp_path / "press" / "空.md").write_bytes(b"")
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "content", "import", str(tmp_path / "press"),
         "--data-dir", str(tmp_path / "data")],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert done.stdout.splitlines()[:2] == [
        "left out: 空.md: is empty",
        "press: taken: 1 news; left out: 1; passed over: 0.",
    ]
    assert done.stderr == ""


def test_list(kiosk: Import, tmp_path: Path) -> None:
    (tmp_path / "laws").mkdir()
    (tmp_path / "laws" / "law.md").write_text(LAW, "utf-8")
    kiosk("import", tmp_path / "laws")
    _, origins = kiosk("list")
    (laws,) = [row for row in origins if row["origin"] == "laws"]
    assert (laws["documents"], laws["kinds"]) == (1, {"law": 1})
    assert len(origins) == 2


def test_a_running_server_process_shows_what_was_imported(tmp_path: Path) -> None:
    content = write_content(tmp_path / "content")
    server = ServerProcess(tmp_path / "data", {"server.content_dir": str(content)})
    try:
        before = server.revision()
        news(tmp_path / "press", "新开放日")
        done = subprocess.run(
            [*server.command("content"), "import", str(tmp_path / "press"), "--json"],
            capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        assert json.loads(done.stdout)[0]["revision"] == before + 1
        assert server.revision() == before + 1
        page = requests.get(
            f"{server.url}/go/article/{sample_id('article', 'press:新开放日.md')}", timeout=5
        )
        assert "法院开放日。" in page.text
    finally:
        server.stop()


def test_a_terminal_is_told_within_five_seconds(start_server: StartServer, tmp_path: Path) -> None:
    server = start_server()
    device = make_device(server.settings, server.url)
    (tmp_path / "law.md").write_text(LAW, "utf-8")
    words = ["content", "import", str(tmp_path / "law.md"), "--data-dir",
             str(server.settings.data_dir)]  # fmt: skip

    async def run() -> None:
        async with Terminal(device) as terminal:
            welcome = await terminal.expect(wire.Welcome)
            await terminal.expect(wire.Duty)
            assert await asyncio.to_thread(main, words) == 0
            changed = await asyncio.wait_for(terminal.expect(wire.FeedChanged), 5)
            assert changed.revision == welcome.revision + 1

    asyncio.run(run())


def test_an_export_published_elsewhere_is_the_same(kiosk: Import, tmp_path: Path) -> None:
    shutil.copytree(SAMPLE_CONTENT, tmp_path / "sample")
    main(["publish", str(tmp_path / "sample"), "--data-dir", str(tmp_path / "data")])
    rows = "姓名,执业机构,服务社区,值班时间\n赵新,示例律师事务所,榆树社区,周五 14:00-17:30\n"
    bodies = "名称,类别\n示例律师事务所,律师事务所\n榆树社区,社区\n"
    (tmp_path / "district").mkdir()
    (tmp_path / "district" / "people.csv").write_text(rows, "utf-8")
    (tmp_path / "district" / "bodies.csv").write_text(bodies, "utf-8")
    news(tmp_path / "district", "甲")
    assert kiosk("import", tmp_path / "district")[0] == 0
    code, done = kiosk("export", tmp_path / "out")
    assert (code, done["missing"]) == (0, [])
    other = open_database(
        load_settings(environ={}, flags={"data_dir": str(tmp_path / "other")}), SystemClock()
    )
    other.close()
    assert main(["publish", str(tmp_path / "out"), "--data-dir", str(tmp_path / "other")]) == 0
    assert all_documents(tmp_path / "other") == all_documents(tmp_path / "data")
    assert len(all_documents(tmp_path / "data")) == done["documents"]


def test_an_export_of_one_origin(kiosk: Import, tmp_path: Path) -> None:
    news(tmp_path / "press", "甲")
    kiosk("import", tmp_path / "press")
    code, done = kiosk("export", tmp_path / "out", "--origin", "press")
    assert (code, done["documents"]) == (0, 1)
    assert kiosk("export", tmp_path / "out", "--origin", "none")[0] == 2
    assert kiosk("export", tmp_path / "press")[0] == 2  # it has something else in it

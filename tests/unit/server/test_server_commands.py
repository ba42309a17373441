"""The server's commands, as an operator types them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.cli import main
from kiosk.domain.ids import new_id
from kiosk.protocol.socket import Command
from kiosk.server.db.models import Audit, Device
from kiosk.server.signalling.commands import carry_out
from kiosk.server.signalling.desk import Switchboard
from tests.support.office import Office
from tests.support.small_content import article, lawyer, write_content
from tests.support.wishes import booking, call_back

Kiosk = Callable[..., tuple[int, str, str]]
PASSWORD = "a-long-password"


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str],
          monkeypatch: pytest.MonkeyPatch) -> Kiosk:  # fmt: skip
    """``kiosk(words, stdin=...)``: exit code, output, errors. A server has run on the data."""
    Office(tmp_path).close()
    content = tmp_path / "content"

    def run(*words: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        place = ["--data-dir", str(tmp_path / "data"), "--set", f"server.content_dir={content}"]
        code = main([*words, *place])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_account(kiosk: Kiosk) -> None:
    def account(slug: str, login: str, password: str) -> tuple[int, str, str]:
        return kiosk("account", slug, login, "--password-stdin", stdin=password + "\n")

    assert account("li", "li", PASSWORD) == (0, "li can sign in now.\n", "")
    assert account("li", "li2", PASSWORD)[0] == 0
    for slug, login, password, words in (
        ("li", "li", "short", "8 to 128"),
        ("nobody", "x", PASSWORD, "no lawyer"),
        ("sun", "LI2", PASSWORD, "belongs to another"),
        ("sun", " ", PASSWORD, "login is empty"),
    ):
        code, out, err = account(slug, login, password)
        assert (code, out) == (2, "")
        assert words in err


def test_enrolment_code(kiosk: Kiosk) -> None:
    code, out, _ = kiosk("enrol-code", "elm", "--name", "大厅", "--place", "police")
    assert (code, len(out.strip())) == (0, 11)
    code, _, err = kiosk("enrol-code", "nowhere", "--name", "x")
    assert code == 2
    assert "no organisation 'nowhere'" in err


@pytest.mark.parametrize(
    "words",
    [
        ("calls",),
        ("appointments",),
        ("account", "li", "li"),
        ("enrol-code", "elm", "--name", "x"),
        ("publish", "."),
    ],
)
def test_a_folder_without_a_server_is_refused_and_left_alone(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Such as the one that is meant when --data-dir is forgotten."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("getpass.getpass", lambda prompt: PASSWORD)
    assert main(list(words)) == 2
    assert "--data-dir" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_publish(kiosk: Kiosk, tmp_path: Path) -> None:
    assert "0 documents changed, 0 of them withdrawn." in kiosk("publish")[1]
    other = write_content(tmp_path / "other")
    (other / "guides" / "wages.md").write_text(article("改过的标题"), "utf-8")
    (other / "news" / "open-day.md").unlink()
    assert "2 documents changed, 1 of them withdrawn." in kiosk("publish", str(other))[1]
    (other / "guides" / "wages.md").write_text(article("又改过的"), "utf-8")
    assert "1 document changed, 0 of them withdrawn." in kiosk("publish", str(other))[1]
    (other / "guides" / "wages.md").write_bytes(b"\xff")
    code, _, err = kiosk("publish", str(other))
    assert code == 2
    assert "wages.md is not UTF-8" in err
    assert main(["publish", "--data-dir", str(tmp_path / "data")]) == 2  # which folder?


def test_calls(kiosk: Kiosk, tmp_path: Path) -> None:
    assert kiosk("calls") == (0, "", "")
    assert kiosk("calls", "--json")[1] == "[]\n"
    office = Office(tmp_path)
    office.add_terminal("大厅")
    office.add_lawyer("li")
    office.add_lawyer("sun")
    call = office.request("大厅")
    office.decline("li", call)
    office.accept("sun", call)
    office.advance(60)
    office.act(lambda board: board.lawyer_hangs_up(lawyer("sun"), call, None))
    office.close()
    (row,) = json.loads(kiosk("calls", "--json")[1])
    assert (row["call_id"], row["terminal"], row["tier"]) == (call, "大厅", "street")
    assert (row["state"], row["end_reason"], row["rating"]) == ("ended", "lawyer_hung_up", None)
    assert row["requested_at"] < row["ended_at"]
    assert [(a["tier"], a["outcome"]) for a in row["asked"]] == [
        ("community", "declined"),
        ("street", "left"),
    ]
    head, line = (words.split() for words in kiosk("calls")[1].splitlines())
    assert head == ["requested", "answered", "length", "state", "end", "lawyer", "tier", "rating",
                    "terminal"]  # fmt: skip
    assert line == ["2026-11-27", "15:00:00", "15:00:00", "1:00", "ended", "lawyer_hung_up",
                    "孙街", "street", "-", "大厅"]  # fmt: skip


def test_a_master_key_that_others_may_read(kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk("calls")
    (tmp_path / "data" / "master.key").chmod(0o644)
    code, _, err = kiosk("calls")
    assert code == 1
    assert "chmod 600" in err


def test_appointments(kiosk: Kiosk, tmp_path: Path) -> None:
    assert kiosk("appointments") == (0, "", "")
    assert kiosk("appointments", "--json")[1] == "[]\n"
    office = Office(tmp_path)
    office.add_terminal("大厅")
    wish = booking(phone="13812345678", topic="邻居漏水")
    command = Command(key=new_id(), name="book_appointment", payload=wish)

    def work(board: Switchboard) -> None:
        carry_out(board, board.session.get_one(Device, office.devices["大厅"]), command)

    office.act(work)
    office.close()
    lines = kiosk("appointments")[1]
    assert lines.splitlines()[1].split() == [
        "2026-11-27", "16:00", "李榆", "榆树社区", "confirmed", "-", "left", wish["appointment_id"]
    ]  # fmt: skip
    (row,) = json.loads(kiosk("appointments", "--json")[1])
    assert (row["starts_at"], row["has_number"]) == ("2026-11-27T08:00:00+00:00", True)
    assert "13812345678" not in lines + json.dumps(row)
    shown = kiosk("appointments", "--show", wish["appointment_id"])[1]
    assert "phone: 13812345678\nabout: 邻居漏水\n" in shown
    found = json.loads(kiosk("appointments", "--json", "--show", wish["appointment_id"])[1])
    assert (found["phone"], found["topic"]) == ("13812345678", "邻居漏水")
    assert kiosk("appointments", "--show", new_id())[0] == 2
    office = Office(tmp_path)
    with office.database.read() as session:
        looked = session.scalars(select(Audit.columns).where(Audit.action == "read")).all()
    office.close()
    assert looked == ["phone,topic"] * 2


def test_call_backs(kiosk: Kiosk, tmp_path: Path) -> None:
    assert kiosk("call-backs") == (0, "", "")
    office = Office(tmp_path)
    office.add_terminal("大厅")
    asked = call_back("0551-62345678", topic="欠薪")
    command = Command(key=new_id(), name="request_call_back", payload=asked)

    def work(board: Switchboard) -> None:
        carry_out(board, board.session.get_one(Device, office.devices["大厅"]), command)

    office.act(work)
    office.close()
    number, listed = asked["call_back_id"], kiosk("call-backs")[1]
    assert listed.splitlines()[1].split() == ["2026-11-27", "15:00", "榆树社区", "open", number]
    assert "62345678" not in listed
    assert "phone: 0551-62345678\nabout: 欠薪\n" in kiosk("call-backs", "--show", number)[1]
    (row,) = json.loads(kiosk("call-backs", "--json", "--done", number)[1])
    assert (row["state"], row["requested_at"]) == ("done", "2026-11-27T07:00:00+00:00")
    for flag in ("--show", "--done"):
        assert "no call-back" in kiosk("call-backs", flag, new_id())[2]


def test_seal_keys(kiosk: Kiosk) -> None:
    (first,) = kiosk("seal-key", "list")[1].splitlines()
    newest, older = kiosk("seal-key", "rotate")[1].splitlines()
    assert older == first
    assert newest.split()[-1] != first.split()[-1]

"""A year whose public holidays nobody has published is told in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.server.publishing import missing_holidays, publish_content, warn_of_missing_holidays
from tests.support.office import Office
from tests.support.small_content import write_yaml


def test_a_missing_year_warns_until_it_is_there(
    tmp_path: Path, allow_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    allow_log("public holidays of 2027")
    office = Office(tmp_path)
    warn_of_missing_holidays(office.database, date(2026, 11, 30))
    assert "public holidays" not in caplog.text
    warn_of_missing_holidays(office.database, date(2026, 12, 1))
    assert "put directory/holidays-2027.yaml" in caplog.text.lower()
    write_yaml(tmp_path / "content", "holidays-2027", {"year": 2027, "holidays": ["2027-01-01"]})
    publish_content(office.settings, office.database)
    with office.database.read() as session:
        assert missing_holidays(session, date(2026, 12, 1)) == ()
        assert missing_holidays(session, date(2027, 12, 1)) == (2028,)
    office.close()


def test_publish_says_which_year_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Office(tmp_path).close()
    for path in (tmp_path / "content" / "directory").glob("holidays-*"):
        path.unlink()
    main(["publish", str(tmp_path / "content"), "--data-dir", str(tmp_path / "data")])
    assert f"The public holidays of {date.today().year} are missing" in capsys.readouterr().out

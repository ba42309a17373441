from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import UserError
from kiosk.terminal.storage.lock import FolderLock


def test_a_folder_is_for_one_program_at_a_time(tmp_path: Path) -> None:
    with FolderLock(tmp_path / "terminal"):
        with pytest.raises(UserError, match=r"running with the data in .*terminal already"):
            FolderLock(tmp_path / "terminal")
        with FolderLock(tmp_path / "other"):
            pass
    with FolderLock(tmp_path / "terminal"):
        pass

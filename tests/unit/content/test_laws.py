"""The statutes of the sample content are those of the package, word for word."""

from __future__ import annotations

import pytest

from kiosk.protocol.content import LawDoc
from kiosk.server.content_folder.files import Folder
from kiosk.server.content_folder.laws import read
from kiosk.settings import SAMPLE_CONTENT
from tests.support.sample_laws import LAWS, packaged


@pytest.fixture(scope="module")
def laws() -> dict[str, LawDoc]:
    return {law.title: law for law in read(Folder(SAMPLE_CONTENT, lambda data, kind: "0" * 64))}


def test_these_and_no_others(laws: dict[str, LawDoc]) -> None:
    assert laws.keys() == set(LAWS.values())


@pytest.mark.parametrize("title", LAWS.values())
def test_a_law_is_as_in_the_package(title: str, laws: dict[str, LawDoc]) -> None:
    ours, theirs = laws[title], packaged()[title]
    assert ours.articles == theirs.articles
    assert ours.chapters == theirs.chapters
    assert (ours.status, ours.issuer, ours.issued, ours.effective) == (
        theirs.status, theirs.issuer, theirs.issued, theirs.effective
    )  # fmt: skip

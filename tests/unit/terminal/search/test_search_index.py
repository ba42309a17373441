"""The index: what it finds, and that it keeps up with the cache whatever happens to the file."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.laws import LawStatus
from kiosk.domain.search import SearchKind, Suggestion
from kiosk.errors import EnvironmentFault
from kiosk.terminal.search import writer
from kiosk.terminal.search.database import FORMAT, IndexDamaged
from kiosk.terminal.search.index import SearchIndex
from kiosk.terminal.search.writer import update
from tests.support.search import Cache
from tests.support.search_documents import FAQ, LAW, WAGES

Find = Callable[[str], list[str]]

# --- finding ------------------------------------------------------------------------------


def test_a_guide_comes_before_a_statute_and_both_before_what_is_repealed(
    index: SearchIndex,
) -> None:
    found = index.search("老板不给我发工资怎么办")
    assert (found[0].id, found[0].number) == ("wages", None)
    assert ("law", 1) in [(r.id, r.number) for r in found]
    assert found[-1].id == "old"
    assert found[-1].status is LawStatus.REPEALED
    assert found[-1].since == date(2019, 12, 31)


def test_everyday_words_find_the_words_of_the_law(index: SearchIndex) -> None:
    found = index.search("房东不退押金", kinds=[SearchKind.LAW])
    assert [(r.id, r.number, r.suffix) for r in found] == [("law", 2, 1), ("old", 2, 1)]
    assert [found[0].snippet[a:b] for a, b in found[0].hits] == ["出租人", "押金"]


@pytest.mark.parametrize(
    "typed", ["示例法第2条之一", "示例法 第二条之一", "中华人民共和国示例法第二条之一"]
)
def test_a_named_article_is_the_first(index: SearchIndex, typed: str) -> None:
    first = index.search(typed)[0]
    assert (first.id, first.number, first.suffix) == ("law", 2, 1)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("拖欠公资", "wages"),  # one character by its sound
        ("押今不退", "faq"),
        ("yajin", "faq"),
        ("ya jin bu tui", "faq"),
        ("ＹＡＪＩＮ", "faq"),
        ("押金不退", "faq"),
        ("paid", "wages"),
        ("單雨芳", "shan"),
    ],
)
def test_slips_and_pinyin(ids: Find, typed: str, wanted: str) -> None:
    assert wanted in ids(typed)[:2]


@pytest.mark.parametrize(
    "typed",
    [
        "单雨芳",
        "单",
        "雨芳",
        "shanyufang",
        "shan yu fang",
        "danyufang",
        "syf",
        "shanyu",
        "sanyufan",
    ],
)
def test_a_lawyer_is_found_by_name_pinyin_and_initials(ids: Find, typed: str) -> None:
    assert ids(typed)[0] == "shan"


def test_a_law_that_is_in_the_feed_twice_is_found_once(path: Path, cache: Cache) -> None:
    update(path, cache.put(LAW.model_copy(update={"id": "imported"})))
    with closing(SearchIndex(path)) as index:
        found = index.search("示例法第1条", kinds=[SearchKind.LAW])
        assert [(r.number, r.status) for r in found].count((1, LawStatus.IN_FORCE)) == 1


def test_what_is_not_shown_yet_is_not_found(index: SearchIndex) -> None:
    assert "news" not in [r.id for r in index.search("工资", today=date(2026, 1, 15))]
    assert "news" in [r.id for r in index.search("工资", today=date(2026, 2, 1))]
    # Before everything that was ever published: the clock is wrong.
    assert "news" in [r.id for r in index.search("工资", today=date(1970, 1, 1))]


def test_in_english_titles_are_english(index: SearchIndex) -> None:
    assert index.search("paid", english=True)[0].title == "Not paid for your work?"


def test_suggestions_from_the_first_letter(index: SearchIndex) -> None:
    assert {s.text for s in index.suggest("押")} >= {"押金不退怎么办？", "押金"}
    assert Suggestion("押金不退怎么办？", SearchKind.FAQ, "faq") in index.suggest("yajinbutui")
    assert "单雨芳" in [s.text for s in index.suggest("sha")]
    assert "单雨芳" in [s.text for s in index.suggest("syf")]
    assert index.suggest("   ") == []


ODD = st.one_of(
    st.text(),
    st.text("\"'*()-+:^%_;,.第条之二民法典 AND OR NOT NEAR押金工资"),
    st.sampled_from(["", " ", "😀👍", "\0", "\ud800", '"', "工" * 10_000, "l" * 10_000, "第条",
                     "第99999999条", "zhang'''", "NEAR(a b)", "title:x", "a" * 70 + "押金"]),
)  # fmt: skip


@given(text=ODD, limit=st.integers(-1, 10**6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_nothing_that_is_typed_fails(index: SearchIndex, text: str, limit: int) -> None:
    for result in index.search(text, limit, today=date(2026, 3, 1)):
        assert len(result.snippet) <= 60
        assert all(0 <= a < b <= len(result.snippet) for a, b in result.hits)
        assert all(0 <= a < b <= len(result.title) for a, b in result.title_hits)
    index.suggest(text, limit)


def test_it_is_searched_on_many_threads(index: SearchIndex) -> None:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(len(index.search("拖欠工资"))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert found[0] > 1


# --- keeping up ---------------------------------------------------------------------------


def test_only_what_has_changed_is_indexed_again(
    path: Path, cache: Cache, index: SearchIndex
) -> None:
    assert update(path, cache).documents == 0
    cache.put(FAQ.model_copy(update={"question": "房东不修热水器？"}))
    del cache.documents["article", "wages"]
    done = update(path, cache)
    assert (done.documents, done.finished) == (2, True)
    assert [r.id for r in index.search("热水器")] == ["faq"]
    assert "wages" not in [r.id for r in index.search("没拿到钱")]
    assert index.state() == cache.cursor()
    with closing(sqlite3.connect(path)) as raw:
        for table in ("pages", "statutes"):
            raw.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")


def test_another_feed_is_read_from_the_beginning(
    path: Path, cache: Cache, index: SearchIndex
) -> None:
    revision = cache.documents["faq", "faq"][0]
    other = Cache(feed="other", revision=revision - 1).put(
        FAQ.model_copy(update={"question": "新的问题是什么？"})
    )
    assert other.documents["faq", "faq"][0] == revision
    update(path, other)
    assert [r.id for r in index.search("新的问题")] == ["faq"]
    assert index.search("没拿到钱", kinds=[SearchKind.GUIDE]) == []


class _Broken(Cache):
    """A cache that goes away before the last statute is read."""

    def raw(self, kinds: Iterable[str]) -> Iterator[tuple[str, str, int, str]]:
        for change in super().raw(kinds):
            if change[1] == "old":
                raise EnvironmentFault("The disk is gone.")
            yield change


def test_an_update_that_was_broken_off_goes_on(
    path: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "CHUNK", 1)
    with pytest.raises(EnvironmentFault, match="disk is gone"):
        update(path, _Broken(documents=cache.documents))
    with closing(SearchIndex(path)) as index:
        assert "wages" in [r.id for r in index.search("没拿到钱")]  # what is there is found
        assert index.state() != cache.cursor()
    assert update(path, cache).documents == 1


def test_only_one_writer_at_a_time(path: Path, cache: Cache) -> None:
    inside = []

    class Nested(Cache):
        def cursor(self) -> tuple[str | None, int]:
            inside.append(update(path, cache))
            return super().cursor()

    assert update(path, Nested(documents=cache.documents)).finished
    assert [done.finished for done in inside] == [False]


@pytest.mark.parametrize("damage", ["garbage", "format", "table"])
def test_a_file_that_cannot_be_used_is_built_anew(path: Path, cache: Cache, damage: str) -> None:
    update(path, cache)
    if damage == "garbage":
        path.write_bytes(b"no database" * 500)
    else:
        with closing(sqlite3.connect(path)) as raw:
            raw.executescript(
                f"PRAGMA user_version = {FORMAT + 1}" if damage == "format"
                else "DROP TABLE meta"
            )  # fmt: skip
    assert update(path, cache).documents == len(cache.documents)
    with closing(SearchIndex(path)) as index:
        assert index.search("押金")


def test_damage_that_a_search_meets_deletes_the_file(path: Path, cache: Cache) -> None:
    update(path, cache)
    with closing(SearchIndex(path)) as index:
        path.write_bytes(path.read_bytes()[:4096] + b"\xff" * (path.stat().st_size - 4096))
        with pytest.raises(IndexDamaged):
            index.search("押金")
        assert not path.exists()
        assert index.search("押金") == []
        update(path, cache)
        assert index.search("押金")


def test_old_results_stay_until_the_new_ones_are_there(
    path: Path, cache: Cache, index: SearchIndex
) -> None:
    assert index.search("押金")
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    assert index.search("押金")
    cache.put(FAQ.model_copy(update={"question": "房东不修热水器？"}))
    with pytest.raises(EnvironmentFault):
        update(path, _Broken(documents=cache.documents))
    assert index.search("押金不退")[0].title == "押金不退怎么办？"
    update(path, cache)
    assert index.search("热水器")[0].title == "房东不修热水器？"


def test_without_a_file_nothing_is_found(tmp_path: Path) -> None:
    with closing(SearchIndex(tmp_path / "none.db")) as index:
        assert index.search("押金") == []
        assert index.suggest("押金") == []
        assert index.state() == (None, 0)


@pytest.mark.parametrize("version", [0, FORMAT + 1])
def test_a_file_that_a_writer_has_only_begun_is_left_to_it(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA user_version = {version}")
    with closing(SearchIndex(path)) as index:
        assert index.search("押金") == []
        assert path.exists()


def test_documents_that_do_not_fit_are_left_out(path: Path, cache: Cache) -> None:
    cache.documents["faq", "broken"] = (9, '{"kind": "faq"}')
    cache.documents["article", "new"] = (
        9,
        WAGES.model_dump_json().replace('"wages"', '"new"').replace('"labour"', '"of tomorrow"'),
    )
    update(path, cache)
    with closing(SearchIndex(path)) as index:
        assert {"new", "wages"} <= {r.id for r in index.search("没拿到钱")}

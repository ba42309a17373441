"""The example district holds together, and pictures keep to what Qt's SVG renderer draws."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date, time
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiosk.domain.articles import Topic
from kiosk.domain.calls import Tier
from kiosk.domain.directory import Category
from kiosk.domain.duty import Holidays
from kiosk.domain.geo import Point, distance_m

CONTENT = Path(__file__).resolve().parents[3] / "content"
DIRECTORY = CONTENT / "directory"

Row = dict[str, Any]


def load(name: str) -> Any:
    return yaml.safe_load((DIRECTORY / name).read_text("utf-8"))


ORGANISATIONS: list[Row] = load("organisations.yaml")
BODIES: list[Row] = load("bodies.yaml")
LAWYERS: list[Row] = load("lawyers.yaml")
SHIFTS: list[Row] = load("shifts.yaml")
PICTURES = sorted((CONTENT / "pictures").rglob("*.svg"))

BY_KIND = {
    kind: {row["slug"]: row for row in ORGANISATIONS if row["kind"] == kind}
    for kind in ("district", "street", "community", "firm")
}
VISITED = [*BODIES, *BY_KIND["firm"].values()]
PLACES = [*ORGANISATIONS, *BODIES]
ENTRIES = [*PLACES, *LAWYERS]

#: Degrees: empty desert, so that no real house is marked on a map.
LATITUDES = (38.97, 39.03)
LONGITUDES = (82.26, 82.34)
ACROSS_M = 6_000

#: What SVG Tiny 1.2 and a flat drawing need, and no more.
SHAPES = {"rect", "circle", "ellipse", "line", "path"}
ATTRIBUTES = {
    "svg": {"viewBox"},
    "rect": {"x", "y", "width", "height", "rx"},
    "circle": {"cx", "cy", "r"},
    "ellipse": {"cx", "cy", "rx", "ry"},
    "line": {"x1", "y1", "x2", "y2"},
    "path": {"d"},
}
PAINT = {"fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"}


def name(row: Row) -> str:
    return str(row["slug"])


def clock(text: str) -> time:
    assert isinstance(text, str), f"{text!r} wants quotes: YAML 1.1 reads it in base 60"
    return time(23, 59) if text == "24:00" else time.fromisoformat(text)


def test_the_district_is_as_large_as_the_demo_needs() -> None:
    assert {kind: len(rows) for kind, rows in BY_KIND.items()} == {
        "district": 1, "street": 3, "community": 12, "firm": 6,
    }  # fmt: skip
    assert len(LAWYERS) == 30
    assert len(BODIES) == 25
    assert {row["category"] for row in BODIES} == set(Category) - {Category.LAW_FIRM}
    streets = Counter(street_of(row["organisation"]) for row in BODIES)
    assert min(streets[slug] for slug in BY_KIND["street"]) >= 4


def street_of(organisation: str) -> str | None:
    if organisation in BY_KIND["community"]:
        return str(BY_KIND["community"][organisation]["parent"])
    return organisation if organisation in BY_KIND["street"] else None


def test_slugs_are_unique_and_names_too() -> None:
    for rows in (ORGANISATIONS, BODIES, LAWYERS):
        assert max(Counter(map(name, rows)).values()) == 1
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name(row)) for row in rows)
        assert max(Counter(row["name"] for row in rows).values()) == 1


@pytest.mark.parametrize("row", ENTRIES, ids=name)
def test_everything_is_an_example_with_a_name_in_both_languages(row: Row) -> None:
    assert row["example"] is True
    assert re.search("[\u4e00-\u9fff]", row["name"])
    assert re.fullmatch(r"[ -~]+", row["name_en"])


def test_no_telephone_number_can_ring_anybody_and_none_is_shared() -> None:
    phones = Counter(row["phone"] for row in ENTRIES)
    assert all(re.fullmatch(r"000-0000-00\d\d", phone) for phone in phones)
    assert max(phones.values()) == 1


def test_every_organisation_has_the_parent_that_its_kind_asks_for() -> None:
    parents = {
        "district": {None},
        "street": set(BY_KIND["district"]),
        "community": set(BY_KIND["street"]),
        "firm": set(BY_KIND["district"]),
    }
    for row in ORGANISATIONS:
        assert row["parent"] in parents[row["kind"]], name(row)


def test_places_lie_close_together_in_the_desert() -> None:
    points = []
    for row in PLACES:
        assert row["datum"] == "GCJ-02", name(row)
        assert LATITUDES[0] < row["latitude"] < LATITUDES[1], name(row)
        assert LONGITUDES[0] < row["longitude"] < LONGITUDES[1], name(row)
        points.append(Point(row["latitude"], row["longitude"], row["datum"]))
    assert max(distance_m(a, b) for a, b in combinations(points, 2)) < ACROSS_M


@pytest.mark.parametrize("row", VISITED, ids=name)
def test_a_place_says_where_it_is_when_it_opens_and_what_it_does(row: Row) -> None:
    assert row["address"]
    assert row["address_hint"]
    assert 1 <= len(row["services"]) == len(row["services_en"]) <= 4
    spans = [
        (day, clock(span["opens"]), clock(span["closes"]))
        for span in row["hours"]
        for day in span["days"]
    ]
    assert spans
    assert all(1 <= day <= 7 and opens < closes for day, opens, closes in spans)
    for (day, opens, closes), (other, opens2, closes2) in combinations(spans, 2):
        assert day != other or closes <= opens2 or closes2 <= opens, "hours overlap"
    kind = row.get("category", "law-firm")
    assert row["picture"] == f"pictures/bodies/{kind}.svg"
    assert (CONTENT / row["picture"]).is_file()


def test_bodies_belong_to_a_street_a_community_or_the_district() -> None:
    owners = BY_KIND["district"].keys() | BY_KIND["street"].keys() | BY_KIND["community"].keys()
    assert {row["organisation"] for row in BODIES} <= owners


@pytest.mark.parametrize("row", LAWYERS, ids=name)
def test_a_lawyer_is_complete(row: Row) -> None:
    assert row["firm"] in BY_KIND["firm"]
    assert row["tier"] in set(Tier)
    assert len(row["communities"]) == (1 if row["tier"] == Tier.COMMUNITY else 0)
    assert row["gender"] in {"female", "male"}
    assert row["specialities"]
    assert set(row["specialities"]) <= set(Topic)
    assert "普通话" in row["languages"]
    assert row["licence"].startswith("示例-")
    assert 0 < len(row["bio"]) <= 60
    assert row["bio_en"]
    assert (CONTENT / row["portrait"]).is_file()


def test_licences_are_unique_and_no_face_twice_on_one_page() -> None:
    assert max(Counter(row["licence"] for row in LAWYERS).values()) == 1
    faces: Counter[tuple[str | None, str]] = Counter()
    for row in LAWYERS:
        for where in {s["organisation"] for s in SHIFTS if s["lawyer"] == row["slug"]}:
            faces[street_of(where), row["portrait"]] += 1
    assert max(faces.values()) == 1


def test_each_community_has_exactly_one_community_lawyer() -> None:
    appointed = Counter(c for row in LAWYERS for c in row["communities"])
    assert appointed == dict.fromkeys(BY_KIND["community"], 1)


def test_the_example_community_has_chen_jing() -> None:
    (lawyer,) = (row for row in LAWYERS if row["communities"] == ["shili-community"])
    assert (lawyer["name"], lawyer["gender"]) == ("陈静", "female")
    assert BY_KIND["community"]["shili-community"]["name"] == "示例社区"
    assert sum(row["portrait"] == lawyer["portrait"] for row in LAWYERS) == 1


def test_community_lawyers_are_on_duty_on_friday_afternoon_and_no_other_time() -> None:
    expected = {
        (row["slug"], row["communities"][0], 5, "14:00", "17:30", True)  # in the hall itself
        for row in LAWYERS
        if row["tier"] == Tier.COMMUNITY
    }
    planned = [tuple(s.values()) for s in SHIFTS if s["organisation"] in BY_KIND["community"]]
    assert set(planned) == expected
    assert len(planned) == len(expected)


def test_streets_and_district_are_staffed_on_every_weekday() -> None:
    tiers = {row["slug"]: row["tier"] for row in LAWYERS}
    staffed: Counter[tuple[str, int]] = Counter()
    for shift in SHIFTS:
        for tier in ("street", "district"):
            if shift["organisation"] in BY_KIND[tier]:
                assert tiers[shift["lawyer"]] == tier
                assert (shift["starts"], shift["ends"]) == ("09:00", "17:30")
                staffed[shift["organisation"], shift["weekday"]] += 1
    offices = [*BY_KIND["street"], *BY_KIND["district"]]
    assert staffed.keys() == {(office, day) for office in offices for day in range(1, 6)}


def test_every_lawyer_has_shifts_and_nobody_is_in_two_places() -> None:
    assert {shift["lawyer"] for shift in SHIFTS} == {row["slug"] for row in LAWYERS}
    assert max(Counter((s["lawyer"], s["weekday"]) for s in SHIFTS).values()) == 1


def test_holidays_of_2026() -> None:
    year = load("holidays-2026.yaml")
    days = year["holidays"] + year["working_days"]
    assert year["year"] == 2026
    assert year["source"]
    assert all(isinstance(day, date) and day.year == 2026 for day in days)
    assert len(days) == len(set(days))
    assert (len(year["holidays"]), len(year["working_days"])) == (33, 6)
    assert all(day.isoweekday() > 5 for day in year["working_days"])
    holidays = Holidays(frozenset(year["holidays"]), frozenset(year["working_days"]))
    assert not holidays.is_working_day(date(2026, 10, 1))
    assert holidays.is_working_day(date(2026, 10, 10))


def test_news_is_fresh_and_varied() -> None:
    heads = [
        yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
        for path in (CONTENT / "news").glob("*.md")
    ]
    dates = Counter(head["published"] for head in heads)
    assert len(heads) >= 14
    assert all(date(2026, 10, 20) <= day <= date(2026, 11, 24) for day in dates)
    assert dates[date(2026, 11, 24)] >= 3
    assert dates[date(2026, 11, 23)] >= 2
    assert {head["topic"] for head in heads} == set(Topic)
    assert all(head["source"].endswith("（示例）") for head in heads)


def test_every_topic_and_category_has_its_picture() -> None:
    for kind, names in (("", Topic), ("bodies/", Category)):
        missing = [n for n in names if not (CONTENT / f"pictures/{kind}{n}.svg").is_file()]
        assert not missing


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_flat_and_small(path: Path) -> None:
    root = ET.parse(path).getroot()
    box = "0 0 200 220" if path.parent.name == "portraits" else "0 0 320 240"
    assert root.attrib == {"viewBox": box}
    assert path.stat().st_size < 16_000
    for element in root:
        shape = element.tag.removeprefix("{http://www.w3.org/2000/svg}")
        assert shape in SHAPES
        assert not len(element)
        assert set(element.keys()) <= ATTRIBUTES[shape] | PAINT
        for paint in ("fill", "stroke"):
            colour = element.get(paint, "none")
            assert re.fullmatch(r"none|#[0-9A-Fa-f]{6}", colour), colour

"""A number as it is typed on a pad: what is missing, and when it is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.phones import PhoneFault, normal_phone, typed_phone
from kiosk.errors import UserError

NUMBERS = st.from_regex(r"(1[3-9]|0[1-9])[0-9]{8,10}", fullmatch=True)


@given(st.text("0123456789", max_size=13) | NUMBERS)
def test_complete_is_what_can_be_rung(digits: str) -> None:
    """The pad and the rule of what is kept are one and the same."""
    try:
        normal_phone(digits)
        fine = True
    except UserError:
        fine = False
    if digits.startswith("86"):  # abroad: nobody types it here, and the pad asks for 0 or 1
        return
    assert typed_phone(digits).complete == fine


@pytest.mark.parametrize(
    ("digits", "missing", "room", "groups"),
    [
        ("", 11, 11, (3, 4, 4)),
        ("1380000", 4, 4, (3, 4, 4)),
        ("13800001234", 0, 0, (3, 4, 4)),
        ("0102345678", 1, 1, (3, 4, 4)),
        ("0551234567", 1, 2, (4, 4, 4)),
        ("05512345678", 0, 1, (4, 4, 4)),
        ("055123456789", 0, 0, (4, 4, 4)),
    ],
)
def test_how_many_are_missing(
    digits: str, missing: int, room: int, groups: tuple[int, ...]
) -> None:
    typed = typed_phone(digits)
    assert (typed.missing, typed.room, typed.groups, typed.fault) == (missing, room, groups, None)


@pytest.mark.parametrize(
    ("digits", "fault"),
    [("6", PhoneFault.NO_AREA), ("62345678", PhoneFault.NO_AREA), ("12", PhoneFault.WRONG),
     ("00", PhoneFault.WRONG), ("0101", PhoneFault.WRONG), ("05511", PhoneFault.WRONG)],
)  # fmt: skip
def test_what_can_become_no_number_is_told_at_once(digits: str, fault: PhoneFault) -> None:
    typed = typed_phone(digits)
    assert typed.fault is fault
    assert not typed.complete
    assert typed.room == 0  # the only key that helps is 退一位

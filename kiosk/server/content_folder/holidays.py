"""content/directory/holidays-<year>.yaml: public holidays, and days worked in exchange."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import model_validator

from kiosk.domain.ids import sample_id
from kiosk.protocol.content import HolidaysDoc
from kiosk.server.content_folder.files import Folder, read_yaml
from kiosk.server.content_folder.values import Named


class _Holidays(Named):
    year: int
    source: str = ""
    holidays: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _of_one_year(self) -> _Holidays:
        for day in (*self.holidays, *self.working_days):
            if day.year != self.year:
                raise ValueError(f"{day} is not in {self.year}")
        if both := set(self.holidays) & set(self.working_days):
            raise ValueError(f"{min(both)} cannot be a holiday and a working day")
        return self


def read(folder: Folder) -> Iterator[HolidaysDoc]:
    for path in folder.files("directory", r"holidays-.*\.yaml"):
        row = read_yaml(path, _Holidays)
        yield HolidaysDoc(id=row.id or sample_id("holidays", str(row.year)), year=row.year,
                          holidays=row.holidays, working_days=row.working_days)  # fmt: skip

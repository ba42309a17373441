"""What a figure is."""

from __future__ import annotations

import operator
from dataclasses import dataclass

_HOLDS = {"<=": operator.le, ">=": operator.ge}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. ``bar`` is ``"<= 0.7"``, or empty; ``baseline`` from the same run."""

    name: str  # area.figure
    value: float
    unit: str
    bar: str = ""
    baseline: float | None = None

    @property
    def holds(self) -> bool | None:
        if not self.bar:
            return None
        sign, limit = self.bar.split()
        return bool(_HOLDS[sign](self.value, float(limit)))

    def as_row(self) -> dict[str, object]:
        return {
            "value": round(self.value, 4),
            "unit": self.unit,
            "bar": self.bar or None,
            "holds": self.holds,
            "baseline": None if self.baseline is None else round(self.baseline, 4),
        }

"""``python -m tests.bench [AREA...]``: measure, print, and write build/bench.json.

A bar that does not hold is printed and does not fail the run: figures are for people to judge.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

from tests.bench.figures import Figure

#: area -> module with ``measure() -> list[Figure]``
AREAS = {
    "terminal": "tests.bench.terminal_bench",
    "calls": "tests.bench.calls_bench",
    "sync": "tests.bench.sync_bench",
    "sync_apply": "tests.bench.sync_apply_bench",
    "line": "tests.bench.line_bench",
    "fleet": "tests.bench.fleet_bench",
    "handwriting": "tests.bench.handwriting_bench",
    "search": "tests.bench.search_bench",
    "import": "tests.bench.import_bench",
}
OUT = Path("build/bench.json")


def main(wanted: list[str]) -> int:
    rows: dict[str, dict[str, object]] = json.loads(OUT.read_text()) if OUT.exists() else {}
    for area in wanted or list(AREAS):
        print(f"{area} ...", flush=True)
        figures: list[Figure] = importlib.import_module(AREAS[area]).measure()
        for figure in figures:
            rows[figure.name] = figure.as_row()
            mark = {True: "holds", False: "FALLS SHORT", None: ""}[figure.holds]
            print(
                f"  {figure.name:<40} {figure.value:10.3f} {figure.unit:<6} {figure.bar:<10} {mark}"
            )
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(dict(sorted(rows.items())), indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

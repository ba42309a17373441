"""What an import's sources are read into, without a database."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from kiosk.domain.articles import Topic
from kiosk.protocol.content import Doc
from kiosk.server.importing.people import Known
from kiosk.server.importing.report import Intake, Wanted
from kiosk.server.importing.sources import read_source

D = TypeVar("D", bound=Doc)
TODAY = date(2026, 11, 25)

LAW = """# 中华人民共和国示例法

（2020年5月28日第十三届全国人民代表大会第三次会议通过　自2021年1月1日起施行）

## 第一章　总　　则

**第一条**　为了保护居民，制定本法。

第二条规定的情形，也适用前款。

第二条　本法所称居民，是指住在本地的人：

（一）成年人；

第二条之一　未成年人由监护人代理。

## 第二章　附则

第三条　本法自2021年1月1日起施行。
"""


def read(source: Path | str, kind: str = "auto", topic: Topic | None = Topic.LABOUR,
         **wanted: Any) -> Intake:  # fmt: skip
    """The intake of one source, of the origin ``test``."""
    intake = Intake(Wanted("test", TODAY, kind, topic, **wanted))
    read_source(str(source), intake, Known(), lambda name, done, total: None)
    return intake


def of(intake: Intake, model: type[D]) -> list[D]:
    """The documents of a kind that were taken, in their order."""
    return [doc for doc in intake.docs.values() if isinstance(doc, model)]


def left_out(intake: Intake) -> list[tuple[str, int | None, str]]:
    return [(remark.place.file, remark.place.line, remark.reason) for remark in intake.left_out]

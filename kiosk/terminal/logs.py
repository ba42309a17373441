"""The terminal's log: nothing in it is of a person, at any level."""

from __future__ import annotations

import logging

#: At DEBUG these write what goes over the line: tokens, topics, names.
_TALKATIVE = ("asyncio", "urllib3", "websockets")


def set_up_logging(level: str) -> None:
    """Log to stderr from ``level`` on; libraries that log traffic, from INFO on."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLevelName(level)))
    # Its lines say how a new file is made: nobody looks for that here.
    logging.getLogger("alembic").setLevel(logging.WARNING)

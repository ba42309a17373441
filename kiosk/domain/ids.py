"""Keys: random UUIDs for new things, name-based ones for sample content."""

from __future__ import annotations

from uuid import UUID, uuid4, uuid5

_SAMPLE = UUID("6b9a2a0e-2c55-5a5e-8c6a-0f3d5c1f1133")


def new_id() -> str:
    """A random UUID in its canonical text form."""
    return str(uuid4())


def sample_id(kind: str, slug: str) -> str:
    """The same UUID each time for a piece of sample content."""
    return str(uuid5(_SAMPLE, f"{kind}/{slug}"))

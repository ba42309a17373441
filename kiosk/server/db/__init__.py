"""Everything that is stored. Nothing outside of this package (and the admin) knows SQLAlchemy."""

from sqlalchemy.orm import Session

__all__ = ["Session"]

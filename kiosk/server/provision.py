"""Logins and enrolment codes made from outside, also while the server runs on the same database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from kiosk.domain.clock import SystemClock
from kiosk.errors import NotFoundError
from kiosk.protocol.content import OrganisationDoc
from kiosk.server.content_folder.values import lawyer_id, organisation_id
from kiosk.server.db.accounts import set_account
from kiosk.server.db.content import find_doc
from kiosk.server.db.devices import Site, create_code
from kiosk.server.db.engine import Database, open_database
from kiosk.settings import Settings


@contextmanager
def database_of(settings: Settings) -> Iterator[Database]:
    """The database of a server that has run before; ``UserError`` when there is none."""
    database = open_database(settings, SystemClock(), create=False)
    try:
        yield database
    finally:
        database.close()


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def provision_lawyer(settings: Settings, lawyer: str, login: str, password: str) -> str:
    """Make or change the login of a lawyer (slug or id); the lawyer's id.

    ``UserError``: no such lawyer, a login that is taken, a password of the wrong length.
    """
    key = lawyer if _is_uuid(lawyer) else lawyer_id(lawyer)
    with database_of(settings) as database, database.write() as session:
        return set_account(session, key, login, password).lawyer_id


def create_enrolment_code(
    settings: Settings,
    organisation: str,
    name: str,
    *,
    place: str = "community",
    address: str = "",
    desk_phone: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    datum: str = "GCJ-02",
) -> str:
    """A one-time code for a terminal of an organisation (slug or id), good for seven days.

    What is left out of where it stands is taken from the organisation. ``UserError``: no such
    organisation, an unknown place.
    """
    site = Site(name, place, address, desk_phone, latitude, longitude, datum)
    key = organisation if _is_uuid(organisation) else organisation_id(organisation)
    with database_of(settings) as database, database.write() as session:
        doc = find_doc(session, OrganisationDoc, key)
        if doc is None:
            raise NotFoundError(
                f"There is no organisation {organisation!r}. See organisations.yaml of the content."
            )
        return create_code(session, database.clock, doc, site)

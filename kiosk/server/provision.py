"""Logins and enrolment codes made from outside, also while the server runs on the same database."""

from __future__ import annotations

from uuid import UUID

from kiosk.errors import NotFoundError
from kiosk.protocol.content import OrganisationDoc
from kiosk.server.content_folder.values import lawyer_id, organisation_id
from kiosk.server.db import Session
from kiosk.server.db.accounts import set_account
from kiosk.server.db.content import find_doc
from kiosk.server.db.devices import Site, create_code
from kiosk.server.db.engine import database_of
from kiosk.server.db.help_calls import drop_link, make_link
from kiosk.settings import Settings


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
    with database_of(settings) as database, database.write() as session:
        return create_code(session, database.clock, _organisation(session, organisation), site)


def make_staff_key(settings: Settings, organisation: str) -> str:
    """The key to a hall's staff page, which is ``/staff#KEY``; the one before it is void.

    ``UserError``: no such organisation.
    """
    with database_of(settings) as database, database.write() as session:
        return make_link(session, _organisation(session, organisation).id)


def revoke_staff_key(settings: Settings, organisation: str) -> None:
    """``UserError``: no such organisation, or it has no staff page."""
    with database_of(settings) as database, database.write() as session:
        if not drop_link(session, _organisation(session, organisation).id):
            raise NotFoundError(f"{organisation!r} has no staff page: nothing was changed.")


def _organisation(session: Session, organisation: str) -> OrganisationDoc:
    key = organisation if _is_uuid(organisation) else organisation_id(organisation)
    doc = find_doc(session, OrganisationDoc, key)
    if doc is None:
        raise NotFoundError(
            f"There is no organisation {organisation!r}. See organisations.yaml of the content."
        )
    return doc

"""Terminals: one-time codes, enrolment, profiles."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.clock import Clock
from kiosk.errors import ConflictError, NotAllowedError, UserError
from kiosk.protocol.content import OrganisationDoc
from kiosk.protocol.devices import DeviceProfile
from kiosk.server.db.content import find_doc
from kiosk.server.db.feed_chain import pinned_root
from kiosk.server.db.models import Device, EnrolmentCode

CODE_LIFETIME = timedelta(days=7)
PLACES = ("community", "police", "public")
#: No letters or digits that are taken for one another on paper. Ten of them: 50 bits.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CODE_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Site:
    """Where a terminal stands."""

    name: str
    place: str = "community"
    address: str = ""
    desk_phone: str = ""
    latitude: float | None = None
    longitude: float | None = None
    datum: str = "GCJ-02"


def _code_hash(code: str) -> str:
    plain = "".join(c for c in code.upper() if c.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def create_code(session: Session, clock: Clock, organisation: OrganisationDoc, site: Site) -> str:
    """A new one-time code, in two groups of five, kept only as its hash.

    Address, phone and coordinates that the site leaves out are the organisation's.
    """
    if site.place not in PLACES:
        raise UserError(f"A terminal cannot stand at {site.place!r}. Choose: {', '.join(PLACES)}.")
    point = organisation.point
    if site.latitude is None and point is not None:
        site = replace(site, latitude=point.latitude, longitude=point.longitude, datum=point.datum)
    site = replace(site, address=site.address or organisation.address,
                   desk_phone=site.desk_phone or organisation.phone)  # fmt: skip
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    session.add(
        EnrolmentCode(organisation_id=organisation.id, code_hash=_code_hash(code),
                      expires_at=clock.now() + CODE_LIFETIME, **asdict(site))
    )  # fmt: skip
    return f"{code[:5]}-{code[5:]}"


def enrol(
    session: Session, clock: Clock, code: str, public_key: dict[str, str], software: str
) -> Device:
    """Make a terminal of a code. Again with the same key: the same terminal (a lost answer)."""
    row = session.scalar(
        select(EnrolmentCode).where(EnrolmentCode.code_hash == _code_hash(code)).with_for_update()
    )
    if row is None or (row.used_at is None and row.expires_at <= clock.now()):
        raise NotAllowedError(
            "This code is not known, or has run out. Ask the office for a new one.", code="bad_code"
        )
    if row.used_at is not None:
        device = session.get(Device, row.device_id) if row.device_id else None
        if device is not None and device.public_key == public_key:
            return device
        raise ConflictError(
            "This code has been used already. Ask the office for a new one.", code="code_used"
        )
    device = Device(
        organisation_id=row.organisation_id, public_key=public_key, software=software,
        name=row.name, place=row.place, address=row.address, desk_phone=row.desk_phone,
        latitude=row.latitude, longitude=row.longitude, datum=row.datum,
    )  # fmt: skip
    session.add(device)
    session.flush()
    row.used_at, row.device_id = clock.now(), device.id
    return device


def profile(session: Session, device: Device, public_url: str) -> DeviceProfile:
    """What the terminal is told about itself."""
    organisation_id = device.organisation_id or ""
    organisation = find_doc(session, OrganisationDoc, organisation_id)
    return DeviceProfile(
        device_id=device.id, name=device.name, organisation_id=organisation_id,
        organisation_name=organisation.name if organisation else "",
        organisation_name_en=organisation.name_en if organisation else "",
        address=device.address, desk_phone=device.desk_phone, latitude=device.latitude,
        longitude=device.longitude, datum=device.datum, place=device.place, public_url=public_url,
        feed_root=pinned_root(session),
    )  # fmt: skip

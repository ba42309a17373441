"""What can be typed instead of a slip's QR: short-lived, and limited in tries.

A code is eight digits. The first four name its row, the last four are checked against it: after
``CODE_TRIES`` wrong ones it is void. A terminal at which ``DEVICE_TRIES`` codes were wrong within
an hour finds nothing until they are older. A wrong name and a wrong check look the same.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from kiosk.domain.appointments import AppointmentState
from kiosk.domain.ids import new_id
from kiosk.errors import ConflictError, NotFoundError
from kiosk.protocol.commands import new_slip_secret, slip_hash
from kiosk.server.db import appointments, call_backs
from kiosk.server.db.models import Device
from kiosk.server.db.resident_models import Appointment, CallBack, SlipCode, SlipMiss

#: A code holds for so long; the slip's page makes another one.
CODE_AGE = timedelta(hours=24)
CODE_TRIES = 5
DEVICE_TRIES, DEVICE_AGE = 10, timedelta(hours=1)
#: With a slip that was found, something may be done for so long.
GRANT_AGE = timedelta(minutes=15)
_HALF = 4


@dataclass(frozen=True, slots=True)
class Found:
    """What a code is of. ``grant`` stands for the slip's secret until ``GRANT_AGE`` is over."""

    matter: Appointment | CallBack
    grant: str


def issue(session: Session, hashed: str, now: datetime) -> tuple[str, datetime]:
    """A code for the slip whose secret has this hash, and until when; older ones are void.

    ``NotFoundError`` (``no_slip``): there is no such slip, or nothing is left to be done with it.
    """
    matter = _matter(session, hashed)
    if matter is None or matter.state in (AppointmentState.CANCELLED, AppointmentState.DONE):
        raise NotFoundError("There is no such slip.", code="no_slip")
    session.execute(
        delete(SlipCode).where((SlipCode.expires_at <= now) | (SlipCode.slip_hash == hashed))
    )
    taken = set(session.scalars(select(SlipCode.number)))
    free = [number for n in range(10**_HALF) if (number := f"{n:0{_HALF}}") not in taken]
    if not free:
        raise ConflictError("All codes are in use. Use the slip's QR.", code="no_code")
    row = SlipCode(id=new_id(), number=secrets.choice(free), slip_hash=hashed,
                   expires_at=now + CODE_AGE, misses=0)  # fmt: skip
    check = f"{secrets.randbelow(10**_HALF):0{_HALF}}"
    row.check_hash = _hash(row.id, check)
    session.add(row)
    session.flush()
    return row.number + check, row.expires_at


def find(session: Session, device: Device, code: str, now: datetime) -> Found | str:
    """The matter of a code that was typed at a terminal, or why there is none: ``no_slip`` or
    ``too_many_tries``. No error: the tries must be counted whatever follows."""
    session.execute(delete(SlipMiss).where(SlipMiss.missed_at <= now - DEVICE_AGE))
    session.execute(delete(SlipCode).where(SlipCode.expires_at <= now))
    mine = select(func.count()).where(SlipMiss.device_id == device.id)
    if (session.scalar(mine) or 0) >= DEVICE_TRIES:
        return "too_many_tries"
    row = session.scalar(select(SlipCode).where(SlipCode.number == code[:_HALF]))
    matter = None
    if row is not None:
        if row.misses < CODE_TRIES and row.check_hash == _hash(row.id, code[_HALF:]):
            matter = _matter(session, row.slip_hash)
        else:
            session.execute(
                update(SlipCode).where(SlipCode.id == row.id).values(misses=SlipCode.misses + 1)
            )
    if row is None or matter is None:
        session.add(
            SlipMiss(device_id=device.id, organisation_id=device.organisation_id, missed_at=now)
        )
        session.flush()
        return "no_slip"
    grant = new_slip_secret()
    row.grant_hash, row.grant_until = slip_hash(grant), now + GRANT_AGE
    row.expires_at = max(row.expires_at, row.grant_until)
    session.flush()
    return Found(matter, grant)


def opens(session: Session, hashed: str, secret: str, *, now: datetime) -> bool:
    """Whether ``secret`` is that of the slip with this hash, or a grant for it that still holds."""
    given = slip_hash(secret)
    if given == hashed:
        return True
    grants = select(SlipCode.id).where(
        SlipCode.slip_hash == hashed, SlipCode.grant_hash == given, SlipCode.grant_until > now
    )
    return session.scalar(grants) is not None


def _matter(session: Session, hashed: str) -> Appointment | CallBack | None:
    return appointments.by_slip(session, hashed) or call_backs.by_slip(session, hashed)


def _hash(row_id: str, check: str) -> str:
    return hashlib.sha256(f"kiosk slip code\0{row_id}\0{check}".encode()).hexdigest()

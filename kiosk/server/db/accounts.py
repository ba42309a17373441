"""Lawyers' logins and their console sessions."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.clock import Clock
from kiosk.errors import NotFoundError, UserError
from kiosk.protocol.content import LawyerDoc
from kiosk.server.db.content import find_doc
from kiosk.server.db.models import Account, ConsoleSession, Presence
from kiosk.server.db.presence import present

SESSION_LIFETIME = timedelta(hours=12)
MIN_PASSWORD = 8
MAX_PASSWORD = 128

_hasher = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1),))
#: Each check takes 19 MiB and a core: a storm of logins has these, and nothing else waits for them.
_checks = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))


def token_hash(token: str) -> str:
    """What is kept of a random token: enough to recognise it, not to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_password(password: str) -> str:
    """``UserError`` when it is too short or too long."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise UserError(
            f"The password has {len(password)} characters. Take {MIN_PASSWORD} to {MAX_PASSWORD}."
        )
    return _hasher.hash(password)


def set_account(session: Session, lawyer_id: str, login: str, password: str) -> Account:
    """Make a lawyer's login, or set its name and password; open sessions of it end."""
    login = login.strip().lower()
    if not login:
        raise UserError("The login is empty. Give a short name, such as the pinyin of the lawyer.")
    lawyer = find_doc(session, LawyerDoc, lawyer_id)
    if lawyer is None:
        raise NotFoundError(f"There is no lawyer {lawyer_id}. See lawyers.yaml of the content.")
    taken = session.scalar(select(Account).where(Account.login == login))
    if taken is not None and taken.lawyer_id != lawyer_id:
        raise UserError(f"The login {login!r} belongs to another lawyer. Choose another one.")
    account = session.scalar(select(Account).where(Account.lawyer_id == lawyer_id))
    if account is None:
        account = Account(lawyer_id=lawyer_id)
        session.add(account)
    else:
        for old in session.scalars(
            select(ConsoleSession).where(ConsoleSession.account_id == account.id)
        ):
            session.delete(old)
    account.login, account.password_hash = login, hash_password(password)
    account.organisation_id = lawyer.firm
    session.flush()
    return account


def find_login(session: Session, login: str) -> tuple[str, str] | None:
    """(account id, password hash) of a login, if there is one."""
    account = session.scalar(select(Account).where(Account.login == login.strip().lower()))
    return None if account is None else (account.id, account.password_hash)


async def fits(password: str, password_hash: str | None) -> bool:
    """Whether it is the password. With no hash as slow as with one: nobody learns which logins
    there are."""

    def check() -> bool:
        known = _hasher.verify(password[:MAX_PASSWORD], password_hash or _nobodys_hash())
        return known and password_hash is not None

    return await asyncio.get_running_loop().run_in_executor(_checks, check)


def open_session(session: Session, clock: Clock, account_id: str) -> tuple[str, str]:
    """A new console session: the token for the cookie (kept nowhere else), and the lawyer's id.

    The switch starts off duty, unless the lawyer has another console open.
    """
    now = clock.now()
    for old in session.scalars(select(ConsoleSession).where(ConsoleSession.expires_at <= now)):
        session.delete(old)
    account = session.get_one(Account, account_id)
    there = session.scalar(
        select(Presence.id).where(
            Presence.lawyer_id == account.lawyer_id, present(now)
        ).limit(1)
    )  # fmt: skip
    if there is None:
        account.on_duty = False
    token = secrets.token_urlsafe(32)
    session.add(
        ConsoleSession(account_id=account.id, organisation_id=account.organisation_id,
                       token_hash=token_hash(token), expires_at=now + SESSION_LIFETIME)
    )  # fmt: skip
    session.flush()
    return token, account.lawyer_id


def close_session(session: Session, session_id: str) -> None:
    """Sign out; the presence of its sockets goes with it."""
    row = session.get(ConsoleSession, session_id)
    if row is not None:
        session.delete(row)


def find_session(
    session: Session, clock: Clock, token: str | None
) -> tuple[ConsoleSession, Account] | None:
    """The session of a cookie's token with its account, unless it has run out."""
    if not token:
        return None
    row = session.scalar(
        select(ConsoleSession).where(
            ConsoleSession.token_hash == token_hash(token),
            ConsoleSession.expires_at > clock.now(),
        )
    )
    return None if row is None else (row, session.get_one(Account, row.account_id))

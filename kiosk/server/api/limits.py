"""How often somebody may try: logins and enrolment codes."""

from __future__ import annotations

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from kiosk.errors import UserError

#: Failed logins of one login from one address, and of one address altogether.
LOGIN = RateLimitItemPerMinute(5, 5)
ADDRESS = RateLimitItemPerMinute(30, 5)
#: Failed enrolments of one address.
ENROL = RateLimitItemPerMinute(10, 5)


class TooManyTriesError(UserError):
    """Wait: the limit is ``code`` too_many_tries on the wire (HTTP 429)."""

    code = "too_many_tries"


class Limits:
    """Counts in memory: a restart forgives."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def check(self, item: RateLimitItem, *names: str) -> None:
        """``TooManyTriesError`` when the count is full; counts nothing."""
        if not self._limiter.test(item, *names):
            minutes = max(1, item.get_expiry() // 60)
            raise TooManyTriesError(f"Too many tries. Wait {minutes} minutes and try again.")

    def count(self, item: RateLimitItem, *names: str) -> None:
        self._limiter.hit(item, *names)

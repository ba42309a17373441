"""How often somebody may fail at signing in and at enrolling, and how often look at slips."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from kiosk.errors import UserError

#: Failed logins of one login from one address.
LOGIN_THERE = RateLimitItemPerMinute(5, 5)
#: Of one login over all addresses: a guesser who has many gets no further.
LOGIN = RateLimitItemPerMinute(40, 5)
#: Of one address, which may be a whole office.
ADDRESS = RateLimitItemPerMinute(100, 5)
#: Failed enrolments of one address.
ENROL = RateLimitItemPerMinute(10, 5)
#: Looks at slips of one address, behind which a whole carrier's phones may be.
SLIP = RateLimitItemPerMinute(240, 1)


class TooManyTriesError(UserError):
    """Wait: the limit is ``code`` too_many_tries on the wire (HTTP 429)."""

    code = "too_many_tries"


def _too_many(item: RateLimitItem) -> TooManyTriesError:
    minutes = max(1, item.get_expiry() // 60)
    return TooManyTriesError(f"Too many tries. Wait {minutes} minutes and try again.")


class Limits:
    """Counts in memory: a restart forgives."""

    def __init__(self) -> None:
        self._storage = MemoryStorage()
        self._limiter = FixedWindowRateLimiter(self._storage)

    def count(self, item: RateLimitItem, name: str) -> None:
        """Once more, for whatever comes of it; ``TooManyTriesError`` when that is too often."""
        if not self._limiter.hit(item, name):
            raise _too_many(item)

    @contextmanager
    def one_try(self, *tries: tuple[RateLimitItem, str]) -> Iterator[None]:
        """A try, counted under each (limit, name) before it is made: many at once are many.

        ``TooManyTriesError`` when one of the counts is full. Given back when the body succeeds.
        """
        counted: list[tuple[RateLimitItem, str]] = []
        try:
            for item, name in tries:
                counted.append((item, name))
                if not self._limiter.hit(item, name):
                    raise _too_many(item)
            yield
        except TooManyTriesError:
            self._give_back(counted)  # it was not made
            raise
        except UserError:
            raise  # this was the failure that is counted
        except BaseException:
            self._give_back(counted)
            raise
        self._give_back(counted)

    def _give_back(self, counted: list[tuple[RateLimitItem, str]]) -> None:
        for item, name in counted:
            # Not below nothing: its time may have run out meanwhile.
            if self._limiter.get_window_stats(item, name).remaining < item.amount:
                self._storage.incr(item.key_for(name), item.get_expiry(), -1)

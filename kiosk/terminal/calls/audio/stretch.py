"""Speech a little shorter or longer without a click: a pitch period is folded away, or repeated."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kiosk.terminal.calls.sound import RATE, Samples, level_dbfs

#: Periods of a voice: 400 Hz to 90 Hz; a block must hold two of the longest.
_SHORTEST, _LONGEST = RATE // 400, RATE // 110
#: The search goes in steps of this many samples, then finely around the best.
_COARSE = 8
#: Two periods are alike from this correlation on; below, it would be heard.
_ALIKE = 0.85
#: As quiet as this, anything may be cut.
_QUIET_DBFS = -50.0


def _likeness(block: NDArray[np.float32], lag: int) -> float:
    one, two = block[:lag], block[lag : 2 * lag]
    power = float(np.dot(one, one)) * float(np.dot(two, two))
    return float(np.dot(one, two)) / np.sqrt(power) if power > 0 else 1.0


def _period(block: Samples) -> tuple[int, float]:
    """(samples, likeness) of the pitch at the block's start."""
    sound = block.astype(np.float32)
    lags = range(_SHORTEST, min(_LONGEST, sound.size // 2) + 1, _COARSE)
    best = max(lags, key=lambda lag: _likeness(sound, lag))
    near = range(max(_SHORTEST, best - _COARSE), min(best + _COARSE, sound.size // 2) + 1)
    best = max(near, key=lambda lag: _likeness(sound, lag))
    return best, _likeness(sound, best)


def _fade(out: Samples, into: Samples) -> Samples:
    ramp = np.linspace(0.0, 1.0, out.size, dtype=np.float32)
    mixed: Samples = (out * (1 - ramp) + into * ramp).astype(np.int16)
    return mixed


def shorten(block: Samples, *, anyhow: bool = False) -> Samples:
    """The block less one pitch period; as it is where that would be heard (unless ``anyhow``)."""
    if block.size < 2 * _LONGEST:
        return block
    period, alike = _period(block)
    if not anyhow and alike < _ALIKE and level_dbfs(block) > _QUIET_DBFS:
        return block
    joined = _fade(block[:period], block[period : 2 * period])
    return np.concatenate((joined, block[2 * period :]))


def lengthen(block: Samples) -> Samples:
    """The block and one pitch period more; as it is where that would be heard."""
    if block.size < 2 * _LONGEST:
        return block
    period, alike = _period(block)
    if alike < _ALIKE and level_dbfs(block) > _QUIET_DBFS:
        return block
    # One period, then the way back from the second to the first, then on as before.
    joined = _fade(block[period : 2 * period], block[:period])
    return np.concatenate((block[:period], joined, block[period:]))

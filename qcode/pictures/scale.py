"""Round numbers for the scales of pictures."""

from __future__ import annotations

import math


def ticks(largest: float, about: int = 5) -> list[float]:
    """Return round numbers from 0 up to at least `largest`, about as many as asked for."""
    step = round_step(largest / about)
    return [step * place for place in range(math.ceil(largest / step - 1e-9) + 1)]


def round_step(rough: float) -> float:
    """Return 1, 2 or 5 times a power of ten that is not smaller than a rough step."""
    if rough <= 0 or not math.isfinite(rough):
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return next(
        (factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9)), 10 * power
    )


def years_between(first: float, last: float, about: int) -> list[int]:
    """Return round years from `first` to `last`, about as many as asked for, but at least one."""
    step = max(1, round(round_step((last - first) / max(1, about))))
    low = math.ceil(first / step) * step
    return list(range(low, math.floor(last) + 1, step)) or [math.floor(first)]

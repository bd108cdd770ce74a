"""What the rounding of floating point numbers leaves of a 0."""

from __future__ import annotations

NOISE = 1e-9
"""What is nearer to 0 than this, and would be 0 if numbers were exact."""


def settled(value: float) -> float:
    """Return a number; 0.0, without a sign, for what is nothing but noise."""
    return 0.0 if abs(value) < NOISE else value

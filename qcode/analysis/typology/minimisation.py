"""The shortest ways of saying which configurations lead to an outcome (Quine 1952, McCluskey 1956).

A configuration is a tuple of 1 (present) and 0 (absent), one for each condition; an implicant is one
in which conditions may be left open (None). Exact: all prime implicants, all smallest sets of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from qcode.errors import DataError

Configuration = tuple[int, ...]
Implicant = tuple[int | None, ...]
MOST_COVERS = 1000
"""Beyond so many equally short solutions no further ones are looked for."""
MOST_STEPS = 400_000
"""Some seconds' work; cases that agree in next to nothing could keep a search going for days."""


@dataclass(frozen=True, slots=True)
class Solutions:
    """The smallest sets of prime implicants that cover what is to be covered."""

    models: tuple[tuple[Implicant, ...], ...]
    complete: bool = True
    """Whether these are all of them."""


def covers(implicant: Implicant, configuration: Configuration) -> bool:
    """Tell whether a configuration meets an implicant."""
    return all(one is None or one == other for one, other in zip(implicant, configuration, strict=True))


def prime_implicants(on: Iterable[Configuration], off: Collection[Configuration]) -> list[Implicant]:
    """Return the shortest implicants that some configuration of `on` meets and none of `off` does.

    What is in neither may be met. An implicant of a configuration keeps clear of `off` where it fixes,
    for each of these, at least one condition in which the two differ; so that those of which nothing
    can be left out are the smallest sets that hit all these differences.
    """
    found: dict[Implicant, None] = {}
    for one in on:
        differences = [
            frozenset(at for at, (here, there) in enumerate(zip(one, other, strict=True)) if here != there)
            for other in off
        ]
        for fixed in _hitting(differences):
            found[tuple(value if at in fixed else None for at, value in enumerate(one))] = None
    return sorted(found, key=_order)


def minimise(on: Collection[Configuration], off: Collection[Configuration]) -> Solutions:
    """Return all ways of covering `on`, and nothing of `off`, with the fewest prime implicants.

    Raises DataError where finding the fewest would take too long.
    """
    wanted = list(dict.fromkeys(on))
    if not wanted:
        return Solutions(())
    primes = prime_implicants(wanted, off)
    masks = [sum(1 << at for at, one in enumerate(wanted) if covers(prime, one)) for prime in primes]
    search = _Search(masks, len(wanted))
    number = 1
    while not search.run(number):
        if not search.complete:
            hint = "Take fewer conditions; so many cannot be told apart by so few cases."
            raise DataError("The configurations have too little in common to be summed up.", hint)
        number += 1
    ordered = sorted(tuple(sorted(model)) for model in search.models)
    return Solutions(tuple(tuple(primes[at] for at in model) for model in ordered), search.complete)


def eased(term: Implicant, shorter: Implicant, expected: Sequence[int | None]) -> Implicant:
    """Return a term without what goes against expectations, but for what a shorter one asks for too.

    `expected` says of each condition in which state it should lead to the outcome (None: not known).
    What is left out is an easy counterfactual: nobody expects the outcome to fail where a condition is
    as it should be (Ragin & Sonnett 2005).
    """
    return tuple(
        None if fixed is not None and asked is None and meant not in (None, fixed) else fixed
        for fixed, asked, meant in zip(term, shorter, expected, strict=True)
    )


def within(term: Implicant, wider: Implicant) -> bool:
    """Tell whether all that meets a term meets a wider one."""
    return all(other in (None, one) for one, other in zip(term, wider, strict=True))


class _Search:
    """Looks for all smallest sets of primes that cover some rows; a prime is the bits of its rows."""

    def __init__(self, masks: Sequence[int], rows: int) -> None:
        self._masks = masks
        self._most = max(mask.bit_count() for mask in masks)
        self._of = [[at for at, mask in enumerate(masks) if mask >> row & 1] for row in range(rows)]
        self._everything = (1 << rows) - 1
        self._seen: set[tuple[frozenset[int], int]] = set()
        self.models: set[frozenset[int]] = set()
        self.complete = True
        self._steps = 0

    def run(self, number: int) -> bool:
        """Look for covers of so many primes; tell whether there are any."""
        self._seen.clear()
        self._extend(frozenset(), self._everything, number)
        return bool(self.models)

    def _extend(self, chosen: frozenset[int], missing: int, left: int) -> None:
        """Gather the covers that add primes, `left` at most, to some that leave rows `missing`."""
        if not self.complete:
            return
        if not missing:
            self.models.add(chosen)
            self.complete = len(self.models) < MOST_COVERS
        if not missing or missing.bit_count() > left * self._most or (chosen, left) in self._seen:
            return
        self._seen.add((chosen, left))
        self._steps += 1
        self.complete = self._steps < MOST_STEPS
        rows = (row for row in range(len(self._of)) if missing >> row & 1)
        for prime in min((self._of[row] for row in rows), key=len):
            self._extend(chosen | {prime}, missing & ~self._masks[prime], left - 1)


def _hitting(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """Return the smallest sets that share something with each of some sets (Berge 1989)."""
    kept: list[frozenset[int]] = []
    for one in sorted(set(sets), key=len):
        if not any(known <= one for known in kept):
            kept.append(one)
    found = {frozenset[int]()}
    for one in kept:
        hit = {known for known in found if known & one}
        longer = {known | {at} for known in found - hit for at in one}
        found = hit | {new for new in longer if not any(known <= new for known in hit)}
    return list(found)


def _order(implicant: Implicant) -> tuple[tuple[int, int], ...]:
    """Order implicants by their first conditions, present before absent."""
    return tuple((2, 0) if one is None else (0, 1 - one) for one in implicant)

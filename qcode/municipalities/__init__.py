"""Japanese municipalities: their codes, and the list of all 1,741 of them.

The 1,741 are the 1,718 cities, towns and villages and the 23 special wards of Tokyo. Wards of
designated cities and the six villages of the Northern Territories are not among them.
"""

from qcode.municipalities.codes import CodeReading, check_digit, normalise_code
from qcode.municipalities.register import Category, Municipality, find, lookup, municipalities

__all__ = [
    "Category",
    "CodeReading",
    "Municipality",
    "check_digit",
    "find",
    "lookup",
    "municipalities",
    "normalise_code",
]

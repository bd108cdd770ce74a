"""`python -m qcode`."""

from qcode.cli import main

main()

"""The project file: one SQLite database, its schema, its one log of changes.

Only `qcode.project` writes through this package, and every write goes through `Store.act`.
"""

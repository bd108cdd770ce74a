"""Types of cases, found by comparing what is coded in them.

Each way starts from the same thing, the cases with their codes (`profiles`): cases that are alike are
put together step by step (`clusters`), cases and codes are laid out in a plane (`maps`), or conditions
of an outcome are compared as sets (`configurations`). What comes out is a proposal and a `Table`;
nothing here changes a project. Clusters and maps need the extra `stats`, truth tables need nothing.
"""

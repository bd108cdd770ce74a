"""Analyses: plain values in, a `Table` out. Nothing here knows a file or a screen."""

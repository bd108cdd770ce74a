"""The library's public face and the only writer of project files."""

from qcode.project.project import Project

__all__ = ["Project"]

"""The handbook's tooling: reads it, checks it and builds its site."""

from importlib.metadata import version

__version__ = version("handbook")

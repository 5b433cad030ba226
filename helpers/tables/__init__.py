"""Tables that look like the ``docker`` command's own, made from what the engine's API answers."""

from helpers.tables.history import history
from helpers.tables.images import images
from helpers.tables.ps import ps
from helpers.tables.search import search
from helpers.tables.table import Table

__all__ = ["Table", "history", "images", "ps", "search"]

"""Pictures of the three ways to run many systems on one machine."""

from helpers.diagrams.drawing import Diagram, stack
from helpers.diagrams.stacks import STACKS, Layer, Stack

__all__ = ["STACKS", "Diagram", "Layer", "Stack", "stack"]

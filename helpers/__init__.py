"""The helper library of the Docker lessons: everything a lesson may import stands here."""

from helpers.engine import connect, find, why
from helpers.errors import CourseError
from helpers.language import language, say
from helpers.lesson import begin, finish
from helpers.then import then

__all__ = [
    "CourseError",
    "begin",
    "connect",
    "find",
    "finish",
    "language",
    "say",
    "then",
    "why",
]

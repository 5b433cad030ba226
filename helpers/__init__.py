"""The helper library of the Docker lessons: everything a lesson may import stands here."""

from helpers.attach import attach
from helpers.builds import BuildFailed, build
from helpers.comparison import compare_client, compare_info, compare_version
from helpers.components import components
from helpers.engine import connect, find, why
from helpers.errors import CourseError
from helpers.events import watch
from helpers.exercises import check, clear_progress, progress
from helpers.language import language, say
from helpers.layers import layer_steps, layer_table, shared_layers
from helpers.lesson import begin, finish
from helpers.lifecycle import allowed
from helpers.negotiation import ask
from helpers.published import fetch
from helpers.publishing import push
from helpers.pulls import full_reference, pull
from helpers.refusals import refused
from helpers.registry import course_registry, search_prefix
from helpers.then import then
from helpers.waiting import wait_for, wait_for_log

__all__ = [
    "BuildFailed",
    "CourseError",
    "allowed",
    "ask",
    "attach",
    "begin",
    "build",
    "check",
    "clear_progress",
    "compare_client",
    "compare_info",
    "compare_version",
    "components",
    "connect",
    "course_registry",
    "fetch",
    "find",
    "finish",
    "full_reference",
    "language",
    "layer_steps",
    "layer_table",
    "progress",
    "pull",
    "push",
    "refused",
    "say",
    "search_prefix",
    "shared_layers",
    "then",
    "wait_for",
    "wait_for_log",
    "watch",
    "why",
]

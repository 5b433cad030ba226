"""The commands of ``course.py``: one module each, with ``run(options) -> int``.

``course.py`` has made ``.venv`` ready and read the command line. A new command is a module here and
a line in ``course.py``. ``site`` is a package that can be run on its own: its ``run`` takes
the words of the command line, without ``--lang``.
"""

from __future__ import annotations

import argparse
import importlib
import sys

from docker.errors import DockerException
from requests.exceptions import RequestException

from helpers.errors import CourseError, explain
from helpers.setup.jupyter import leave_home_alone

__all__ = ["run_command"]

PACKAGES = ("site",)


def run_command(options: argparse.Namespace) -> int:
    """Run one command.

    Args:
        options: what ``course.read_command_line`` read; ``command`` names the module.

    Returns:
        The exit status: the command's own; 1 when an error stopped it, which is said in a sentence.
    """
    name = "prove" if options.command == "test" else options.command
    leave_home_alone()
    module = importlib.import_module(f"helpers.setup.{name}")
    try:
        return int(module.run(_words(options) if name in PACKAGES else options))
    except (CourseError, DockerException, RequestException) as error:
        print(explain(error), file=sys.stderr)
        return 1


def _words(options: argparse.Namespace) -> list[str]:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--lang")
    return parser.parse_known_args(options.words)[1]

"""Make a lesson's page light: less for the browser to lay out, less for the script to watch.

A lesson has up to a hundred blocks of code and output. The theme's script measures each
``pre > code`` as the page opens, and the browser lays out every line of all of them; on a phone
that holds the page for half a second. Nothing here changes what is seen.
"""

from __future__ import annotations

import re

__all__ = ["light"]

_PLAIN = re.compile(r'<span class="[nw]">([^<]*)</span>')
"""Names and spaces, which have no colour of their own."""
_CODE = re.compile(r"<pre>(?:<span></span>)?(<code[^>]*>)(.*?)</code></pre>", re.DOTALL)
_OUTPUT = re.compile(r'<pre class="output ([a-z]+)"(.*?)</pre>', re.DOTALL)


def light(html: str) -> str:
    """Lighten the code and the outputs of a lesson.

    Args:
        html: the content of the page.

    Returns:
        The same content: each block of code or output says its number of lines (``--lines``), by
        which ``course.css`` keeps its place until it comes into view.
    """
    html = _CODE.sub(_code, _PLAIN.sub(r"\1", html))
    return _OUTPUT.sub(_output, html)


def _code(found: re.Match[str]) -> str:
    opening, text = found.groups()
    inner = f'<span class="source">{opening}{text}</code></span>'  # so that it is no ``pre > code``
    return f'<pre style="--lines:{text.rstrip().count(chr(10)) + 1}">{inner}</pre>'


def _output(found: re.Match[str]) -> str:
    name, rest = found.groups()
    return f'<pre class="output {name}" style="--lines:{rest.count(chr(10)) + 1}"{rest}</pre>'

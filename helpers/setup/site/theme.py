"""The one change to the theme's own script: the search index is fetched when it is needed.

Material fetches it as each page opens, from a server or from a folder: 60 kB for a network that
thirty laptops share, and work on every phone, whether its reader searches or not. It has no option
for that, so the copy of its script that goes into the site waits until the search is opened, or
until a page is opened from a result (``?h=``), whose words it marks. Material is pinned; the script
of another version, which has not these very words, stops the build.
"""

from __future__ import annotations

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

__all__ = ["lazy_search"]

_SCRIPT = "assets/javascripts/bundle."
_WAIT = 'L($({}),Je("search")).pipe(Re(o=>o),b(()=>'  # true at once, or when the search is opened
_THEIRS = _WAIT.format('location.protocol!=="file:"')  # so does the theme build its index
_FETCH = 'namedItem("search")?ks()'  # at once, from a server or from a folder
_WORDS = 'new URLSearchParams(location.search).has("h")'
_LAZY = _FETCH.replace("ks()", _WAIT.format(_WORDS) + "ks()),Z(1))")


def lazy_search(files: Files) -> None:
    """Change the theme's script among the site's files.

    Args:
        files: the files of the site, the theme's among them.

    Raises:
        PluginError: the theme has not the script, or not the words that are changed.
    """
    for file in files:
        if file.src_uri.startswith(_SCRIPT) and file.src_uri.endswith(".js"):
            script = file.content_string
            if script.count(_FETCH) == script.count(_THEIRS) == 1:
                file.content_string = script.replace(_FETCH, _LAZY)
                return
    raise PluginError(f"the theme's script {_SCRIPT}*.js is not as {__name__} knows it")

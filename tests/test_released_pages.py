"""The templates of the server as pages of a release."""

from __future__ import annotations

import pytest

from minegraph.site import render_released
from minegraph.site.relocation import UnreleasedError, relocated


class _Version:
    version, base = "1.2.3", "https://example.org/graph/"


def test_page_of_a_release_leads_to_files_and_says_its_version() -> None:
    page = render_released("problem.html", "doc/region/FI1D7.html", _Version(), title="x", message="y", sought="")
    assert '<a class="brand" href="../../index.html">' in page
    assert '<form class="site-search" action="../../search.html" role="search">' in page
    assert '<script defer src="../../static/release.js"></script>' in page
    assert "<li>Version 1.2.3</li>" in page


def test_address_that_only_a_server_has_is_refused() -> None:
    with pytest.raises(UnreleasedError):
        relocated('<a href="/synergies/FI1D7">', "index.html")

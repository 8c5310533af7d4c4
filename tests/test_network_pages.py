"""The network over HTTP: where to begin, the list, JSON, addresses of states."""

from __future__ import annotations

import httpx
import pytest

from minegraph.terms import ID

ORE, LAPLAND = f"{ID}project/ore", f"{ID}region/FI1D7"


def page(server: httpx.Client, address: str) -> str:
    answer = server.get(address)
    assert answer.status_code == 200
    return answer.text


def iris(server: httpx.Client, address: str) -> set[str]:
    return {node["iri"] for node in server.get(address).json()["nodes"]}


def test_one_can_begin_with_the_best_linked(tiny_server: httpx.Client) -> None:
    shown = page(tiny_server, "/network")
    assert '<a href="/network/project/ore">ORE</a> <span class="soft">2 organisations</span>' in shown


def test_one_can_begin_with_what_is_found(tiny_server: httpx.Client) -> None:
    assert '<a href="/network/region/FI1D7">Lapland</a>' in page(tiny_server, "/network?q=lappi")
    assert "Try fewer words" in page(tiny_server, "/network?q=cobalt")


def test_list_has_things_links_and_evidence(tiny_server: httpx.Client) -> None:
    shown = page(tiny_server, "/network/project/ore")
    assert '<th scope="row"><a href="/doc/organisation/north-survey">' in shown
    assert "<td>takes part in (coordinator)</td>" in shown
    assert 'href="/doc/participation/ore-north-survey"' in shown


def test_what_is_opened_is_in_the_address(tiny_server: httpx.Client) -> None:
    assert 'href="/network/project/ore?open=region%2FPL51&amp;view=list"' in page(
        tiny_server, "/network/project/ore?view=list"
    )
    both = iris(tiny_server, "/network/project/ore.json?open=region/FI1D7")
    assert both == iris(tiny_server, "/network/project/ore.json") | iris(tiny_server, "/network/region/FI1D7.json")


def test_list_needs_no_script(tiny_server: httpx.Client) -> None:
    shown = page(tiny_server, "/network/project/ore?view=list")
    assert "network.js" not in shown
    assert "network-data" not in shown


def test_crumbs_lead_back(tiny_server: httpx.Client) -> None:
    shown = page(tiny_server, "/network/project/ore?open=region/PL51&open=region/FI1D7")
    assert '<li><a href="/network/project/ore?open=region%2FPL51">' in shown
    assert '<li><span aria-current="page">Lapland</span></li>' in shown


def test_kinds_narrow_what_is_shown(tiny_server: httpx.Client) -> None:
    found = iris(tiny_server, "/network/project/ore.json?kind=organisation")
    assert {iri.removeprefix(ID).partition("/")[0] for iri in found} == {"project", "organisation"}


def test_nothing_of_the_kind_is_said(tiny_server: httpx.Client) -> None:
    assert "Choose more kinds." in page(tiny_server, "/network/region/ES61?kind=network")


def test_cap_is_announced(shipped_server: httpx.Client) -> None:
    opened = "&".join(f"open=project/{slug}" for slug in ("infact", "robominers", "scrreen2", "unexmin"))
    document = shipped_server.get(f"/network/project/mireu.json?{opened}").json()
    shown = page(shipped_server, f"/network/project/mireu?{opened}&view=list")
    assert document["complete"] is False
    assert f"{document['omitted']} more things are linked and not shown" in shown


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/network/project/nix", 404, "There is no region, project, organisation, network or site"),
        ("/network/commodity/cobalt", 404, "There is no region"),
        ("/network/project/ore?open=nix", 404, "There is no region"),
        ("/network/project/ore.json?kind=regions", 404, "Use region, project, organisation, network, site."),
        ("/network/project/ore?" + "open=region/PL51&" * 21, 400, "More than 20 things are open."),
        ("/network/%00", 404, "There is no region"),
        ("/network/..%2F..%2Fetc%2Fpasswd", 404, "There is no region"),
    ],
)
def test_what_cannot_be_shown_is_said(tiny_server: httpx.Client, address: str, status: int, words: str) -> None:
    answer = tiny_server.get(address)
    assert answer.status_code == status
    assert words in answer.text


def test_json_of_the_page_cannot_end_its_script(tiny_server: httpx.Client) -> None:
    shown = page(tiny_server, "/network/project/ore")
    data = shown.partition('id="network-data">')[2].partition("</script>")[0]
    assert "<" not in data
    assert ORE in data


def test_facts_are_what_the_graph_states_of_a_thing(tiny_server: httpx.Client) -> None:
    facts = {one["name"]: one["values"] for one in tiny_server.get("/network/project/ore/facts.json").json()["facts"]}
    assert facts["end date"] == ["2021-02-28"]
    assert not {"IRI", "name", "source", "is a"} & set(facts)


def test_facts_of_nothing_are_not_found(tiny_server: httpx.Client) -> None:
    assert tiny_server.get("/network/project/nix/facts.json").status_code == 404

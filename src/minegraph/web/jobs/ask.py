"""The SPARQL editor."""

from __future__ import annotations

import json

from minegraph.formats import HTML, JSON
from minegraph.render import Form
from minegraph.site import render
from minegraph.terms import BASE, ID, PREFIXES
from minegraph.web.opened import Opened
from minegraph.web.output import Output
from minegraph.web.representation import OFFERED

FIRST = """\
PREFIX mg: <https://w3id.org/minegraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?region ?name (COUNT(DISTINCT ?commodity) AS ?commodities)
WHERE {
  ?region a mg:MiningRegion ;
    skos:prefLabel ?name .
  ?activity mg:activityRegion ?region ;
    mg:commodity ?commodity .
  FILTER(LANG(?name) = "en")
}
GROUP BY ?region ?name
ORDER BY DESC(?commodities) ?name
LIMIT 25
"""


def run(graph: Opened, output: Output, *, query: str, endpoint: str, form: str) -> None:
    """Write the page of the editor with a query in it, or as JSON the texts of the stored questions by name."""
    questions = graph.kept("questions", lambda: graph.knowledge.questions)
    if form == "questions":
        output.send(JSON.content_type, json.dumps({name: one.text for name, one in questions.items()}))
        return
    given = {
        "base": BASE,
        "space": ID,
        "endpoint": endpoint,
        "prefixes": dict(sorted(PREFIXES.items())),
        "formats": {"rows": _offered("SELECT"), "answer": _offered("ASK"), "graph": _offered("GRAPH")},
    }
    page = render("ask.html", section="/ask", query=query or FIRST, questions=list(questions.values()), given=given)
    output.send(HTML.content_type, page)


def _offered(form: Form) -> list[dict[str, str]]:
    return [{"title": one.title, "type": one.media_type, "suffix": one.suffix} for one in OFFERED[form]]

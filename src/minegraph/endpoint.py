"""Any SPARQL 1.1 endpoint as a source, through SPARQLWrapper."""

from __future__ import annotations

import re
from functools import cached_property
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pyoxigraph as ox
from SPARQLWrapper import ASK, CONSTRUCT, JSON, POST, SELECT, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import EndPointNotFound, QueryBadFormed, SPARQLWrapperException

from minegraph.errors import QueryError, StoreError
from minegraph.sparql import names_dataset
from minegraph.store import Solutions, as_solutions, as_truth

ANY_TRIPLE = "ASK { ?subject ?predicate ?object }"
ALL_GRAPHS = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?subject ?predicate ?object } } ORDER BY ?graph"
NOT_ACCEPTABLE = 406
RESULTS = "application/sparql-results+json"
GRAPHS = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"


class Endpoint:
    """A SPARQL 1.1 endpoint, asked by POST.

    Where its default graph is empty, the union of its named graphs is asked for in the request. All methods raise
    QueryError for a query that the endpoint rejects, StoreError when it cannot be reached or does not answer properly.
    """

    def __init__(self, url: str, timeout: int = 60) -> None:
        if urlsplit(url).scheme not in {"http", "https"}:
            raise StoreError(f"{url}: not the address of an endpoint. Give an http or https URL.")
        self.url, self.timeout = url, timeout

    def select(self, query: str) -> Solutions:
        """The solutions of a SELECT query."""
        return self._select(query, self._graphs_for(query))

    def ask(self, query: str) -> bool:
        """The answer of an ASK query."""
        return self._ask(query, self._graphs_for(query))

    def construct(self, query: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query."""
        content, media_type = self._post(query, CONSTRUCT, self._graphs_for(query))
        try:
            quads = list(ox.parse(content, ox.RdfFormat.from_media_type(media_type) or ox.RdfFormat.TURTLE))
        except (SyntaxError, ValueError) as error:
            raise self._not_an_answer(media_type) from error
        return [quad.triple for quad in quads]

    @cached_property
    def _named_graphs(self) -> tuple[str, ...]:
        """The graphs to ask for the union of; none where the default graph already has triples."""
        if self._ask(ANY_TRIPLE, ()):
            return ()
        return tuple(str(row[0].value) for row in self._select(ALL_GRAPHS, ()).rows if isinstance(row[0], ox.NamedNode))

    def _graphs_for(self, query: str) -> tuple[str, ...]:
        return () if names_dataset(query) else self._named_graphs

    def _select(self, query: str, graphs: tuple[str, ...]) -> Solutions:
        return as_solutions(self._results(query, SELECT, graphs))

    def _ask(self, query: str, graphs: tuple[str, ...]) -> bool:
        return as_truth(self._results(query, ASK, graphs))

    def _results(self, query: str, form: str, graphs: tuple[str, ...]) -> object:
        content, media_type = self._post(query, form, graphs)
        try:
            return ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise self._not_an_answer(media_type) from error

    def _post(self, query: str, form: str, graphs: tuple[str, ...]) -> tuple[bytes, str]:
        """The body of the endpoint's answer and its media type."""
        try:
            answer = self._request(query, form, graphs).query()
            with answer.response as response:
                return response.read(), response.headers.get("content-type", "")
        except QueryBadFormed as error:
            raise QueryError(f"{self.url} rejects the query: {_said(error)}") from error
        except EndPointNotFound as error:
            raise StoreError(f"{self.url}: no endpoint there (404). Check the address.") from error
        except SPARQLWrapperException as error:
            raise StoreError(f"{self.url} failed: {_said(error)}. Try again or ask its keeper.") from error
        except HTTPError as error:
            with error:
                raise self._refusal(error) from error
        except (OSError, HTTPException) as error:
            reason = getattr(error, "reason", error) or type(error).__name__
            raise StoreError(f"{self.url} cannot be reached ({reason}). Is the server running?") from error

    def _request(self, query: str, form: str, graphs: tuple[str, ...]) -> SPARQLWrapper:
        request = SPARQLWrapper(self.url, returnFormat=TURTLE if form == CONSTRUCT else JSON)
        request.queryString, request.queryType = query, form
        request.setMethod(POST)
        request.setOnlyConneg(True)
        request.setTimeout(self.timeout)
        request.addCustomHttpHeader("Accept", GRAPHS if form == CONSTRUCT else RESULTS)
        for graph in graphs:
            request.addParameter("default-graph-uri", graph)
            request.addParameter("named-graph-uri", graph)
        return request

    def _refusal(self, error: HTTPError) -> QueryError | StoreError:
        if error.code == NOT_ACCEPTABLE:
            return QueryError(f"{self.url} has no such answer to this query: is it a SELECT, ASK or CONSTRUCT?")
        return StoreError(f"{self.url} failed: {error.code} {error.reason}. Try again or ask its keeper.")

    def _not_an_answer(self, media_type: str) -> StoreError:
        return StoreError(f"{self.url} answers with {media_type or 'nothing'}, not SPARQL results. Check the address.")


def _said(error: Exception) -> str:
    """What the endpoint wrote with its error, in one line."""
    body = getattr(error, "args", ("",))[0]
    text = re.search(r"Response:\n(.*)", str(body), re.DOTALL)
    said = text[1].strip() if text else str(body)
    said = said[2:-1] if said.startswith(("b'", 'b"')) else said
    return re.sub(r"(\\n|\s)+", " ", said)[:300]

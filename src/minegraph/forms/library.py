"""The forms of a graph, and templates of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from minegraph.errors import NotFoundError
from minegraph.files import Layout, read_quads
from minegraph.forms.form import TYPE, Form, below, read_forms
from minegraph.forms.names import Names
from minegraph.forms.row import Row, write_row
from minegraph.forms.sheet import Sheet
from minegraph.labels import fold
from minegraph.store import LocalStore
from minegraph.terms import GRAPH, ID
from minegraph.validation import load_shapes
from minegraph.validation.shapes import Shapes
from minegraph.validation.triples import Triples


class Library:
    """The forms that the shapes of a graph hold, with the names of its things."""

    def __init__(self, layout: Layout, store: LocalStore) -> None:
        self._layout, self._store = layout, store
        self._ontology = [quad for graph, path in self._files("ontology").items() for quad in read_quads(path, graph)]

    def _files(self, folder: str) -> dict[str, Path]:
        """Named graph -> its file, of the graphs in a folder."""
        return {iri: path for iri, path in self._layout.graph_files.items() if iri.startswith(f"{GRAPH}{folder}/")}

    @cached_property
    def shapes(self) -> Shapes:
        """The shapes of the graph."""
        return load_shapes(self._files("shapes").values())

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The forms, those of a usual template first."""
        return read_forms(self.shapes, self._ontology)

    @property
    def usual(self) -> tuple[Form, ...]:
        """The forms of a template when no others are asked for."""
        return tuple(form for form in self.forms if form.order is not None)

    def names(self, ignored: Iterable[str] = ()) -> Names:
        """What the graph's things are called, for one template or submission.

        What only the `ignored` named graphs describe counts as new: those that a submission is to take the place of.
        """
        triples = Triples(self._ontology)
        kinds = (term for term in triples.subjects() if isinstance(term, ox.NamedNode))
        lower = {kind.value: tuple(one.value for one in below(kind, triples)) for kind in kinds}
        return Names(self._store, self.forms, lower, ignored)

    def named(self, name: str) -> Form:
        """The form of a class or with a name, in the singular too; NotFoundError with the nearest."""
        from rapidfuzz import process

        known: dict[str, Form] = {}
        for key, form in (*_by_name(self.forms), *_by_class(self.forms)):
            known.setdefault(fold(key), form)
        found = known.get(fold(name))
        if found is None:
            near = process.extract(fold(name), list(known), limit=3, score_cutoff=60)
            forms = dict.fromkeys(known[key].name for key, _, _ in near)
            listed = ", ".join(form.name for form in self.forms)
            raise NotFoundError("form", name, forms, f"Forms: {listed}.")
        return found

    def form_of(self, kinds: Iterable[str]) -> Form | None:
        """The form for a thing of these classes, if there is one."""
        return next((form for kind in kinds for form in self.forms if kind in form.kinds), None)

    def sheets(self, forms: Sequence[Form], filled: Iterable[str], names: Names) -> list[Sheet]:
        """The forms as tables, each with its example; what the graph states of `filled` things stands in their rows.

        Forms of these things are added. Literals are as the files write them.
        """
        wanted = list(dict.fromkeys(filled))
        stated = self._stated([*wanted, *(form.example for form in self.forms if form.example)])
        rows: dict[Form, list[Row]] = {form: [] for form in forms}
        for iri in wanted:
            form = self.form_of(_kinds(stated.get(iri, [])))
            if form is None:
                raise NotFoundError("form for", iri, (), "It is of a class that is not handed in.")
            rows.setdefault(form, []).append(write_row(form, iri, stated[iri], names))
        return [Sheet(form, self._example(form, stated, names), tuple(rows[form])) for form in rows]

    def _example(self, form: Form, stated: dict[str, list[ox.Triple]], names: Names) -> Row | None:
        about = stated.get(form.example)
        return write_row(form, form.example, about, names) if about else None

    def _stated(self, iris: Sequence[str]) -> dict[str, list[ox.Triple]]:
        """What the files say of things: the store, which rewrites literals, only tells which files to read."""
        files = self._files("data")
        subjects = {ox.NamedNode(iri) for iri in iris}
        held = (self._store.engine.quads_for_pattern(subject, None, None, None) for subject in subjects)
        graphs = {
            quad.graph_name.value for quads in held for quad in quads if isinstance(quad.graph_name, ox.NamedNode)
        }
        found: dict[str, list[ox.Triple]] = {}
        for graph in sorted(graphs & files.keys()):
            for quad in read_quads(files[graph], graph):
                if isinstance(quad.subject, ox.NamedNode) and quad.subject in subjects:
                    found.setdefault(quad.subject.value, []).append(quad.triple)
        return found


def _kinds(triples: Iterable[ox.Triple]) -> list[str]:
    kinds = (triple.object for triple in triples if triple.predicate.value == TYPE)
    return sorted(kind.value for kind in kinds if isinstance(kind, ox.NamedNode))


def _by_name(forms: Iterable[Form]) -> Iterator[tuple[str, Form]]:
    return ((name, form) for form in forms for name in form.names)


def _by_class(forms: Iterable[Form]) -> Iterator[tuple[str, Form]]:
    for form in forms:
        local = form.class_iri.rpartition("#")[2]
        yield from ((key, form) for key in (local, f"{local}s", form.space.removeprefix(ID).strip("/")))

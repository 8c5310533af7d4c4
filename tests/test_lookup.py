"""From names, codes, slugs and IRIs to things: in the store and over a real endpoint."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minegraph.endpoint import Endpoint
from minegraph.errors import AmbiguousNameError, NotFoundError
from minegraph.likeness import THOROUGH
from minegraph.lookup import REGIONS, as_iri, resolve, resolve_all, slug
from minegraph.store import LocalStore, Source
from minegraph.terms import ID, MG, PREFIXES

LAPLAND = f"{ID}region/FI1D7"
LOWER_SILESIA = f"{ID}region/PL51"
TEXTS = [
    *("Lapland", "laplnd", "FI1D7", "fi1d7", "LAPPI", "dolnoslaskie", "pohjois ja ita suomi", "ore", "Co", "cobalt"),
    *("900000001", LAPLAND, "mgid:region/XX", "no such thing at all", "", "north", "Ore regions together", "finland"),
]


@pytest.fixture(params=["store", "endpoint"])
def source(request: pytest.FixtureRequest, tiny_store: LocalStore) -> Source:
    return tiny_store if request.param == "store" else Endpoint(request.getfixturevalue("endpoint"))


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        (LAPLAND, LAPLAND),
        (f"<{LAPLAND}>", LAPLAND),
        ("mgid:region/FI1D7", LAPLAND),
        ("region/FI1D7", LAPLAND),
        ("FI1D7", LAPLAND),
        ("fi1d7", LAPLAND),
        ("Lapland", LAPLAND),
        ("  lapland\n", LAPLAND),
        ("LAPPI", LAPLAND),
        ("finnish lapland", LAPLAND),
        ("Dolnośląskie", LOWER_SILESIA),
        ("dolnoslaskie", LOWER_SILESIA),
        ("pohjois ja ita suomi", f"{ID}region/FI1D"),
        ("ore", f"{ID}project/ore"),
        ("Ore regions together", f"{ID}project/ore"),
        ("900000001", f"{ID}organisation/north-survey"),
        ("900001", f"{ID}grant/ore"),
        ("Co", f"{ID}commodity/cobalt"),
        ("mg:Region", f"{MG}Region"),
    ],
)
def test_a_thing_is_found_by(source: Source, text: str, iri: str) -> None:
    assert resolve(source, text).iri == iri


def test_thing_has_its_label_and_class(source: Source) -> None:
    thing = resolve(source, "LAPPI", REGIONS)
    assert (thing.iri, thing.label, thing.kind) == (LAPLAND, "Lapland", f"{MG}MiningRegion")


def test_iri_that_is_the_same_as_a_region_means_the_region(source: Source) -> None:
    assert resolve(source, f"{PREFIXES['nuts']}FI1D7", REGIONS).iri == LAPLAND


@pytest.mark.parametrize("text", ["Laplnd", "Lappland", "lapland!!x"])
def test_misspelt_name_gets_the_right_suggestion(source: Source, text: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        resolve(source, text, REGIONS, "region")
    assert caught.value.suggestions[0] in {"Lapland", "Finnish Lapland"}


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\udcff\udcfe", "\x00", "'\"}", "a" * 9999, "region/", "https://example.org/nowhere", "mgid:region/XX"],
)
def test_rubbish_is_not_found(source: Source, text: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        resolve(source, text)
    assert len(str(caught.value)) < 500


def test_suggestions_have_the_asked_class(source: Source) -> None:
    with pytest.raises(NotFoundError) as caught:
        resolve(source, "Ore regions togeter", REGIONS, "region")
    assert "Ore regions together" not in caught.value.suggestions


def named(*things: tuple[str, str, str, str]) -> LocalStore:
    """A store of things: slug, class, property and English name."""
    engine = ox.Store()
    for thing, kind, prop, label in things:
        node = ox.NamedNode(f"{ID}{thing}")
        engine.add(ox.Quad(node, ox.NamedNode(f"{PREFIXES['rdf']}type"), ox.NamedNode(f"{MG}{kind}")))
        engine.add(ox.Quad(node, ox.NamedNode(f"{PREFIXES['skos']}{prop}"), ox.Literal(label, language="en")))
    return LocalStore(engine)


def test_mining_region_is_preferred() -> None:
    store = named(("region/X1", "Region", "prefLabel", "Vale"), ("region/X2", "MiningRegion", "altLabel", "Vale"))
    assert resolve(store, "vale", REGIONS).iri == f"{ID}region/X2"


def test_preferred_english_name_is_preferred() -> None:
    store = named(("region/X1", "Region", "prefLabel", "Vale"), ("region/X2", "Region", "altLabel", "Vale"))
    assert resolve(store, "Vale", REGIONS).iri == f"{ID}region/X1"


def test_name_of_a_country_means_the_region_that_covers_it() -> None:
    store = named(("region/XY", "Region", "prefLabel", "Vale"))
    country = ox.NamedNode(f"{PREFIXES['country']}XYZ")
    store.engine.extend(
        ox.Quad(country, quad.predicate, quad.object) for quad in list(store.engine) if quad.subject != country
    )
    assert resolve(store, "Vale").iri == f"{ID}region/XY"
    assert resolve(store, "Vale", spaces=(PREFIXES["country"],)).iri == country.value


def test_name_of_two_things_lists_both() -> None:
    store = named(("region/X1", "Region", "prefLabel", "Vale"), ("region/X2", "Region", "prefLabel", "Vale"))
    with pytest.raises(AmbiguousNameError) as caught:
        resolve(store, "Vale", REGIONS, "region")
    assert str(caught.value) == (
        "'Vale' is the name of more than one region: Vale (region/X1); Vale (region/X2). "
        "Use the part in brackets instead."
    )


def test_as_iri_knows_iris_and_curies_only() -> None:
    assert as_iri("urn:x:1") == "urn:x:1"
    assert as_iri("skos:prefLabel") == f"{PREFIXES['skos']}prefLabel"
    assert as_iri("Lapland: the north") is None
    assert as_iri("https://example.org/a b") is None


def test_slug_is_short() -> None:
    assert slug(LAPLAND) == "region/FI1D7"
    assert slug(f"{PREFIXES['country']}FIN") == "country:FIN"


@given(st.lists(st.sampled_from(TEXTS), max_size=8), st.sampled_from([(), REGIONS, (f"{MG}Organisation",)]))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_many_texts_mean_what_each_means_alone(
    tiny_store: LocalStore, texts: list[str], kinds: tuple[str, ...]
) -> None:
    def alone(text: str) -> str:
        try:
            return str(resolve(tiny_store, text, kinds))
        except (NotFoundError, AmbiguousNameError) as error:
            return str(error)

    found = resolve_all(tiny_store, texts, kinds)
    assert {text: str(thing) for text, thing in found.items()} == {text: alone(text) for text in texts}


def test_many_texts_that_nobody_knows_have_the_nearest_names_too(tiny_store: LocalStore) -> None:
    texts = [f"{'-' * number}laplnd" for number in range(3 * THOROUGH)]
    near = [
        found.suggestions
        for found in resolve_all(tiny_store, texts, REGIONS).values()
        if isinstance(found, NotFoundError)
    ]
    assert [names[0] for names in near] == ["Lapland"] * len(texts)


def test_text_without_any_like_it_has_no_nearest_names(tiny_store: LocalStore) -> None:
    texts = [f"qqqq{number}" for number in range(THOROUGH + 1)]
    found = list(resolve_all(tiny_store, texts, REGIONS).values())
    assert {one.suggestions for one in found if isinstance(one, NotFoundError)} == {()}
    assert len(found) == THOROUGH + 1


@pytest.mark.parametrize("text", ["https://example.org/x>", "<https://example.org/x", "mgid:foo>", "urn:a>"])
def test_half_a_bracket_is_no_part_of_an_iri(text: str) -> None:
    assert as_iri(text) is None

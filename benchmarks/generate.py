"""Write a synthetic graph of the shipped graph's shape: its ontology, shapes, questions and vocabularies, other facts.

    python benchmarks/generate.py --triples 300000 DIRECTORY

The directory becomes a root that every minegraph command takes with `--root`; the same size gives the same bytes.
"""

from __future__ import annotations

import argparse
import random
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import IO, NamedTuple

from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS

from minegraph.files import packaged_root
from minegraph.terms import ID, MG, PREFIXES

TRIPLES_PER_REGION = 2000
SOURCE = "<https://example.org/source>"
CONFIDENCES = ("high", "high", "high", "medium", "low")


class Country(NamedTuple):
    iri: str
    west: float
    south: float
    east: float
    north: float


class Vocabulary(NamedTuple):
    """The shipped concepts that generated things refer to, sorted."""

    countries: list[Country]
    commodities: list[str]
    stages: list[str]
    themes: list[str]
    facility_types: list[str]
    activity_statuses: list[str]
    site_statuses: list[str]
    measures: list[str]


class Mining(NamedTuple):
    """A mining region that is being written."""

    number: int
    iri: str
    parts: list[str]
    country: Country
    commodities: list[str]


class Writer:
    """Turtle files of one statement a line, each opened once."""

    def __init__(self, root: Path, stack: ExitStack) -> None:
        self.root, self.stack = root, stack
        self.files: dict[str, IO[str]] = {}
        self.count = 0

    def add(self, file: str, subject: str, **objects: str | list[str]) -> None:
        """State a resource: property local names (mg:) or CURIEs with `__` for the colon, and objects in Turtle."""
        out = self._open(file)
        for name, values in objects.items():
            written = predicate(name)
            for value in [values] if isinstance(values, str) else values:
                out.write(f"{subject} {written} {value} .\n")
                self.count += 1

    def _open(self, file: str) -> IO[str]:
        if file not in self.files:
            path = self.root / "data" / f"{file}.ttl"
            path.parent.mkdir(parents=True, exist_ok=True)
            self.files[file] = self.stack.enter_context(path.open("w", encoding="utf-8"))
        return self.files[file]


def generate(root: Path, triples: int, seed: int = 2026) -> int:
    """Write the graph below `root` (emptied first); the number of its data triples, close to `triples`."""
    shipped = packaged_root()
    shutil.rmtree(root, ignore_errors=True)
    for part in ("ontology", "shapes", "queries", "data/vocabularies"):
        shutil.copytree(shipped / part, root / part)
    vocabulary = read_vocabulary(shipped)
    chance = random.Random(seed)
    with ExitStack() as stack:
        writer = Writer(root, stack)
        regions = max(6, triples // TRIPLES_PER_REGION)
        write_schemes(writer)
        write_projects(writer, vocabulary, regions, chance)
        for number in range(regions):
            write_region(writer, vocabulary, number, regions, chance)
        return writer.count


def read_vocabulary(shipped: Path) -> Vocabulary:
    graph = Graph()
    for path in sorted((shipped / "data" / "vocabularies").glob("*.ttl")):
        graph.parse(path, format="turtle")

    def scheme(name: str) -> list[str]:
        return sorted(f"<{concept}>" for concept in graph.subjects(SKOS.inScheme, URIRef(f"{ID}{name}")))

    def typed(name: str) -> list[str]:
        return sorted(f"<{thing}>" for thing in graph.subjects(RDF.type, URIRef(f"{MG}{name}")))

    def limits(iri: str) -> Country:
        west, south, east, north = (
            float(str(graph.value(URIRef(iri.strip("<>")), URIRef(f"{MG}{side}Limit"))))
            for side in ("west", "south", "east", "north")
        )
        return Country(iri, west, south, east, north)

    stages = typed("ValueChainStage")
    return Vocabulary(
        countries=[limits(iri) for iri in typed("Country")],
        commodities=typed("Commodity"),
        stages=stages,
        themes=scheme("theme"),
        facility_types=sorted(f"<{kind}>" for kind in graph.subjects(URIRef(f"{MG}impliesStage"), None)),
        activity_statuses=scheme("activity-status"),
        site_statuses=scheme("site-status"),
        measures=scheme("measure"),
    )


def write_schemes(writer: Writer) -> None:
    for number in range(8):
        writer.add(
            "programmes/programmes",
            thing("programme", number),
            a=mg("FundingProgramme"),
            skos__prefLabel=text(f"Programme {number}"),
            startYear=year(2000 + number),
            endYear=year(2007 + number),
            **evidence("high"),
        )


def write_projects(writer: Writer, vocabulary: Vocabulary, regions: int, chance: random.Random) -> None:
    for number in range(regions * 2):
        project, start = thing("project", number), chance.randint(2008, 2022)
        writer.add(
            "projects/projects",
            project,
            a=mg("Project"),
            skos__prefLabel=text(f"Project {number}"),
            acronym=f'"P{number}"',
            fundedUnder=thing("programme", chance.randrange(8)),
            startDate=day(start),
            endDate=day(start + chance.randint(2, 4)),
            euContribution=decimal(10_000_000),
            addressesStage=sample(vocabulary.stages, 2, chance),
            **confidence(chance),
        )
        for aim in range(3):
            writer.add(
                "projects/objectives",
                thing("objective", f"{number}-{aim}"),
                a=mg("Objective"),
                objectiveOf=project,
                skos__prefLabel=text(f"Objective {aim} of project {number}"),
                theme=sample(vocabulary.themes, 1, chance),
                **confidence(chance),
            )


def write_region(writer: Writer, vocabulary: Vocabulary, number: int, regions: int, chance: random.Random) -> None:
    """A mining region with five parts, and everything that is stated of it."""
    region, country = thing("region", f"r{number}"), vocabulary.countries[number % len(vocabulary.countries)]
    writer.add(
        "regions/regions",
        region,
        a=[mg("Region"), mg("MiningRegion")],
        skos__prefLabel=text(f"Region {number}"),
        country=country.iri,
        labelPoint=point(country, chance),
        **confidence(chance),
    )
    parts = [thing("region", f"r{number}-{part}") for part in range(5)]
    for part, iri in enumerate(parts):
        writer.add(
            "regions/regions",
            iri,
            a=mg("Region"),
            skos__prefLabel=text(f"Part {part} of region {number}"),
            within=region,
            country=country.iri,
            labelPoint=point(country, chance),
            **confidence(chance),
        )
    mining = Mining(number, region, parts, country, chance.sample(vocabulary.commodities, 12))
    write_activities(writer, vocabulary, mining, chance)
    write_sites(writer, vocabulary, mining, chance)
    write_figures(writer, vocabulary, mining, chance)
    write_organisations(writer, mining, regions * 2, chance)


def write_activities(writer: Writer, vocabulary: Vocabulary, region: Mining, chance: random.Random) -> None:
    for index in range(45):
        plain: dict[str, str | list[str]] = (
            {"commodity": chance.choice(region.commodities)}
            if index % 2
            else {"stage": chance.choice(vocabulary.stages)}
        )
        writer.add(
            "regions/activities",
            thing("activity", f"{region.number}-{index}"),
            a=mg("RegionalActivity"),
            activityRegion=region.iri,
            activityStatus=chance.choice(vocabulary.activity_statuses),
            **plain,
            **confidence(chance),
        )


def write_sites(writer: Writer, vocabulary: Vocabulary, region: Mining, chance: random.Random) -> None:
    for index in range(24):
        writer.add(
            "sites/sites",
            thing("site", f"{region.number}-{index}"),
            a=mg("Site"),
            skos__prefLabel=text(f"Site {index} of region {region.number}"),
            facilityType=chance.choice(vocabulary.facility_types),
            commodity=sample(region.commodities, 2, chance),
            inRegion=chance.choice(region.parts),
            country=region.country.iri,
            siteStatus=chance.choice(vocabulary.site_statuses),
            geo__asWKT=point(region.country, chance),
            pointConfidence=f"<{ID}confidence/medium>",
            **confidence(chance),
        )


def write_figures(writer: Writer, vocabulary: Vocabulary, region: Mining, chance: random.Random) -> None:
    for index in range(55):
        writer.add(
            "regions/indicators",
            thing("observation", f"{region.number}-{index}"),
            a=mg("Indicator"),
            about=region.iri,
            measure=chance.choice(vocabulary.measures),
            value=f'"{chance.randrange(1_000_000)}"^^{xsd("integer")}',
            referenceYear=year(chance.randint(2010, 2024)),
            **confidence(chance),
        )
    for index in range(8):
        writer.add(
            "regions/priorities",
            thing("priority", f"{region.number}-{index}"),
            a=mg("SpecialisationPriority"),
            priorityOf=region.iri,
            skos__prefLabel=text(f"Priority {index} of region {region.number}"),
            theme=sample(vocabulary.themes, 1, chance),
            **confidence(chance),
        )
    for programme in sorted(chance.sample(range(8), 2)):
        writer.add(
            "programmes/eligibility",
            thing("eligibility", f"{region.number}-{programme}"),
            a=mg("Eligibility"),
            eligibleRegion=region.iri,
            eligibleFor=thing("programme", programme),
            **confidence(chance),
        )


def write_organisations(writer: Writer, region: Mining, projects: int, chance: random.Random) -> None:
    for index in range(14):
        organisation, place = (
            thing("organisation", f"{region.number}-{index}"),
            thing("place", f"{region.number}-{index}"),
        )
        writer.add(
            "organisations/organisations",
            organisation,
            a=mg("Organisation"),
            country=region.country.iri,
            seat=place,
            skos__prefLabel=text(f"Organisation {index} of region {region.number}"),
            pic=f'"{100_000_000 + region.number * 14 + index}"',
            organisationType=f"<{ID}organisation-type/other>",
            **evidence("high"),
        )
        writer.add(
            "organisations/places",
            place,
            a=f"<{PREFIXES['org']}Site>",
            skos__prefLabel=text(f"Town {index}"),
            city=f'"Town {index}"',
            country=region.country.iri,
            inRegion=chance.choice(region.parts),
            **evidence("high"),
        )
        for project in sorted(chance.sample(range(projects), 5)):
            writer.add(
                "projects/participations",
                thing("participation", f"{project}-{region.number}-{index}"),
                a=mg("Participation"),
                inProject=thing("project", project),
                participant=organisation,
                role=f"<{ID}role/partner>",
                euContribution=decimal(chance.randrange(1, 90) * 1000),
                workPlace=place,
                representsRegion=region.iri,
                **evidence("high"),
            )
    for project in sorted(chance.sample(range(projects), min(10, projects))):
        writer.add(
            "projects/involvements",
            thing("involvement", f"{project}-{region.number}"),
            a=mg("RegionInvolvement"),
            involvementIn=thing("project", project),
            involvedRegion=region.iri,
            **confidence(chance),
        )


def evidence(level: str) -> dict[str, str | list[str]]:
    return {"dcterms__source": SOURCE, "confidence": f"<{ID}confidence/{level}>"}


def confidence(chance: random.Random) -> dict[str, str | list[str]]:
    return evidence(chance.choice(CONFIDENCES))


def point(country: Country, chance: random.Random) -> str:
    longitude, latitude = chance.uniform(country.west, country.east), chance.uniform(country.south, country.north)
    return f'"POINT({longitude:.4f} {latitude:.4f})"^^<{PREFIXES["geo"]}wktLiteral>'


def thing(kind: str, slug: int | str) -> str:
    return f"<{ID}{kind}/{slug}>"


def mg(name: str) -> str:
    return f"<{MG}{name}>"


def xsd(name: str) -> str:
    return f"<{PREFIXES['xsd']}{name}>"


def text(words: str) -> str:
    return f'"{words}"@en'


def year(number: int) -> str:
    return f'"{number}"^^{xsd("gYear")}'


def day(number: int) -> str:
    return f'"{number}-01-01"^^{xsd("date")}'


def decimal(number: int) -> str:
    return f'"{number}"^^{xsd("decimal")}'


def sample(values: list[str], size: int, chance: random.Random) -> list[str]:
    return sorted(chance.sample(values, size))


def predicate(name: str) -> str:
    if name == "a":
        return "a"
    prefix, double, local = name.partition("__")
    return f"<{PREFIXES[prefix]}{local}>" if double else mg(name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=300_000, help="about how many triples (default: 300000)")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("directory", type=Path)
    arguments = parser.parse_args()
    count = generate(arguments.directory, arguments.triples, arguments.seed)
    print(f"{arguments.directory}: {count} triples beside the vocabularies")


if __name__ == "__main__":
    main()

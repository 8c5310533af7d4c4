"""Reading a GeoJSON file of NUTS regions that somebody else made: nothing in it is taken on trust."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from minegraph.errors import SourceError
from minegraph.files import read_bytes, shown
from minegraph.polygons import LEAST_POINTS, Area, Point, Polygon, Ring

MOST_BYTES = 64 << 20
MOST_FEATURES = 20_000
_CODE = re.compile(r"[A-Z]{2}[A-Z0-9]{0,3}")
_DEGREES = re.compile(r"EPSG:+(?:\d[\d.]*)?:?4326|CRS:?84", re.IGNORECASE)
_OTHER = re.compile(r"EPSG:+(?:\d[\d.]*:+)?:?(\d+)", re.IGNORECASE)
_TAKE = "Take the GeoJSON file of the regions (RG) in EPSG:4326, such as NUTS_RG_20M_2021_4326.geojson."


@dataclass(frozen=True, slots=True)
class Feature:
    """A region of the file: its place among the features from 1, its NUTS code, and its area."""

    number: int
    code: str
    area: Area


def read_features(path: Path) -> list[Feature]:
    """The regions of a GISCO file, in its order; SourceError says what is wrong with it, where, and what to do."""
    document = _document(path)
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        kind = document.get("type") if isinstance(document, dict) else None
        raise _problem(path, f"{_said(kind)} is no GeoJSON FeatureCollection. {_TAKE}")
    _check_system(path, document.get("crs"))
    features = document.get("features")
    if not isinstance(features, list) or not 0 < len(features) <= MOST_FEATURES:
        raise _problem(path, f"it must have a list of 1 to {MOST_FEATURES:,} features. {_TAKE}")
    found: dict[str, Feature] = {}
    for number, given in enumerate(features, start=1):
        feature = _feature(path, number, given)
        if feature.code in found:
            first = found[feature.code].number
            raise _problem(path, f"{feature.code} is there twice, the first time as feature {first}.", number)
        found[feature.code] = feature
    return list(found.values())


def _document(path: Path) -> object:
    _check_size(path)
    try:
        return json.loads(read_bytes(path).decode("utf-8-sig"), parse_constant=_refuse)
    except RecursionError as error:
        raise _problem(path, f"its brackets are nested too deeply for a map. {_TAKE}") from error
    except UnicodeDecodeError as error:
        raise _problem(path, f"it is not UTF-8 text. {_TAKE}") from error
    except ValueError as error:
        raise SourceError(shown(path), getattr(error, "lineno", None), f"it is not JSON ({error}). {_TAKE}") from error


def _check_size(path: Path) -> None:
    if path.exists() and not path.is_file():
        raise _problem(path, f"it is no file. {_TAKE}")
    size = path.stat().st_size if path.exists() else 0
    if size > MOST_BYTES:
        advice = "Take a coarser one, such as 20M (1:20 million)."
        raise _problem(path, f"it has {size >> 20:,} MB, and more than {MOST_BYTES >> 20} MB are not read. {advice}")


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no number of JSON")


def _check_system(path: Path, crs: object) -> None:
    """SourceError for a coordinate system that is not degrees east and north; a file need not name one."""
    named = json.dumps(crs)
    if crs is None or _DEGREES.search(named):
        return
    other = _OTHER.search(named)
    system = f"EPSG:{other[1]}" if other else "another coordinate system"
    raise _problem(path, f"its coordinates are in {system}, not in degrees. {_TAKE}")


def _feature(path: Path, number: int, given: object) -> Feature:
    properties = given.get("properties") if isinstance(given, dict) else None
    geometry = given.get("geometry") if isinstance(given, dict) else None
    if not isinstance(properties, dict) or not isinstance(geometry, dict):
        raise _problem(path, f"it has no properties or no geometry. {_TAKE}", number)
    return Feature(number, _code(path, number, properties), _area(path, number, geometry))


def _code(path: Path, number: int, properties: dict[str, object]) -> str:
    code, level = properties.get("NUTS_ID"), properties.get("LEVL_CODE")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise _problem(path, f"NUTS_ID {_said(code)} is no NUTS code, such as FI1D7. {_TAKE}", number)
    if level is not None and level != len(code) - 2:
        raise _problem(path, f"{code} cannot be of level {_said(level)} (LEVL_CODE). Correct one of them.", number)
    return code


def _area(path: Path, number: int, geometry: dict[str, object]) -> Area:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in {"Polygon", "MultiPolygon"}:
        raise _problem(path, f"its geometry is {_said(kind)}, not a Polygon or MultiPolygon. {_TAKE}", number)
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    return tuple(_polygon(path, number, polygon) for polygon in _listed(path, number, polygons))


def _polygon(path: Path, number: int, given: object) -> Polygon:
    return tuple(_ring(path, number, ring) for ring in _listed(path, number, given))


def _ring(path: Path, number: int, given: object) -> Ring:
    points = tuple(_points(path, number, _listed(path, number, given)))
    if len(points) < LEAST_POINTS or points[0] != points[-1]:
        advice = f"A ring has {LEAST_POINTS} points or more, the last the same as the first."
        raise _problem(path, f"a ring of its geometry is not closed. {advice}", number)
    return points


def _points(path: Path, number: int, given: list[object]) -> Iterator[Point]:
    for point in given:
        match point:
            case [int() | float() as east, int() | float() as north, *_] if _is_degree(east, 180) and _is_degree(
                north, 90
            ):
                yield float(east), float(north)
            case _:
                wrong = f"{_said(point)} is no point in degrees, longitude (-180 to 180) first"
                raise _problem(path, f"{wrong}: is the file in EPSG:3035 or 3857? {_TAKE}", number)


def _is_degree(value: float, most: int) -> bool:
    return not isinstance(value, bool) and math.isfinite(value) and abs(value) <= most


def _listed(path: Path, number: int, given: object) -> list[object]:
    if not isinstance(given, list) or not given:
        raise _problem(path, f"{_said(given)} stands where its geometry needs a list. {_TAKE}", number)
    return given


def _said(value: object) -> str:
    """What the file has there, short enough for a message."""
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 40 else f"{text[:40]}…"  # noqa: PLR2004


def _problem(path: Path, problem: str, number: int = 0) -> SourceError:
    return SourceError(shown(path), None, f"feature {number}: {problem}" if number else problem)

"""Every name and code of a release, for the search that its pages do without a server.

names/names.js        all things; of a graph with very many names only the letters that have a file of their own
names/names-61.js     the things of which a word begins with the letter of that number (`a`)

With a file for each letter, what is within a word, or misspelt in its first letter, is found only where another word
has the same letter. They are scripts, since a page that is opened from a disk can load nothing else. What they hold is
read by `web/src/names.ts`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from minegraph.labels import fold
from minegraph.nameindex import Entry, NameIndex
from minegraph.pages import shown
from minegraph.release.edition import Edition
from minegraph.site import UnreleasedError, href, relative, render_released
from minegraph.telling import Progress
from minegraph.terms import ID

MOST_CHARACTERS = 2_000_000
"""What a file of names may be long before there is one for each letter."""

Kind = tuple[str, int]
Row = list[object]


def write_search(edition: Edition, _progress: Progress) -> None:
    """Write the search page and the files of names."""
    write_names(edition)
    edition.write("search.html", render_released("released_search.html", "search.html", edition))


def write_names(edition: Edition, most: int = MOST_CHARACTERS) -> None:
    """Write every name to one file, or, where that had more than `most` characters, to one for each letter."""
    entries = [entry for entry in NameIndex(edition.source).entries() if path_of(entry.iri)]
    kinds = sorted({(entry.kind, entry.rank) for entry in entries})
    rows = {entry.iri: _row(entry, kinds) for entry in entries}
    for name, text in _files(entries, kinds, rows, most):
        edition.write(f"names/{name}.js", text)


def path_of(iri: str) -> str:
    """Where the search leads to for an IRI: the slug of a thing, or `=` and another address; empty for nowhere."""
    address = href(iri)
    if not address.startswith("/"):
        return f"={address}" if address else ""
    try:
        file = relative(address, "index.html")
    except UnreleasedError:
        return ""
    slug = iri.removeprefix(ID)
    return slug if file == f"doc/{slug}.html" else f"={file}"


def _files(
    entries: Sequence[Entry], kinds: Sequence[Kind], rows: Mapping[str, Row], most: int
) -> Iterator[tuple[str, str]]:
    whole = _script("names", kinds, list(rows.values()))
    if len(whole) <= most:
        yield "names", whole
        return
    letters: dict[str, list[Row]] = {}
    for entry in entries:
        for letter in _letters(entry):
            letters.setdefault(letter, []).append(rows[entry.iri])
    yield "names", _script("names", kinds, [], sorted(letters))
    for letter in sorted(letters):
        name = f"names-{ord(letter):x}"
        yield name, _script(name, [], letters[letter])


def _script(name: str, kinds: Sequence[Kind], rows: Sequence[Row], letters: Sequence[str] = ()) -> str:
    """A file of names, with a line for each thing."""
    head = {"kinds": kinds, **({"letters": letters} if letters else {})}
    lines = ",\n".join(map(_json, rows))
    return f'minegraphNames({_json(name)},{_json(head)[:-1]},"things":[\n{lines}\n]}});\n'


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _row(entry: Entry, kinds: Sequence[Kind]) -> Row:
    """A thing as the search reads it: path, label, kind, names, codes; what is empty at the end is left out."""
    names = [_name(entry, at) for at in range(len(entry.names))]
    path = path_of(entry.iri)
    known = set() if path.startswith("=") else {fold(path), fold(path.rpartition("/")[2])}
    codes = [code for code in entry.codes if fold(code) not in known]
    row: Row = [path, shown(entry.label), kinds.index((entry.kind, entry.rank)), names, codes]
    while row[-1] == []:
        row.pop()
    return row


def _name(entry: Entry, at: int) -> str:
    """A name after its language, `*` for the preferred English one; empty where that is the label."""
    name = entry.names[at]
    if name.is_first:
        return "" if name.text == entry.label else f"*:{shown(name.text)}"
    return f"{name.language}:{shown(name.text)}"


def _letters(entry: Entry) -> list[str]:
    """The letters with which a word of a name or code begins."""
    slug = "" if path_of(entry.iri).startswith("=") else path_of(entry.iri)
    texts = [entry.label, slug, slug.rpartition("/")[2], *entry.codes, *(name.text for name in entry.names)]
    return sorted({word[0] for text in texts for word in fold(text).split()})

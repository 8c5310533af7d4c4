"""How long the engine takes for one stored question on a built store: seconds, the median of several times.

python benchmarks/engine.py ROOT GENERATION QUESTION
"""

from __future__ import annotations

import sys
from pathlib import Path

from minegraph.files import Layout
from minegraph.queries import question_named
from minegraph.store import LocalStore
from processes import median_seconds


def main() -> None:
    root, generation, name = sys.argv[1:]
    text = question_named(Layout(Path(root)), name).text
    store = LocalStore.open(Path(generation))
    print(median_seconds(lambda: store.select(text), 20))


if __name__ == "__main__":
    main()

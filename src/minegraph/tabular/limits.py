"""How much a table may hold: far more than anybody types, little enough to be read in seconds."""

from __future__ import annotations

FILE_BYTES = 50_000_000
ROWS = 100_000
COLUMNS = 300
CELLS = 200_000
CELL_CHARACTERS = 65_536
TEXT_CHARACTERS = 50_000_000
SPREAD = 100_000
FORMULA_CHARACTERS = 2_000_000

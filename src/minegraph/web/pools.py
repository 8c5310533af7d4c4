"""The children of a server, by what they are for."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from minegraph.files import Layout
from minegraph.generations import DamageError, Generations
from minegraph.web.children import Command
from minegraph.web.pool import Limits, Pool

LOOK_EVERY = 1.0
WARM = (
    "minegraph.web.jobs.describe",
    "minegraph.web.jobs.search",
    "minegraph.web.jobs.start",
)


@dataclass(frozen=True)
class Settings:
    """What may be set of a server: queries at a time, seconds and memory (MB) for each."""

    workers: int = 2
    timeout: float = 10.0
    memory: int = 1024


class Pools:
    """`queries` run SPARQL of strangers, `pages` answer from warm caches, `desk` handles submissions."""

    def __init__(self, layout: Layout, store: Path, generation: Path, settings: Settings) -> None:
        self.generation = generation
        self._generations = Generations(store)

        def pool(memory: int, limits: Limits, *modules: str, follows_files: bool = False) -> Pool:
            at = None if follows_files else generation
            return Pool(Command(layout.root, store, at, memory, modules), limits)

        queries = Limits(settings.workers, settings.timeout, slow=2 * settings.workers)
        self._pools = {
            "queries": pool(settings.memory, queries, "minegraph.web.jobs.query"),
            "pages": pool(4096, Limits(2, 60.0), *WARM),
            "desk": pool(4096, Limits(1, 600.0, waiting=60.0), follows_files=True),
        }

    def __getitem__(self, name: str) -> Pool:
        return self._pools[name]

    async def start(self) -> None:
        """Start all children."""
        await asyncio.gather(*(pool.start() for pool in self._pools.values()))

    async def close(self) -> None:
        """End all children."""
        await asyncio.gather(*(pool.close() for pool in self._pools.values()))

    async def follow(self) -> None:
        """Answer from each new generation of the store soon after it is built, by whom it may be; never ends."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self.renew()

    def renew(self) -> None:
        """Answer from the generation that is in use now."""
        with suppress(DamageError, OSError):
            current = self._generations.current()
            if current is not None and current.path != self.generation:
                self.generation = current.path
                for name in ("queries", "pages"):
                    self._pools[name].use(current.path)

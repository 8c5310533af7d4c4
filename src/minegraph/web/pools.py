"""The children of a server, by what they are for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from minegraph.files import Layout
from minegraph.generations import DamageError, Generations
from minegraph.web.children import Command
from minegraph.web.pool import Limits, Pool

LOOK_EVERY = 1.0
BEHIND_READERS = 3
ASKING = (
    "minegraph.web.jobs.graphs",
    "minegraph.web.jobs.query",
    "minegraph.web.jobs.question",
)
WARM = (
    "minegraph.web.jobs.dataset",
    "minegraph.web.jobs.describe",
    "minegraph.web.jobs.search",
    "minegraph.web.jobs.service",
    "minegraph.web.jobs.start",
    "minegraph.web.jobs.synergy_overview",
)


@dataclass(frozen=True)
class Settings:
    """What may be set of a server: queries at a time; seconds, memory (MB), rows and MB of the answer for each."""

    workers: int = 2
    timeout: float = 10.0
    memory: int = 1024
    most_rows: int = 100_000
    most_megabytes: int = 64


class Pools:
    """`queries` run SPARQL of strangers, `pages` answer from warm caches; `checks` looks at files, `desk` decides."""

    def __init__(self, layout: Layout, store: Path, generation: Path, settings: Settings) -> None:
        self.generation, self.settings = generation, settings
        self._generations, self._renewing = Generations(store), asyncio.Lock()

        def pool(memory: int, limits: Limits, *modules: str, follows_files: bool = False) -> Pool:
            at = None if follows_files else generation
            niceness = BEHIND_READERS if follows_files else 0
            return Pool(Command(layout.root, store, at, memory, modules, niceness), limits)

        workers, answers = settings.workers, settings.most_megabytes << 20
        queries = Limits(workers, settings.timeout, answers, slow=2 * workers, spares=max(workers // 2, 1))
        self._pools = {
            "queries": pool(settings.memory, queries, *ASKING),
            "pages": pool(4096, Limits(2, 60.0), *WARM),
            "checks": pool(4096, Limits(1, 300.0, waiting=600.0), follows_files=True),
            "desk": pool(4096, Limits(1, 600.0, waiting=60.0), follows_files=True),
        }

    def __getitem__(self, name: str) -> Pool:
        return self._pools[name]

    async def start(self) -> None:
        """Start all children; OSError, and none is left, when one does not start."""
        try:
            await _to_the_end(pool.start() for pool in self._pools.values())
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """End all children."""
        await asyncio.gather(*(pool.close() for pool in self._pools.values()))

    async def follow(self) -> None:
        """Answer from each new generation of the store soon after it is built, by whom it may be; never ends."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self.renew()

    async def renew(self) -> None:
        """Answer from the generation that is in use now; from the one before it when that cannot be."""
        async with self._renewing:
            with suppress(DamageError, OSError):
                current = self._generations.current()
                if current is not None and current.path != self.generation:
                    await _to_the_end(self._pools[name].use(current.path) for name in ("queries", "pages"))
                    self.generation = current.path


async def _to_the_end(work: Iterable[Awaitable[None]]) -> None:
    """Do all of it at once, then raise what went wrong first: nothing goes on unseen."""
    ended = await asyncio.gather(*work, return_exceptions=True)
    problem = next((one for one in ended if one), None)
    if problem:
        raise problem

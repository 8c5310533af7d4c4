"""Children that run jobs: what becomes of them, of their answers, and of those who wait."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hostile import ENDLESS_ROWS, MEMORY_BOMB, PRODUCT, SORTED_PRODUCT
from looping import run
from minegraph.errors import StoreError
from minegraph.web.answers import BrokenOffError
from minegraph.web.children import Child, Command
from minegraph.web.failures import RequestError, death
from minegraph.web.output import Output
from minegraph.web.pool import Allowance, Limits, Pool
from minegraph.web.pools import _to_the_end

LIMITS = Limits(size=1, deadline=1.0, slow=1, spares=1)
TWO = "SELECT ?x WHERE { VALUES ?x { 1 2 } } ORDER BY ?x"


@pytest.fixture
def command(tiny_generation: Path) -> Command:
    """How a child of the miniature is started."""
    store = tiny_generation.parent.parent
    return Command(store.parent, store, tiny_generation, 256, ("minegraph.web.jobs.query",))


@asynccontextmanager
async def pooled(command: Command, limits: Limits = LIMITS) -> Any:
    """A pool that is at work."""
    pool = Pool(command, limits)
    await pool.start()
    try:
        yield pool
    finally:
        await pool.close()


def query(text: str) -> dict[str, object]:
    """The arguments of a query."""
    return {"query": text, "accept": "text/csv", "formats": [], "most_rows": 10**9, "headers": {}}


async def asked(pool: Pool, text: str) -> bytes:
    """The body of the answer to a query."""
    return await (await pool.run("query", query(text))).read()


async def refused(work: Awaitable[object]) -> RequestError:
    """Why there is no answer."""
    with pytest.raises(RequestError) as failure:
        await work
    return failure.value


def processes(pool: Pool) -> set[int]:
    """The children that are fit for work."""
    return {child._process.pid for child in pool._fit}


def is_running(process: int) -> bool:
    """Whether a process has not ended."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def comes_true(claim: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(20):
        while not claim():
            await asyncio.sleep(0.02)


async def rests(pool: Pool) -> None:
    """Wait until as many children are ready as there should be, and nothing is left of their work."""
    wanted = pool.limits.size + pool.limits.spares
    await comes_true(lambda: pool._idle.qsize() == wanted == len(pool._fit) and not pool._tasks)
    assert list(Path(pool._spools.name).iterdir()) == []


def test_same_child_does_one_job_after_the_other(command: Command) -> None:
    async def trip() -> None:
        async with pooled(command, replace(LIMITS, spares=0)) as pool:
            before = processes(pool)
            for _ in range(5):
                assert await asked(pool, TWO) == b"x\r\n1\r\n2\r\n"
            assert (await refused(asked(pool, "SELECT"))).status == 400
            assert (await refused(asked(pool, "CLEAR ALL"))).status == 403
            assert processes(pool) == before
            await rests(pool)

    run(trip())


def test_runaway_is_stopped_at_its_deadline(command: Command) -> None:
    async def trip() -> None:
        async with pooled(command) as pool:
            started = asyncio.get_running_loop().time()
            failure = await refused(asked(pool, PRODUCT))
            assert 1.0 <= asyncio.get_running_loop().time() - started < 2.0
            assert (failure.status, failure.headers["retry-after"]) == (503, "2")
            assert "stopped after 1 seconds" in failure.message
            await rests(pool)

    run(trip())


@pytest.mark.parametrize("bomb", [MEMORY_BOMB, SORTED_PRODUCT])
def test_memory_that_is_not_there_is_said_to_be_the_reason(command: Command, bomb: str) -> None:
    async def trip() -> None:
        async with pooled(command, replace(LIMITS, deadline=20)) as pool:
            failure = await refused(asked(pool, bomb))
            assert (failure.status, "memory" in failure.message) == (503, True)
            assert await asked(pool, TWO) == b"x\r\n1\r\n2\r\n"
            await rests(pool)

    run(trip())


def test_answer_that_does_not_end_breaks_off(command: Command) -> None:
    async def trip() -> None:
        async with pooled(command) as pool:
            answer = await pool.run("query", query(ENDLESS_ROWS))
            with pytest.raises(BrokenOffError):
                await answer.read()
            await rests(pool)

    run(trip())


def test_answer_that_is_too_large_breaks_off(command: Command) -> None:
    async def trip() -> None:
        async with pooled(command, replace(LIMITS, deadline=30)) as pool:
            allowance = Allowance(30, 3 << 20)
            answer = await pool.run("query", query(ENDLESS_ROWS), allowance)
            with pytest.raises(BrokenOffError, match="larger than 3 MB"):
                await answer.read()
            small = await refused(pool.run("query", query(ENDLESS_ROWS), Allowance(30, 1 << 16)))
            assert small.status == 413
            await rests(pool)

    run(trip())


def test_work_ends_when_nobody_waits_for_it(command: Command) -> None:
    async def trip() -> None:
        async with pooled(command, replace(LIMITS, deadline=60)) as pool:
            waiting = asyncio.ensure_future(asked(pool, PRODUCT))
            await asyncio.sleep(0.5)
            waiting.cancel()
            await rests(pool)
            answer = await pool.run("query", query(ENDLESS_ROWS))
            answer.close()
            await rests(pool)

    run(trip())


def test_quick_questions_do_not_wait_for_slow_ones(command: Command) -> None:
    async def trip() -> None:
        async with pooled(command, replace(LIMITS, deadline=3)) as pool:
            slow = [asyncio.ensure_future(refused(asked(pool, PRODUCT))) for _ in range(3)]
            await asyncio.sleep(0.1)
            async with asyncio.timeout(2.5):
                assert await asked(pool, TWO) == b"x\r\n1\r\n2\r\n"
            failures = [(await one).message for one in slow]
            assert any("other long questions" in message for message in failures)
            assert any("stopped after 3 seconds" in message for message in failures)
            await rests(pool)

    run(trip())


def test_slow_question_may_go_on_where_nobody_waits(command: Command) -> None:
    async def trip() -> None:
        async with pooled(command) as pool:
            failures = await asyncio.gather(*(refused(asked(pool, PRODUCT)) for _ in range(2)))
            assert all("stopped after 1 seconds" in failure.message for failure in failures)

    run(trip())


def test_no_more_wait_than_may(command: Command) -> None:
    async def trip() -> None:
        async with pooled(command, Limits(1, 5.0, waiting=0.2, most_waiting=2)) as pool:
            running = asyncio.ensure_future(refused(asked(pool, PRODUCT)))
            await asyncio.sleep(0.1)
            waiting = [asyncio.ensure_future(refused(asked(pool, TWO))) for _ in range(2)]
            await asyncio.sleep(0.01)
            at_once = asyncio.ensure_future(refused(asked(pool, TWO)))
            await asyncio.sleep(0.01)
            assert at_once.done()
            assert {(await one).status for one in [*waiting, at_once]} == {503}
            running.cancel()

    run(trip())


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc here")
def test_children_do_not_know_the_token_of_the_stewards(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINEGRAPH_STEWARD_TOKEN", "a secret")

    async def trip() -> None:
        async with pooled(command) as pool:
            known = [Path(f"/proc/{process}/environ").read_bytes() for process in processes(pool)]
            assert [b"a secret" in one for one in known] == [False, False]

    run(trip())


def test_closed_pool_waits_for_the_end_of_every_child(command: Command) -> None:
    async def trip() -> list[Child]:
        async with pooled(command, replace(LIMITS, deadline=0.6)) as pool:
            children = list(pool._fit)
            await asyncio.gather(*(refused(asked(pool, PRODUCT)) for _ in range(2)))
        return children

    for child in run(trip()):
        assert child._process.returncode is not None


def test_answers_that_nobody_reads_are_not_heaped_up(command: Command) -> None:
    async def trip() -> None:
        async with pooled(command, replace(LIMITS, deadline=5, most_spooled=2 << 20)) as pool:
            unread = await pool.run("query", query(ENDLESS_ROWS), Allowance(5, 4 << 20))
            await comes_true(lambda: unread.is_over)
            assert (await refused(asked(pool, TWO))).status == 503
            unread.close()
            assert await asked(pool, TWO) == b"x\r\n1\r\n2\r\n"

    run(trip())


def test_full_disk_is_said_to_be_the_reason() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this machine has no /dev/full")
    with Path("/dev/full").open("wb", buffering=0) as spool:
        output = Output(spool, 1 << 20, lambda _: None)
        output.begin("text/csv")
        with pytest.raises(StoreError, match="no room for this answer"):
            output.write(b"x")
    assert RequestError.of("StoreError", "").status == 503


@pytest.mark.parametrize(
    ("ended", "status"), [("SIGABRT", 503), ("SIGSEGV", 503), ("SIGXCPU", 503), ("SIGBUS", 500), ("exit 1", 500)]
)
def test_death_has_a_reason(ended: str, status: int) -> None:
    failure = death(ended)
    assert (failure.status, "retry-after" in failure.headers) == (status, status == 503)


def test_child_that_is_killed_from_outside_is_replaced(command: Command) -> None:
    async def trip() -> None:
        async with pooled(command, replace(LIMITS, deadline=20, patience=20)) as pool:
            children = list(pool._fit)
            for process in processes(pool):
                os.kill(process, signal.SIGKILL)
            await comes_true(lambda: not any(child.is_alive for child in children))
            assert await asked(pool, TWO) == b"x\r\n1\r\n2\r\n"
            running = asyncio.ensure_future(refused(asked(pool, PRODUCT)))
            await comes_true(lambda: pool._places.locked() and not pool._waiting)
            for process in processes(pool):
                os.kill(process, signal.SIGKILL)
            assert "stopped by the system" in (await running).message
            await rests(pool)

    run(trip())


def test_children_that_do_not_start_are_said_to_be_the_reason(command: Command, tmp_path: Path) -> None:
    async def trip() -> None:
        with pytest.raises(ChildProcessError, match="exit 1"):
            await Pool(replace(command, generation=tmp_path / "nix"), LIMITS).start()
        async with pooled(command, replace(LIMITS, spares=0, waiting=3)) as pool:
            pool._command = replace(command, generation=tmp_path / "nix")
            assert await asked(pool, TWO) == b"x\r\n1\r\n2\r\n"  # the child of before; it is not kept
            failure = await refused(asked(pool, TWO))
            assert (failure.status, "cannot start another process" in failure.message) == (503, True)
            pool._command = command
            await rests(pool)

    run(trip())


def test_generation_changes_while_questions_are_answered(command: Command, tmp_path: Path) -> None:
    async def trip() -> None:
        other = tmp_path / "2"
        other.symlink_to(command.generation or "")
        async with pooled(command) as pool:
            before = processes(pool)
            slow = asyncio.ensure_future(refused(asked(pool, PRODUCT)))
            await asyncio.sleep(0.05)
            changing = asyncio.ensure_future(pool.use(other))
            while not changing.done():
                assert await asked(pool, TWO) == b"x\r\n1\r\n2\r\n"
            assert "stopped after" in (await slow).message
            await rests(pool)
            assert not before & processes(pool)
            with pytest.raises(ChildProcessError):
                await pool.use(tmp_path / "nix")
            assert await asked(pool, TWO) == b"x\r\n1\r\n2\r\n"

    run(trip())


def test_pool_that_fails_does_not_let_others_go_on_unseen() -> None:
    done = []

    async def fails() -> None:
        raise OSError("this")

    async def lasts() -> None:
        await asyncio.sleep(0.05)
        done.append("lasts")

    with pytest.raises(OSError, match="this"):
        run(_to_the_end((fails(), lasts())))
    assert done == ["lasts"]


def test_nothing_is_left_of_a_pool_that_is_closed(command: Command) -> None:
    async def trip() -> tuple[set[int], Path]:
        async with pooled(command, replace(LIMITS, deadline=60)) as pool:
            running = [asyncio.ensure_future(refused(asked(pool, PRODUCT))) for _ in range(2)]
            await asyncio.sleep(0.5)
            children, spools = processes(pool), Path(pool._spools.name)
        assert [(await one).status for one in running] == [503, 503]
        return children, spools

    children, spools = run(trip())
    assert (any(map(is_running, children)), spools.exists()) == (False, False)

"""Worker processes: limits, cancellation, crashes, signals and a quick end."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from bot.compute import Compute, JobFailed
from bot.errors import SourceError
from bot.model import Draft
from bot.text import jobs
from tests import compute_jobs

pytestmark = pytest.mark.asyncio(loop_scope="module")
ROOT = Path(__file__).parents[1]
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def compute() -> AsyncIterator[Compute]:
    pool = Compute(workers=1, warm=compute_jobs.nothing)
    yield pool
    await pool.close()


async def test_a_job_returns_its_result(compute: Compute) -> None:
    assert await compute.run(compute_jobs.double, 21) == 42


async def test_a_large_result_arrives_whole(compute: Compute) -> None:
    assert len(await compute.run(compute_jobs.large)) == 50_000


async def test_jobs_run_in_another_process_that_gives_way(compute: Compute) -> None:
    assert await compute.run(compute_jobs.pid) != os.getpid()
    if hasattr(os, "nice"):
        assert await compute.run(compute_jobs.niceness) >= 10


async def test_one_job_after_the_other_does_not_starve_who_waits(compute: Compute) -> None:
    done: list[str] = []

    async def busy() -> None:
        for _ in range(20):
            await compute.run(compute_jobs.double, 1)
            done.append("busy")

    async def waiting() -> None:
        await compute.run(compute_jobs.double, 2)
        done.append("waiting")

    await compute.run(compute_jobs.double, 0)
    await asyncio.gather(busy(), waiting(), waiting())
    assert done.index("waiting") <= 2 and done[:6].count("waiting") == 2


async def test_an_error_of_ours_arrives_as_itself(compute: Compute) -> None:
    with pytest.raises(SourceError) as caught:
        await compute.run(compute_jobs.refuse)
    assert (caught.value.code, caught.value.facts) == ("not-a-feed", {"why": "a test"})


@pytest.mark.parametrize(
    "job", [compute_jobs.crash, compute_jobs.unpicklable, compute_jobs.refuse_with_unpicklable_facts]
)
async def test_any_other_error_arrives_as_a_bug_with_its_traceback(compute: Compute, job: object) -> None:
    before = await compute.run(compute_jobs.pid)
    with pytest.raises(JobFailed) as caught:
        await compute.run(job)  # type: ignore[arg-type]  # one list for jobs of several types
    assert "Traceback" in caught.value.traceback_text or "SourceError" in caught.value.traceback_text
    assert await compute.run(compute_jobs.pid) == before, "the worker goes on"


async def test_a_job_over_its_limit_is_killed_even_inside_c_code(compute: Compute) -> None:
    started = time.monotonic()
    with pytest.raises(SourceError) as caught:
        await compute.run(compute_jobs.hang_in_c, timeout_s=0.3)
    assert caught.value.code == "timed-out"
    assert caught.value.facts["job"] == "hang_in_c"
    assert time.monotonic() - started < 5
    assert await compute.run(compute_jobs.double, 4) == 8


@posix_only
async def test_a_worker_that_dies_is_reported_and_replaced(compute: Compute) -> None:
    with pytest.raises(SourceError) as caught:
        await compute.run(compute_jobs.die)
    assert caught.value.code == "worker-died"
    assert await compute.run(compute_jobs.double, 4) == 8


@posix_only
async def test_an_idle_worker_that_is_killed_costs_no_job(compute: Compute) -> None:
    victim = await compute.run(compute_jobs.pid)
    os.kill(victim, signal.SIGKILL)
    await asyncio.sleep(0.3)
    assert await compute.run(compute_jobs.pid) != victim


@posix_only
async def test_a_dead_worker_takes_no_other_job_with_it() -> None:
    pool = Compute(workers=2, warm=compute_jobs.nothing)
    try:
        await pool.start()
        other = asyncio.create_task(pool.run(compute_jobs.sleep, 0.5))
        waiting = [asyncio.create_task(pool.run(compute_jobs.double, number)) for number in range(5)]
        with pytest.raises(SourceError):
            await pool.run(compute_jobs.die)
        assert await other == "slept"
        assert await asyncio.gather(*waiting) == [0, 2, 4, 6, 8]
    finally:
        await pool.close()


async def test_cancelling_the_caller_stops_the_job_and_frees_its_place(compute: Compute, tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    task = asyncio.create_task(compute.run(compute_jobs.touch_then_sleep, str(mark), 60, timeout_s=60))
    await eventually(lambda: mark.exists() and mark.read_text(encoding="utf-8") != "")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await compute.run(compute_jobs.double, 1) == 2
    if sys.platform != "win32":
        await wait_until_gone(int(mark.read_text(encoding="utf-8")))


async def test_a_cancelled_job_that_waits_disturbs_nobody(compute: Compute) -> None:
    worker = await compute.run(compute_jobs.pid)
    running = asyncio.create_task(compute.run(compute_jobs.sleep, 0.2))
    await asyncio.sleep(0.05)
    waiting = asyncio.create_task(compute.run(compute_jobs.double, 1))
    await asyncio.sleep(0)
    waiting.cancel()
    assert await running == "slept"
    assert await compute.run(compute_jobs.pid) == worker


@posix_only
async def test_signals_to_the_whole_group_leave_the_worker_at_work(compute: Compute) -> None:
    assert await compute.run(compute_jobs.interrupt_then_double, 2) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of one process like this")
async def test_a_job_that_wants_all_memory_is_refused(compute: Compute) -> None:
    with pytest.raises(SourceError) as caught:
        await compute.run(compute_jobs.eat_memory)
    assert caught.value.code == "too-large"


async def test_closing_is_quick_while_jobs_hang_and_tells_those_who_wait() -> None:
    pool = Compute(workers=1, warm=compute_jobs.nothing)
    assert await pool.run(compute_jobs.double, 1) == 2
    tasks = [asyncio.create_task(pool.run(compute_jobs.hang_in_c, timeout_s=60)) for _ in range(2)]
    await asyncio.sleep(0.3)
    started = time.monotonic()
    await pool.close()
    assert time.monotonic() - started <= 2.1
    replies = await asyncio.gather(*tasks, return_exceptions=True)
    assert [reply.code for reply in replies if isinstance(reply, SourceError)] == ["worker-died", "worker-died"]
    with pytest.raises(SourceError):
        await pool.run(compute_jobs.double, 1)


async def test_a_light_job_does_not_wait_for_a_warm_worker_and_the_others_still_get_one() -> None:
    pool = Compute(warm=compute_jobs.warm_once_more, light=(compute_jobs.warmings_so_far,))
    try:
        assert await pool.run(compute_jobs.warmings_so_far) == 0
        assert await pool.run(compute_jobs.warmings) == 1
        assert await pool.run(compute_jobs.warmings) == 1
        with pytest.raises(SourceError):
            await pool.run(compute_jobs.sleep, 30.0, timeout_s=0.2)
        assert await pool.run(compute_jobs.warmings) == 1, "the worker that came for the killed one is warm too"
    finally:
        await pool.close()


async def test_a_worker_that_can_not_be_warmed_says_why() -> None:
    pool = Compute(warm=compute_jobs.crash)
    try:
        with pytest.raises(JobFailed, match="Stubborn"):
            await pool.start()
    finally:
        await pool.close()


async def test_closing_what_never_started_does_nothing() -> None:
    await Compute().close()


@posix_only
@pytest.mark.parametrize("job", ["sleep, 60", "hang_in_c"])
async def test_a_worker_ends_when_the_main_process_is_killed(job: str, tmp_path: Path) -> None:
    limit_s = 0.2 if job == "hang_in_c" else 60  # inside C code only the kernel's alarm can end it
    script = tmp_path / "orphan.py"
    script.write_text(
        f"""
import asyncio
from bot import compute
from tests import compute_jobs

async def main():
    compute.GRACE_S = 0.5
    pool = compute.Compute(warm=compute_jobs.nothing)
    print(await pool.run(compute_jobs.pid), flush=True)
    await pool.run(compute_jobs.{job}, timeout_s={limit_s})

if __name__ == "__main__":
    asyncio.run(main())
""",
        encoding="utf-8",
    )
    parent = await asyncio.create_subprocess_exec(
        sys.executable, str(script), stdout=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert parent.stdout is not None
    worker = int(await parent.stdout.readline())
    await asyncio.sleep(0.1)
    parent.kill()
    await parent.wait()
    await wait_until_gone(worker)


async def test_the_main_process_never_imports_the_heavy_libraries() -> None:
    script = """
import asyncio, sys
from bot import compute
import bot.services.ingest, bot.services.importing, bot.fetch.http
from bot.model import Draft
from bot.text import jobs

async def main():
    pool = compute.Compute()
    await pool.start()
    await pool.close()

if __name__ == "__main__":
    asyncio.run(main())
    heavy = {"sumy", "trafilatura", "feedparser", "numpy", "lxml", "nltk", "py3langid", "dateparser", "nupunkt"}
    print(sorted(heavy & set(sys.modules)))
"""
    run = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert run.stdout.strip() == "[]", run.stderr


async def test_the_jobs_of_the_bot_run_in_workers(compute: Compute) -> None:
    words = "The mill in Arlow opened again on Monday. " * 3
    draft = Draft(kind="text", content=f"A mill opens\n\n{words}\n\n{words}", title="A mill opens")
    condensed = await compute.run(jobs.condense, draft)
    assert condensed.clean.title == "A mill opens"


async def wait_until_gone(pid: int) -> None:
    await eventually(lambda: not _alive(pid))


async def eventually(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - another process makes it true, it can't set an event
            await asyncio.sleep(0.02)


def _alive(pid: int) -> bool:
    """Whether a process runs; one that ended and that nobody has waited for does not."""
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8") if Path("/proc/self").exists() else ""
    except (ProcessLookupError, FileNotFoundError):
        return False
    return ") Z " not in state

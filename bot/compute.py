"""Worker processes for everything that burns processor time, with a limit for each job.

Each slot is a pebble pool of one process, so a job that hangs, is cancelled or kills its worker takes no other with it:
its slot gets a new pool, with a new pipe and new locks. At most one job is in flight per slot; the others wait in the
event loop, where cancelling them costs nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType
from typing import TypeVar, cast

from pebble import ProcessExpired, ProcessPool

from bot.errors import GazetteError, SourceError
from bot.text import jobs

R = TypeVar("R")

log = logging.getLogger(__name__)

NICENESS = 10
WARM_LIMIT_S = 60.0
CLOSE_LIMIT_S = 2.0
# Reached only where pebble itself can't stop a worker, e.g. one that was killed while it held the pipe's lock.
GRACE_S = 5.0
# More than any page or feed within the size caps needs; what asks for more is a bomb.
MAX_WORKER_BYTES = 1024**3
# Unpickling holds the interpreter lock: a large result is rebuilt in a thread, where the loop can interrupt it.
LARGE_RESULT_BYTES = 100_000


class JobFailed(RuntimeError):
    """A bug: a job raised what no job may raise. ``traceback_text`` is the worker's traceback."""

    def __init__(self, job: str, traceback_text: str) -> None:
        super().__init__(f"{job} failed in a worker:\n{traceback_text}")
        self.job = job
        self.traceback_text = traceback_text


class Compute:
    """Runs jobs in worker processes. Nothing is started before ``start`` or the first ``run``.

    ``warm`` is called once in each worker, before its first job and outside every job's limit. A job of ``light`` needs
    none of it: where it is the first one, the worker is warmed before the first that is not.
    """

    def __init__(
        self,
        workers: int = 1,
        *,
        warm: Callable[[], None] = jobs.warm,
        light: tuple[Callable[..., object], ...] = (jobs.tell,),
    ) -> None:
        self._slots = [_Slot(warm, light) for _ in range(workers)]
        self._free = list(self._slots)
        # A semaphore is fair where a queue is not: who runs one job after the other must not overtake who waits.
        self._turn = asyncio.Semaphore(workers)
        self._closed = False

    async def start(self) -> None:
        """Start and warm every worker. Raises JobFailed if a worker can't load the text code."""
        await asyncio.gather(*(self.run(_report_warm, timeout_s=WARM_LIMIT_S) for _ in self._slots))

    async def run(self, job: Callable[..., R], /, *args: object, timeout_s: float = 10.0) -> R:
        """Run ``job(*args)`` in a worker and return its result.

        Raises what the job raises if that is a GazetteError; SourceError ``timed-out``, ``worker-died`` or
        ``too-large`` (out of memory) with ``job=``; JobFailed for anything else. The limit counts from the moment the
        worker takes the job. Cancelling the caller stops the job. Jobs are taken in the order in which they come.
        """
        async with self._turn:
            slot = self._free.pop()
            try:
                if self._closed:
                    raise SourceError("worker-died", job=job.__name__)
                return await slot.run(job, args, timeout_s)
            finally:
                self._free.append(slot)

    async def close(self) -> None:
        """Stop all workers at once, whatever they do; at most two seconds."""
        self._closed = True
        for slot in self._slots:
            slot.retire()
        stopping = [asyncio.wrap_future(stop) for slot in self._slots for stop in slot.stopping]
        if stopping:
            await asyncio.wait(stopping, timeout=CLOSE_LIMIT_S)


class _Slot:
    """Room for one job: a pool of one process, replaced after anything but a normal end."""

    def __init__(self, warm: Callable[[], None], light: tuple[Callable[..., object], ...]) -> None:
        self._warm = warm
        self._light = light
        self._begun_light = False
        self._pool: ProcessPool | None = None
        self._future: Future[bytes | _Failed] | None = None
        self.stopping: list[Future[None]] = []

    async def run(self, job: Callable[..., R], args: tuple[object, ...], timeout_s: float) -> R:
        name = job.__name__
        try:
            async with asyncio.timeout(timeout_s + WARM_LIMIT_S + GRACE_S):
                self._future = await self._schedule(job, args, timeout_s)
                reply = await asyncio.wrap_future(self._future)
        except TimeoutError as error:
            if self._future is None or self._future.cancelled():  # else pebble has replaced the worker by itself
                self.retire()
            raise SourceError("timed-out", job=name, limit_s=timeout_s) from error
        except (ProcessExpired, RuntimeError, OSError) as error:
            self.retire()
            raise SourceError("worker-died", job=name) from error
        except asyncio.CancelledError as error:
            self.retire()
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            raise SourceError("worker-died", job=name) from error  # not the caller was cancelled: we are closing
        finally:
            self._future = None
        return await _result(name, reply)

    async def _schedule(
        self, job: Callable[..., object], args: tuple[object, ...], timeout_s: float
    ) -> Future[bytes | _Failed]:
        arguments = (job, args, timeout_s * 2 + GRACE_S)
        if self._pool is not None:
            try:
                if self._begun_light and job not in self._light:
                    # Does nothing where it was done. Any time pebble may have replaced the worker by a cold one.
                    self._pool.schedule(_warm_up, args=(self._warm,), timeout=WARM_LIMIT_S)
                return self._pool.schedule(_perform, args=arguments, timeout=timeout_s)
            except RuntimeError:  # an idle worker was killed from outside: no job was lost, so nobody needs to know
                self.retire()
        self._begun_light = job in self._light
        warm = None if self._begun_light else self._warm
        self._pool = ProcessPool(max_workers=1, initializer=_settle, initargs=(warm,), context=_KillingContext())
        # Starting a process takes some 10 ms, too long for the loop.
        return await asyncio.to_thread(self._pool.schedule, _perform, args=arguments, timeout=timeout_s)

    def retire(self) -> None:
        """Begin to stop the pool; the next job gets a new one."""
        pool, self._pool = self._pool, None
        if self._future is not None:
            self._future.cancel()
        self.stopping = [stop for stop in self.stopping if not stop.done()]
        if pool is not None:
            self.stopping.append(_stop(pool))


def _stop(pool: ProcessPool) -> Future[None]:
    """Stop a pool in a daemon thread: pebble joins threads and processes, which must never hold us up."""
    stopped: Future[None] = Future()

    def stop() -> None:
        pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it without annotations
        pool.join()
        stopped.set_result(None)

    threading.Thread(target=stop, name="stop a worker", daemon=True).start()
    return stopped


async def _result(job: str, reply: bytes | _Failed) -> R:
    if isinstance(reply, _Failed):
        if reply.error is not None:
            raise reply.error
        raise JobFailed(job, reply.traceback_text)
    if len(reply) > LARGE_RESULT_BYTES:
        return cast(R, await asyncio.to_thread(pickle.loads, reply))
    return cast(R, pickle.loads(reply))  # noqa: S301 - written by our own worker


class _KillingProcess(SpawnProcess):
    """A worker that is killed where pebble would ask it to end: it may be stuck in C code, and it holds no state.

    It is started with SIGINT and SIGTERM blocked. Ctrl-C in a terminal and a service manager's stop reach every process
    of the group, and the workers must go on until the main process has stopped in order.
    """

    def start(self) -> None:
        with _signals_blocked(), _main_hidden():
            super().start()

    def terminate(self) -> None:
        self.kill()


class _KillingContext(SpawnContext):
    Process = _KillingProcess


@contextlib.contextmanager
def _signals_blocked() -> Iterator[None]:
    """Block the stop signals in this thread, so that a process started now inherits the mask (POSIX only)."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_main_lock = threading.Lock()


@contextlib.contextmanager
def _main_hidden() -> Iterator[None]:
    """Keep a process that is started now from running the main program's file again, as spawned processes do.

    Jobs are imported by name from our own modules, so a worker needs nothing of it: it starts sooner, and whoever uses
    us from a script without a ``__main__`` guard, or from no file at all, starts no program twice.
    """
    with _main_lock:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


# --- in the worker ---------------------------------------------------------------------------------------------------


class _Failed:
    """What a worker answers instead of a result: one of our errors, or the traceback of a bug."""

    def __init__(self, error: GazetteError | None, traceback_text: str) -> None:
        self.error = error
        self.traceback_text = traceback_text


class _WarmState:
    """Why warming failed, in this worker. It is reported by ``start``; the jobs fail by themselves where they must."""

    problem: str | None = None
    done = False


def _settle(warm: Callable[[], None] | None) -> None:
    """Prepare a fresh worker: polite, small, bound to its parent, and warm, unless it begins with a light job."""
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = "1"  # one core is what a worker may take
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    if sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        limit = MAX_WORKER_BYTES if hard == resource.RLIM_INFINITY else min(MAX_WORKER_BYTES, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    threading.Thread(target=_end_with_parent, name="watch the parent", daemon=True).start()
    if warm is not None:
        _warm_up(warm)


def _warm_up(warm: Callable[[], None]) -> None:
    if _WarmState.done:
        return
    _WarmState.done = True
    try:
        warm()
    except Exception:  # noqa: BLE001 - whatever it is, `start` reports it; raising here would only restart the worker
        _WarmState.problem = traceback.format_exc()


def _end_with_parent() -> None:
    """End this worker when the main process is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _report_warm() -> None:
    if _WarmState.problem is not None:
        raise RuntimeError(_WarmState.problem)


def _perform(job: Callable[..., object], args: tuple[object, ...], alarm_s: float) -> bytes | _Failed:
    """Run one job; the answer is pickled here, so that a result that can't be is this job's bug and not the pool's."""
    _set_alarm(alarm_s)
    try:
        return pickle.dumps(job(*args), protocol=pickle.HIGHEST_PROTOCOL)
    except GazetteError as error:
        return _portable(error)
    except MemoryError:
        return _Failed(SourceError("too-large", job=job.__name__), "")
    except Exception:  # noqa: BLE001 - the main process raises it again as JobFailed, with this traceback
        return _Failed(None, traceback.format_exc())
    finally:
        _set_alarm(0)


def _portable(error: GazetteError) -> _Failed:
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own error
    except (pickle.PicklingError, TypeError, AttributeError):
        return _Failed(None, "".join(traceback.format_exception(error)))
    return _Failed(error, "")


def _set_alarm(seconds: float) -> None:
    """Let the kernel end a worker that hangs in C code while no main process is left to kill it (POSIX only)."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)

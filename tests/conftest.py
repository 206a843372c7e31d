"""What holds for every test: how many examples a property is tried on, that compiled modules are kept, how many run."""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import settings

# The suite has to be quick on two cores; `--hypothesis-profile=thorough` tries more. CI tries the same ones every time,
# so that a red run means a change and not chance.
settings.register_profile("suite", max_examples=40, deadline=None, derandomize="CI" in os.environ)
settings.register_profile("thorough", max_examples=500, deadline=None)
settings.load_profile("suite")

# Dozens of tests start processes of their own. Where the environment forbids to keep compiled modules, each process
# would compile all of them anew, which takes longer than the tests themselves.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a third of the time of a test is spent waiting for a server or a process."""
    return len(os.sched_getaffinity(0)) + 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1) + 1


def pytest_sessionfinish() -> None:
    workers = sys.modules.get("tests.workers")
    if workers is not None:
        workers.end()

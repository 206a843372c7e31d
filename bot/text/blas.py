"""One thread for numpy's matrix products."""

from __future__ import annotations

import os


def one_thread() -> None:
    """Keep OpenBLAS to one thread, unless the host has chosen otherwise. Call before numpy is imported.

    Our matrices are small: a second thread wins nothing and spins for 30 ms after each product, on a core that another
    worker could use.
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")

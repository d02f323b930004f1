"""Strict nbval as another processor would run it: the mathematics libraries told to do without newer instructions.

On a processor that lacks them anyway the settings change nothing, and the test shows no more than `make test` does.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from numpy._core._multiarray_umath import __cpu_dispatch__

pytestmark = pytest.mark.prove
ROOT = Path(__file__).resolve().parents[1]
SETTINGS = {
    "another BLAS kernel": {"OPENBLAS_CORETYPE": "Sandybridge"},
    "a C library without AVX2": {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA"},
    "numpy without what it dispatches": {"NPY_DISABLE_CPU_FEATURES": " ".join(__cpu_dispatch__)},
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_notebook_gives_the_same_outputs(setting):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "chapters", "index.ipynb"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **SETTINGS[setting]}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout


def test_numpy_obeys_its_setting():
    code = "import numpy._core._multiarray_umath as m; print([n for n in m.__cpu_dispatch__ if m.__cpu_features__[n]])"
    environment = {**os.environ, **SETTINGS["numpy without what it dispatches"]}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr

"""Strict nbval as another processor would run it: the mathematics libraries told to do without newer instructions.

On a processor that lacks them anyway the settings change nothing, and the test shows no more than `make test` does.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.prove
ROOT = Path(__file__).resolve().parents[1]
SETTINGS = {
    "another BLAS kernel": {"OPENBLAS_CORETYPE": "Sandybridge"},
    "a C library without AVX2": {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA"},
    "numpy without AVX2": {"NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX2 FMA3"},
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_notebook_gives_the_same_outputs(setting):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "chapters"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **SETTINGS[setting]}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout

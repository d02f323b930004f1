"""Switches of the Makefile: 1 switches on, 0 and nothing off."""

import subprocess

import pytest

from conftest import ROOT

SWITCHES = {"FORCE": ("update", "--force"), "MARKDOWN": ("changes", "--markdown"), "WRITE": ("refresh", "--write")}


@pytest.mark.parametrize("name", SWITCHES)
@pytest.mark.parametrize(("setting", "on"), [("=1", True), ("=0", False), ("=", False)])
def test_a_switch_is_on_for_1_alone(name, setting, on):
    target, option = SWITCHES[name]
    command = ["make", "-n", target, f"{name}{setting}"]  # it says what it would do
    planned = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    assert (option in planned) == on

"""A small client of Marionette, the protocol that Firefox itself speaks: lines of JSON over a socket, no driver."""

import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

PREFERENCES = {
    "marionette.port": 0,  # any that is free; Firefox writes it into its profile
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.enabled": False,
}
NAMES = ("firefox-esr", "firefox")


class FirefoxError(Exception):
    """Firefox ended, or answered a command with an error."""


def executable() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


class Firefox:
    """A running Firefox without a window, with a profile of its own under ``folder``."""

    def __init__(self, program: str, folder: Path):
        profile = folder / "profile"
        profile.mkdir()
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
        (profile / "user.js").write_text("\n".join(lines), "utf-8")
        # The messages of its console are read in its own context, which has to be allowed.
        options = [
            "--headless",
            "--no-remote",
            "--marionette",
            "--remote-allow-system-access",
            "--profile",
            str(profile),
        ]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([program, *options], env={**os.environ, "HOME": str(folder)}, **quiet)
        self.socket, self.number = self._connect(profile / "MarionetteActivePort"), 0
        self._receive()  # its greeting
        self.call("WebDriver:NewSession", {"pageLoadStrategy": "normal"})

    def _connect(self, said: Path) -> socket.socket:
        while not (said.exists() and said.read_text("utf-8").strip()):
            if self.process.poll() is not None:
                raise FirefoxError(f"Firefox ended with status {self.process.returncode}")
            time.sleep(0.1)
        return socket.create_connection(("127.0.0.1", int(said.read_text("utf-8"))))

    def _receive(self) -> Any:
        length = b""
        while (byte := self.socket.recv(1)) != b":":
            if not byte:
                raise FirefoxError("Firefox closed the connection")
            length += byte
        left, parts = int(length), []
        while left:
            parts.append(self.socket.recv(left))
            left -= len(parts[-1])
        return json.loads(b"".join(parts))

    def call(self, command: str, parameters: dict | None = None) -> Any:
        """The value that a command returns. Raises FirefoxError with the words of an error."""
        self.number += 1
        message = json.dumps([0, self.number, command, parameters or {}]).encode()
        self.socket.sendall(b"%d:%b" % (len(message), message))
        _, _, error, value = self._receive()
        if error:
            raise FirefoxError(f"{command}: {error['message']}")
        return value.get("value") if isinstance(value, dict) else value

    def open(self, address: str) -> None:
        """Go to an address and wait until all of it is loaded."""
        self.call("WebDriver:Navigate", {"url": address})

    def evaluate(self, expression: str, *arguments) -> Any:
        """The value of an expression in the page, in which `arguments` stands for what is passed."""
        return self.call("WebDriver:ExecuteScript", {"script": f"return {expression}", "args": arguments})

    def messages(self) -> list[str]:
        """Errors and warnings of the pages since the last call: of scripts, of policies, of what did not load."""
        script = """
            const all = Services.console.getMessageArray().filter((one) => one instanceof Ci.nsIScriptError);
            Services.console.reset();
            return all.map((one) => [one.category, one.sourceName, one.errorMessage]);
        """
        self.call("Marionette:SetContext", {"value": "chrome"})
        found = self.call("WebDriver:ExecuteScript", {"script": script, "args": []})
        self.call("Marionette:SetContext", {"value": "content"})
        return [f"{category}: {text} ({source})" for category, source, text in found if _of_a_page(category, source)]

    def close(self) -> None:
        self.socket.close()
        self.process.terminate()
        self.process.wait()


def _of_a_page(category: str, source: str) -> bool:
    own = source.startswith(("http:", "https:", "file:")) or category == "CSP"
    return own and "css" not in category.lower()  # rules that Firefox does not know are no fault

"""The server of `make serve`: files of the built book, for programs of this machine that ask for it by its own name."""

import contextlib
import functools
import http.server
import sys
from http import HTTPStatus
from pathlib import Path

HOST = "127.0.0.1"
OWN = {HOST, "localhost"}  # another name in a request is that of a page elsewhere, which made its name lead here
WAITING = 1024  # requests that may wait to be taken up: a class of thirty opens a page with twenty files


class Handler(http.server.SimpleHTTPRequestHandler):
    """Answers with files, and prints what failed and nothing else."""

    server: "Server"

    def send_head(self):
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1 or hosts[0].lower() not in self.server.names:
            return self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "This server answers for this machine only")
        try:
            return super().send_head()
        except (ValueError, OSError):  # a path that no file can have
            return self.send_error(HTTPStatus.NOT_FOUND)

    def list_directory(self, path) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_request(self, *_) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    """A thread for each request; those that come at once wait in line."""

    request_queue_size = WAITING

    def __init__(self, port: int, folder: Path):
        _allow_open_files(2 * WAITING)
        super().__init__((HOST, port), functools.partial(Handler, directory=str(folder)))
        self.names = {f"{name}:{self.server_port}" for name in OWN} | (OWN if self.server_port == 80 else set())

    def handle_error(self, request, client_address) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError):  # a reader who went away
            print(f"An answer failed: {type(error).__name__}: {error}", file=sys.stderr, flush=True)


def _allow_open_files(wanted: int) -> None:
    """Let this process hold a connection and a file for each request that waits, as far as the system allows."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        more = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        if soft != resource.RLIM_INFINITY and soft < more:
            resource.setrlimit(resource.RLIMIT_NOFILE, (more, hard))


def why_not(port: int, error: OSError) -> str:
    """What to say of a port that can't be had, with a way out."""
    free = f"make serve PORT={_free(port)}"
    if isinstance(error, PermissionError):
        return f"Port {port} is not open to you; try `{free}`"
    return f"Port {port} is taken by another program (another `make serve`?); stop that one, or try `{free}`"


def _free(port: int) -> int:
    """The next port, from 1024 on, that is free."""
    for candidate in range(max(port + 1, 1024), 65536):
        with contextlib.suppress(OSError), http.server.HTTPServer((HOST, candidate), Handler):
            return candidate
    return 0

"""What the server of `make serve` answers, to whom, and what it says when it can't."""

import http.client
import os
import signal
import socket
import subprocess
import threading
import time

import pytest

from conftest import PATIENCE, small_config, started
from evidence.build import local_server, serve
from evidence.build.local_server import Server

AT_ONCE = 500


@pytest.fixture
def idle(tmp_path):
    """A server of a folder with one page, which does not answer yet."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "index.html").write_text("<h1>Weather", "utf-8")
    with Server(0, tmp_path) as server:
        yield server


@pytest.fixture
def ask(idle):
    """``ask(path, host, ...)`` gives status and body of an answer to a request with these Host headers."""
    threading.Thread(target=idle.serve_forever, daemon=True).start()

    def get(path: str, *hosts: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", idle.server_port)
        connection.putrequest("GET", path, skip_host=True)
        for host in hosts:
            connection.putheader("Host", host.replace("PORT", str(idle.server_port)))
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    yield get
    idle.shutdown()


@pytest.mark.parametrize("host", ["127.0.0.1:PORT", "localhost:PORT", "LocalHost:PORT"])
def test_it_answers_its_own_names(ask, host):
    assert ask("/index.html", host) == (200, "<h1>Weather")
    assert ask("/", host)[0] == 200


@pytest.mark.parametrize(
    "hosts",
    [
        *(("evil.example",), ("evil.example:PORT",), ("127.0.0.1",), ("127.0.0.1:1",), ("localhost",), ("",), ()),
        *(("me@127.0.0.1:PORT",), ("127.0.0.1:PORT.evil.example",), ("[::1]:PORT",), ("0.0.0.0:PORT",)),
        ("127.0.0.1:PORT", "evil.example"),
    ],
)
def test_it_answers_no_other(ask, hosts):
    status, body = ask("/index.html", *hosts)
    assert status == 421 and "Weather" not in body


@pytest.mark.parametrize(
    "path",
    [
        *("/%00", "/index.html%00.png", "/nope", "/chapters/", "/%ff%fe", "/" + "a" * 3000, "/" + "a/" * 2500),
        *("/../../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/etc/passwd", "//etc/passwd", "/index.html/", "/?%00/"),
    ],
)
def test_a_path_that_leads_nowhere_is_not_found(ask, capfd, path):
    status, _ = ask(path, "localhost:PORT")
    assert status == (200 if path == "/?%00/" else 404)
    assert "Traceback" not in capfd.readouterr().err


def test_hundreds_of_requests_at_once_are_all_answered(idle):
    request = f"GET /index.html HTTP/1.0\r\nHost: localhost:{idle.server_port}\r\n\r\n".encode()
    clients = []
    for _ in range(AT_ONCE):  # nobody answers yet: each has to wait in line
        clients.append(socket.create_connection(idle.server_address, timeout=PATIENCE / 1000))
        clients[-1].sendall(request)
    threading.Thread(target=idle.serve_forever, daemon=True).start()
    answers = [client.makefile("rb").read() for client in clients]
    for client in clients:
        client.close()
    idle.shutdown()
    assert sum(answer.endswith(b"<h1>Weather") for answer in answers) == AT_ONCE


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ConnectionResetError(), ""),
        (BrokenPipeError(), ""),
        (ValueError("no such page"), "An answer failed: ValueError: no such page\n"),
    ],
    ids=["reset", "cut", "another"],
)
def test_a_reader_who_goes_away_is_no_fault_and_any_other_error_is_told(idle, capsys, error, told):
    try:
        raise error
    except type(error):
        idle.handle_error(None, None)
    assert capsys.readouterr().err == told


def test_a_busy_port_is_named_with_a_way_out(idle, run_in, small_checkout):
    port = idle.server_port
    run = run_in(small_checkout, serve.main, "--port", str(port))
    free = local_server._free(port)
    assert run.status == 1 and free > port
    assert run.err.strip() == (
        f"Port {port} is taken by another program (another `make serve`?); "
        f"stop that one, or try `make serve PORT={free}`"
    )


@pytest.mark.parametrize("port", ["70000", "-1", "http", "８０００", ""])
def test_what_is_no_port_is_named(port, capsys):
    with pytest.raises(SystemExit):
        serve.main(["--port", port])
    assert f"{port!r} is no port; a port is a number up to 65535, such as 8000" in capsys.readouterr().err


@pytest.mark.slow
def test_ctrl_c_stops_the_server_with_one_line(small_checkout):
    (small_checkout / "_config.yml").write_text(small_config(), "utf-8")
    (small_checkout / "_toc.yml").write_text("format: jb-book\nroot: index\n", "utf-8")
    (small_checkout / "index.md").write_text("# Weather\n", "utf-8")
    server = started(
        small_checkout, "evidence.build.serve", "--port", "0", stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert server.stdout.readline().startswith("The book: http://127.0.0.1:")
    while not (small_checkout / "_build").exists():  # a build has begun
        assert server.poll() is None
        time.sleep(0.1)
    os.killpg(server.pid, signal.SIGINT)
    assert server.communicate()[1].strip() == "Stopped. What was not finished is as it was before."
    assert server.returncode == -signal.SIGINT

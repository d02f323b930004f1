"""What a refresh survives, against a real server on this machine.

After each fault the tables are whole and as they were, the message says what happened and what to do, the exit status
is not 0, and the same command works once it is over.
"""

import errno
import os
import signal
import struct
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from refreshing import (
    BRD_24,
    FROZEN,
    LIMITS,
    LINKS,
    PAGE,
    ROOT,
    ZIP,
    Server,
    at,
    body,
    bytes_of,
    changed,
    checkout,
    cut_off,
    first_edition,
    healthy,
    in_turn,
    read_rows,
    resumed,
    status,
    zipped,
)

from evidence import tables
from evidence.refresh import fetched, written
from evidence.refresh.__main__ import HOME, main
from evidence.waiting import Alone

pytestmark = pytest.mark.slow  # a third of them start processes of their own

GOOD = zipped(BRD_24.read_bytes())
TABLE = "battle_deaths"


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    monkeypatch.setattr(fetched.time, "sleep", lambda _: None)
    upstream = Server()
    healthy(upstream)
    yield upstream
    upstream.close()


@pytest.fixture
def root(tmp_path, monkeypatch):
    """The package on the release of the first edition, so that there is something to write."""
    folder = first_edition(checkout(tmp_path / "checkout", TABLE))
    monkeypatch.chdir(folder)
    return folder


def refresh(server: Server, *more: str, limits=LIMITS) -> int:
    return main([TABLE, "--write", *more], at(server.address), limits)


def assert_as_before(root: Path, before: dict[str, bytes]) -> None:
    assert bytes_of(root) == before
    tables.validate_package()


def assert_taken_in(root: Path) -> None:
    assert (root / "data" / f"{TABLE}.csv").read_bytes() == (FROZEN / f"{TABLE}.csv").read_bytes()
    tables.validate_package()


def test_the_newest_release_of_the_page_is_fetched_and_written(root, server, capsys):
    assert refresh(server) == 0
    assert_taken_in(root)
    assert server.asked == [PAGE, ZIP]
    assert f"  UCDP BRD 23.1 -> 24.1, from {server.address}{ZIP} (ucdp-release/BattleDeaths_v24_1.csv)\n" in (
        capsys.readouterr().out
    )
    source = next(
        row for row in read_rows((root / "data" / "sources.csv").read_text()) if row["source_id"] == "ucdp-brd-24-1"
    )
    assert source["via"].startswith(server.address + ZIP)


def test_somebody_who_looks_sees_how_far_it_is(root, server, capsys, monkeypatch):
    assert refresh(server) == 0
    assert "MB" not in capsys.readouterr().err, "not in a log"
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert main([TABLE, "--again"], at(server.address), LIMITS) == 0
    assert "\r  0.0 MB of 0.0 MB" in capsys.readouterr().err


# ------------------------------------------------------------------------------------------ over at the next try
PASSING = {
    "429": [status(429, Retry_After="1"), body(GOOD)],
    "503 twice": [status(503), status(503), body(GOOD)],
    "a reset, then the whole file": [cut_off(GOOD, reset=True), body(GOOD)],
    "an end, then the rest": [cut_off(GOOD, ETag='"one"'), resumed(GOOD)],
    "an end, then another file": [cut_off(GOOD, ETag='"old"'), resumed(GOOD)],
    "a redirect on the same host": [status(302, Location="/downloads/there.zip")],
}


@pytest.mark.parametrize("case", PASSING)
def test_what_is_over_at_the_next_try_needs_nobody(root, server, capsys, case):
    server.answers[ZIP] = in_turn(*PASSING[case])
    server.answers["/downloads/there.zip"] = body(GOOD)
    assert refresh(server) == 0
    assert_taken_in(root)
    resumed_from = [headers["Range"] for headers in server.headers if "Range" in headers]
    assert resumed_from == ([f"bytes={len(GOOD) // 2}-"] if "the rest" in case or "another" in case else [])


def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(root, server, monkeypatch):
    slept = []
    monkeypatch.setattr(fetched.time, "sleep", slept.append)
    server.answers[ZIP] = in_turn(status(429, Retry_After="7"), status(503), status(503), body(GOOD))
    assert refresh(server, limits=replace(LIMITS, tries=4, pause=2)) == 0
    assert slept == [7, 4, 8]


# ------------------------------------------------------------------------------------------ refused
def bomb() -> bytes:
    return zipped(b"0" * (LIMITS.unpacked + 1))


def release(change) -> bytes:
    return zipped(changed(BRD_24, change))


REFUSED = {
    "a reset in the middle": (cut_off(GOOD, reset=True), f"{ZIP}: the connection broke after "),
    "an end in the middle": (
        cut_off(GOOD),
        f"{ZIP}: the connection broke after {len(GOOD) // 2:,} bytes: ",
    ),
    "429 for ever": (status(429), f"{ZIP}: the server answered 429 Too Many Requests (3 tries). Try again later, or "),
    "503 for ever": (status(503), f"{ZIP}: the server answered 503 Service Unavailable (3 tries). Try again later"),
    "404": (
        status(404),
        f"{ZIP}: the server answered 404 Not Found. Try again later, or fetch the file with a browser",
    ),
    "a redirect to another host": (
        status(302, Location="http://localhost:9/data.zip"),
        f"{ZIP}: the server sends us on to http://localhost:9, another host, from which nothing is fetched.",
    ),
    "redirects in a circle": (status(302, Location=ZIP), f"{ZIP}: the server sends us on and on"),
    "a truncated zip": (body(GOOD[: len(GOOD) // 2]), "ucdp-brd-dyadic-241-csv.zip is cut off or damaged: "),
    "a damaged zip": (
        body(GOOD[:200] + bytes(100) + GOOD[300:]),
        "ucdp-brd-dyadic-241-csv.zip is cut off or damaged: ",
    ),
    "a zip bomb": (body(bomb()), "BattleDeaths_v24_1.csv would be larger than 5,000,000 bytes, unpacked."),
    "a zip bomb that lies about its size": (
        body(bomb().replace(struct.pack("<I", LIMITS.unpacked + 1), struct.pack("<I", 1000))),
        "ucdp-brd-dyadic-241-csv.zip is cut off or damaged: ",
    ),
    "a file that is too large": (
        body(b"", Content_Length="6000000"),
        f"{ZIP}: the file is larger than 5,000,000 bytes, and was not read on.",
    ),
    "a page in place of the file": (
        body("<html>Sign in</html>", "text/html"),
        f"{ZIP}: the server sent text/html, and not a file of data. Try again later, or fetch the file",
    ),
    "another file in the zip": (
        body(zipped("a,b\n1,2\n", "codebook.csv")),
        "nothing in it is named like ",
    ),
    "changed columns": (
        body(zipped(BRD_24.read_text("utf-8").replace("bd_best", "best", 1))),
        "no column bd_best; there are: ",
    ),
    "a new category": (
        body(release(lambda rows: [{**rows[0], "type_of_conflict": "5"}, *rows[1:]])),
        "column type_of_conflict: '5' is not 1 or 2 or 3 or 4 (1 of 129 rows)",
    ),
    "an emptied table": (body(zipped(BRD_24.read_text("utf-8").split("\n")[0] + "\n")), "the file has no rows"),
    "30% fewer rows": (
        body(release(lambda rows: [row for at, row in enumerate(rows) if at % 10 > 2])),
        " of 106 rows would be gone (",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_leaves_all_as_it_was_and_the_next_try_works(root, server, capsys, case):
    answer, words = REFUSED[case]
    before = bytes_of(root)
    server.answers[ZIP] = answer
    assert refresh(server) == 1
    said = capsys.readouterr()
    assert words in said.err and "data/ is as it was." in said.err and "Traceback" not in said.err
    assert not said.out
    assert_as_before(root, before)
    healthy(server)
    assert refresh(server) == 0
    assert_taken_in(root)


def test_nothing_is_asked_of_another_host(root, server, capsys):
    other = Server()
    other.answers["/data.zip"] = body(GOOD)
    before = bytes_of(root)
    server.answers[ZIP] = in_turn(status(302, Location="/moved.zip"))
    server.answers["/moved.zip"] = status(301, Location=f"{other.address}/data.zip")
    assert refresh(server) == 1
    assert f"sends us on to {other.address}, another host, from which nothing is fetched" in capsys.readouterr().err
    assert not other.asked and server.asked == [PAGE, ZIP, "/moved.zip"]
    assert_as_before(root, before)
    other.close()


def test_nobody_answers(root, capsys, server):
    before, port = bytes_of(root), server.port
    server.close()
    assert refresh(server) == 1
    said = capsys.readouterr().err
    assert f"{PAGE}: no answer: " in said and "refused" in said and "(3 tries). Try again later" in said
    assert_as_before(root, before)
    again = Server(port)
    healthy(again)
    assert refresh(again) == 0
    assert_taken_in(root)
    again.close()


@pytest.mark.parametrize(
    "page",
    [
        LINKS.replace("dyadic", "conf"),
        "",
        "<a href='ucdp-brd-dyadic-241-csv.zip.asc'>",
        "<a href='http://localhost:9/brd/ucdp-brd-dyadic-241-csv.zip'>on another host</a>",
    ],
)
def test_a_page_without_the_link_is_said(root, server, capsys, page):
    before = bytes_of(root)
    server.answers[PAGE] = body(page, "text/html")
    assert refresh(server) == 1
    assert f"{PAGE} has no link that ends like ucdp-brd-dyadic-" in capsys.readouterr().err
    assert_as_before(root, before)


def test_a_file_without_a_length_has_a_limit_too(root, server, capsys):
    def endless(handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/zip")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        piece = bytes(1 << 16)
        try:
            while True:
                handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        except OSError:
            handler.close_connection = True

    before = bytes_of(root)
    server.answers[ZIP] = endless
    assert refresh(server) == 1
    assert "the file is larger than 5,000,000 bytes" in capsys.readouterr().err
    assert_as_before(root, before)


# ------------------------------------------------------------------------------------------ the cache
def test_what_was_compared_is_what_is_written_without_a_second_transfer(root, server):
    assert main([TABLE], at(server.address), LIMITS) == 0
    assert refresh(server) == 0
    assert server.asked == [PAGE, ZIP, PAGE]
    assert_taken_in(root)
    assert main([TABLE, "--again"], at(server.address), LIMITS) == 0
    assert server.asked == [PAGE, ZIP, PAGE, PAGE, ZIP]


def test_a_file_that_was_damaged_in_the_cache_is_fetched_again(root, server):
    assert main([TABLE], at(server.address), LIMITS) == 0
    (kept,) = (root / HOME).glob("*/*.zip")
    kept.write_bytes(GOOD[:-1])
    assert refresh(server) == 0
    assert server.asked == [PAGE, ZIP, PAGE, ZIP]
    assert_taken_in(root)


def test_a_transfer_that_broke_for_good_is_gone_on_with_the_next_day(root, server):
    server.answers[ZIP] = cut_off(GOOD, ETag='"one"')
    assert refresh(server, limits=replace(LIMITS, tries=1)) == 1
    healthy(server)
    assert refresh(server) == 0
    assert server.headers[-1]["Range"] == f"bytes={len(GOOD) // 2}-"
    assert_taken_in(root)


def test_a_transfer_that_was_stopped_at_its_very_end_begins_anew(root, server, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(fetched.os, "replace", full)
        assert refresh(server) == 1
    assert refresh(server) == 0
    assert [headers.get("Range") for headers in server.headers][-2:] == [f"bytes={len(GOOD)}-", None]
    assert_taken_in(root)


# ------------------------------------------------------------------------------------------ the disk is full
def full(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


def after(calls: int, real, only=lambda *_: True):
    """A function that works so many times, and then the disk is full."""
    count = iter(range(10_000))
    return lambda *given: real(*given) if not only(*given) or next(count) < calls else full()


@pytest.mark.parametrize("calls", range(3))
def test_a_disk_that_is_full_when_tables_are_replaced(root, server, capsys, monkeypatch, calls):
    before = bytes_of(root)
    into_data = after(calls, os.replace, lambda source, _: "new" in Path(source).parts)
    with monkeypatch.context() as patched:
        patched.setattr(written.os, "replace", into_data)
        assert refresh(server) == 1
    assert "the disk is full" in (said := capsys.readouterr().err) and "run the same command again" in said
    assert_as_before(root, before)
    assert refresh(server) == 0
    assert_taken_in(root)


@pytest.mark.parametrize("calls", range(7))
def test_a_disk_that_is_full_when_copies_are_made(root, server, capsys, monkeypatch, calls):
    before = bytes_of(root)
    with monkeypatch.context() as patched:
        patched.setattr(written, "_write", after(calls, written._write))
        assert refresh(server) == 1
    assert "the disk is full" in capsys.readouterr().err
    assert_as_before(root, before)
    assert refresh(server) == 0
    assert_taken_in(root)


def test_a_disk_that_is_full_when_a_file_comes(root, server, capsys, monkeypatch):
    before = bytes_of(root)
    with monkeypatch.context() as patched:
        patched.setattr(fetched, "_pieces", full)
        assert refresh(server) == 1
    assert "the disk is full" in capsys.readouterr().err
    assert_as_before(root, before)
    assert refresh(server) == 0
    assert_taken_in(root)


# ------------------------------------------------------------------------------------------ stopped
HOOK = """
import os, signal, sys
sys.path[:0] = [{tests!r}, {root!r}]
sys.argv[0] = "-m"  # as `python -m` has it while it looks for the module
from evidence.refresh import written
from evidence.refresh.__main__ import main
from refreshing import LIMITS, at
{patch}
sys.exit(main(["battle_deaths", "--write"], at({address!r}), LIMITS))
"""
KILLED = {
    "between transfer and write": "written.taken_in = lambda *_: os.kill(os.getpid(), signal.SIGKILL)",
    "before the first table is replaced": "os.replace = (lambda real: lambda a, b: os.kill(os.getpid(), signal.SIGKILL)"
    " if 'new' in a.parts else real(a, b))(os.replace)",
    "after the second": "os.replace = (lambda real, left: lambda a, b: os.kill(os.getpid(), signal.SIGKILL)"
    " if 'new' in a.parts and not left.pop() else real(a, b))(os.replace, [0, 1, 1])",
    "while copies are made": "written._write = (lambda real: lambda path, content: (real(path, content[:9]),"
    " os.kill(os.getpid(), signal.SIGKILL)))(written._write)",
}


def start(root: Path, server: Server, patch: str = "") -> subprocess.Popen:
    code = HOOK.format(tests=str(ROOT / "tests"), root=str(ROOT), patch=patch, address=server.address)
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=root,
        env={**os.environ, "NO_PROXY": "127.0.0.1,localhost"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background is born deaf to it
    )


@pytest.mark.parametrize("moment", KILLED)
def test_killed(root, server, capsys, moment):
    before = bytes_of(root)
    killed = start(root, server, KILLED[moment])
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    tables.validate_package()
    if "between" in moment:
        assert_as_before(root, before)
    assert main([TABLE], at(server.address), LIMITS) == 0, "the next command puts back what was half done"
    said = capsys.readouterr().out
    assert ("A refresh was stopped while it wrote" in said) == ("between" not in moment)
    assert_as_before(root, before)
    assert server.asked.count(ZIP) == 1, "what was fetched is not fetched again"
    assert refresh(server) == 0
    assert_taken_in(root)


def test_ctrl_c_while_a_server_is_silent(root, server):
    before = bytes_of(root)
    held = []

    def silent(handler) -> None:
        held.append(handler)
        waiting.send_signal(signal.SIGINT)
        waiting.wait()

    server.answers[ZIP] = silent
    waiting = start(root, server)
    _, said = waiting.communicate()
    assert held and waiting.returncode == -signal.SIGINT
    assert said == "\nStopped. What was not finished is as it was before.\n"
    assert_as_before(root, before)
    healthy(server)
    assert refresh(server) == 0
    assert_taken_in(root)


def test_two_refreshes_at_once_wait_for_one_another(root, server):
    before = bytes_of(root)
    with Alone(root / HOME, "refresh"):
        waiting = start(root, server)
        assert waiting.stderr.readline() == "Another refresh is at work here; waiting for it to end ...\n"
        assert waiting.poll() is None and bytes_of(root) == before
    waiting.communicate()
    assert waiting.returncode == 0
    assert_taken_in(root)


def test_a_refresh_waits_for_a_build_before_it_writes(root, server):
    before = bytes_of(root)
    with Alone(root / "_build"):
        waiting = start(root, server)
        assert waiting.stderr.readline() == "Another build is at work here; waiting for it to end ...\n"
        assert bytes_of(root) == before
    waiting.communicate()
    assert waiting.returncode == 0
    assert_taken_in(root)

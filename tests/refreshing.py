"""What tests of `python -m evidence.refresh` share: a small package, releases, and a server on this machine."""

import csv
import io
import json
import re
import shutil
import socket
import struct
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from evidence import tables
from evidence.descriptors import listed
from evidence.refresh.declared import UPSTREAMS
from evidence.refresh.fetched import Limits
from evidence.refresh.upstream import File, Page, Upstream
from evidence.seals import seal

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = Path(__file__).parent / "fixtures" / "refresh"
FROZEN = FIXTURES / "package"  # as data/ was on 26 November 2026: a release that data/ took in since changes no test
BRD_23, BRD_24 = FIXTURES / "BattleDeaths_v23_1.csv", Path(__file__).parent / "upstream" / "ucdp_brd_24_1_part.csv"
LIMITS = Limits(seconds=10, size=5_000_000, unpacked=5_000_000, tries=3, pause=0)
PAGE, ZIP = "/downloads/", "/downloads/brd/ucdp-brd-dyadic-241-csv.zip"


# ------------------------------------------------------------------------------------------ a small package
def checkout(root: Path, *tables: str) -> Path:
    """A checkout with the frozen tables that are named, their sources, and what was revised in them."""
    wanted = {"sources", *tables}
    data, package = root / "data", json.loads((FROZEN / "datapackage.json").read_text("utf-8"))
    data.mkdir(parents=True)
    package["resources"] = [one for one in package["resources"] if one["name"] in wanted]
    for name in wanted:
        shutil.copy(FROZEN / f"{name}.csv", data)
    if "revisions" in wanted:
        filter_rows(data / "revisions.csv", lambda row: row["table"] in wanted)
    write_package(data, package)
    return root


def put_back(root: Path, table: str) -> None:
    """Put a table of a whole checkout back to what it was when it was frozen, with what is said of it."""
    data, frozen = root / "data", json.loads((FROZEN / "datapackage.json").read_text("utf-8"))
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    shutil.copy(FROZEN / f"{table}.csv", data)
    package["resources"] = [described(frozen, table) if one["name"] == table else one for one in package["resources"]]
    write_package(data, package)
    now, before = (read_rows((folder / "revisions.csv").read_text("utf-8")) for folder in (data, FROZEN))
    own = [row for row in before if row["table"] == table]
    (data / "revisions.csv").write_text(csv_text(own + [row for row in now if row["table"] != table]), "utf-8")
    known = {row["source_id"] for row in read_rows((FROZEN / "sources.csv").read_text("utf-8"))}
    of_it = re.compile(re.sub(r"[\d-]+$", r"[\\d-]+", own[0]["source_id"]))  # releases of its file that came later
    others = [path.read_text("utf-8") for path in data.glob("*.csv") if path.name != "sources.csv"]
    cited = set(of_it.findall("\n".join(others)))  # also by rows that were moved to a later release since
    known |= cited
    filter_rows(data / "sources.csv", lambda row: not of_it.fullmatch(row["source_id"]) or row["source_id"] in known)
    described(package, "revisions")["hash"] = seal((data / "revisions.csv").read_bytes())
    write_package(data, package)


def first_edition(root: Path) -> Path:
    """Put `battle_deaths` back to what it was on release 23.1."""
    data = root / "data"
    table = (FIXTURES / "battle_deaths_first_edition.csv").read_text("utf-8")
    table = table.replace("true", "TRUE").replace("false", "FALSE")  # as booleans are written since
    (data / "battle_deaths.csv").write_text(table, "utf-8")
    filter_rows(data / "sources.csv", lambda row: row["source_id"] != "ucdp-brd-24-1")
    if (data / "revisions.csv").is_file():
        filter_rows(data / "revisions.csv", lambda row: row["table"] != "battle_deaths")
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    own = described(package, "battle_deaths")
    own["sources"][0]["title"] = "UCDP Battle-Related Deaths Dataset 23.1"
    next(field for field in own["schema"]["fields"] if field["name"] == "year")["constraints"]["maximum"] = 2022
    write_package(data, package)
    return root


def described(package: dict, table: str) -> dict:
    return next(one for one in package["resources"] if one["name"] == table)


def write_package(data: Path, package: dict) -> None:
    (data / "datapackage.json").write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", "utf-8")


def filter_rows(path: Path, keep: Callable[[dict], bool]) -> None:
    rows = read_rows(path.read_text("utf-8"))
    path.write_text(csv_text([row for row in rows if keep(row)]), "utf-8")


def read_rows(text: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def by_key(table: str, text: str) -> dict[str, dict[str, str]]:
    """The rows of a table: key -> cells."""
    parts = listed(tables.resource(table)["schema"]["primaryKey"])
    return {"|".join(row[part] for part in parts): row for row in read_rows(text)}


def csv_text(rows: list[dict], end: str = "\n", quoting: int = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator=end, quoting=quoting)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def bytes_of(root: Path) -> dict[str, bytes]:
    """Every file below data/, hidden ones too."""
    data = root / "data"
    return {str(path.relative_to(data)): path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file()}


# ------------------------------------------------------------------------------------------ releases
def zipped(content: bytes | str, name: str = "BattleDeaths_v24_1.csv") -> bytes:
    """A zip as upstream has it: the file in a folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"ucdp-release/{name}", content)
    return out.getvalue()


def changed(path: Path, change: Callable[[list[dict]], list[dict]]) -> str:
    """A release whose rows are changed."""
    return csv_text(change(read_rows(path.read_text("utf-8"))))


# ------------------------------------------------------------------------------------------ a server
class Server:
    """An upstream on this machine: answers by path, each a function of the handler, and what was asked for."""

    def __init__(self, port: int = 0):
        self.answers, self.asked, self.headers = {}, [], []
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                upstream.asked.append(self.path)
                upstream.headers.append(dict(self.headers))
                upstream.answers.get(self.path, status(404))(self)

            def log_message(self, *_) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()
        self.port = self.http.server_address[1]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


def at(address: str) -> tuple[Upstream, ...]:
    """The upstreams as declared, with their pages at another address."""

    def moved(file: File) -> File:
        return (
            replace(file, where=replace(file.where, address=address + PAGE)) if isinstance(file.where, Page) else file
        )

    return tuple(replace(one, files=tuple(map(moved, one.files))) for one in UPSTREAMS)


def body(content: bytes | str, kind: str = "application/zip", code: int = 200, **headers: str):
    """An answer with a body; in pieces where it has no length."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        sent = content.encode() if isinstance(content, str) else content
        own = {name.replace("_", "-"): value for name, value in headers.items()}
        _begin(handler, code, {"Content-Type": kind, "Content-Length": str(len(sent)), **own})
        handler.wfile.write(sent)

    return answer


def status(code: int, **headers: str):
    return body(b"", "text/html", code, **headers)


def resumed(content: bytes):
    """An answer that goes on from where a client was cut off, if its file is the same."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        start = handler.headers.get("Range", "").removeprefix("bytes=").removesuffix("-")
        if start and int(start) >= len(content):
            status(416)(handler)
        elif start and handler.headers.get("If-Range") == '"one"':
            span = f"bytes {start}-{len(content) - 1}/{len(content)}"
            body(content[int(start) :], code=206, ETag='"one"', Content_Range=span)(handler)
        else:
            body(content, ETag='"one"')(handler)

    return answer


def cut_off(content: bytes, reset: bool = False, **headers: str):
    """An answer of which half is sent before the connection ends, or is reset, which may lose what was on its way."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        _begin(handler, 200, {"Content-Type": "application/zip", "Content-Length": str(len(content)), **headers})
        handler.wfile.write(content[: len(content) // 2])
        if reset:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()
        handler.close_connection = True

    return answer


def _begin(handler: BaseHTTPRequestHandler, code: int, headers: dict[str, str]) -> None:
    handler.send_response(code)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()


def in_turn(*answers):
    """One answer after the other, the last one for ever."""
    left = list(answers)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


LINKS = """<html><body><a href="/downloads/brd/ucdp-brd-dyadic-231-csv.zip">23.1</a>
<a href="brd/ucdp-brd-dyadic-241-csv.zip">CSV</a> <a href="brd/ucdp-brd-conf-251-csv.zip">by conflict</a>
<a name="no-address">x</a></body></html>"""


def healthy(server: Server, release: bytes | None = None) -> None:
    server.answers[PAGE] = body(LINKS, "text/html; charset=utf-8")
    server.answers[ZIP] = resumed(zipped(BRD_24.read_bytes()) if release is None else release)

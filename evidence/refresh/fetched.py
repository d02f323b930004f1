"""A file of an upstream, fetched: tried again after a fault, gone on with after a break, kept by its checksum.

Nothing is fetched from another host than the one that was declared, nothing without end, and no page in place of data.
"""

import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from evidence.refresh.upstream import File, Page, Refused, newer

MOVED = {301, 302, 303, 307, 308}
AGAIN = {408, 429, 500, 502, 503, 504}
DATA = re.compile(
    r"application/(zip|x-zip.*|octet-stream|csv|vnd\..*|x-download)|binary/octet-stream|text/(csv|plain|tab-separated.*)"
)
PAGE = re.compile(r"text/html|application/xhtml\+xml")
STEPS = 5  # redirects in a row
CHUNK = 1 << 16
BY_HAND = "Try again later, or fetch the file with a browser and name it with --from FILE."


@dataclass(frozen=True)
class Limits:
    """What a transfer may take. seconds: without a byte; pause: seconds before the second try, then twice that."""

    seconds: float = 30
    size: int = 200_000_000
    unpacked: int = 800_000_000
    tries: int = 5
    pause: float = 2


@dataclass(frozen=True)
class Got:
    """A file on this machine, under the name that upstream gives it: its checksum, and the day and way it came."""

    path: Path
    sha256: str
    day: str
    via: str

    @property
    def name(self) -> str:
        return self.path.name


class _Fault(Exception):
    """What may be over at the next try; after: seconds that the server asks for."""

    def __init__(self, said: str, after: float = 0):
        super().__init__(said)
        self.after = after


class _PastEnd(_Fault):
    """A file was asked to be gone on with from its end, or beyond."""


def by_hand(path: Path) -> Got:
    """A file that lies here already."""
    return Got(path, _sha256(path), date.today().isoformat(), "a file by hand")


def fetched(file: File, cache: Path, limits: Limits, again: bool = False) -> Got:
    """The newest release of a file; from the cache where it was fetched before, unless ``again``. Raises Refused."""
    page = file.where
    assert isinstance(page, Page)
    address = newest(page, _read_page(page.address, limits))
    return (not again and kept(address, cache)) or _keep(address, cache, limits)


def newest(page: Page, html: str) -> str:
    """The address of the newest release that a page links to, on its own host. Raises Refused if there is none."""
    releases = {}
    for link in _links(html):
        address = urljoin(page.address, link)
        found = re.search(rf"{page.link}$", urlsplit(address).path, re.IGNORECASE)
        if found and _same_host(address, page.address):
            releases[newer(found["version"])] = address
    if not releases:
        raise Refused(
            f"{page.address} has no link that ends like {page.link}; was the page made anew? Then mend `link` in "
            f"evidence/refresh/declared.py, or fetch the file with a browser and name it with --from FILE."
        )
    return releases[max(releases)]


def kept(address: str, cache: Path) -> Got | None:
    """What was fetched from an address before, if it is whole still."""
    try:
        known = json.loads(_note(address, cache).read_text("utf-8"))
        got = Got(cache / known["sha256"] / known["name"], known["sha256"], known["day"], address)
        return got if _sha256(got.path) == got.sha256 else None
    except (OSError, ValueError, KeyError):
        return None


def forget(got: Got, cache: Path) -> None:
    """Don't keep what was fetched and turned out to be unusable."""
    _note(got.via, cache).unlink(missing_ok=True)


def _keep(address: str, cache: Path, limits: Limits) -> Got:
    cache.mkdir(parents=True, exist_ok=True)
    part = _note(address, cache).with_suffix(".part")
    _with_patience(lambda: _transfer(address, part, limits), address, limits)
    sha256 = _sha256(part)
    name = unquote(urlsplit(address).path).rsplit("/", 1)[-1] or "file"
    (cache / sha256).mkdir(exist_ok=True)
    got = Got(cache / sha256 / name, sha256, date.today().isoformat(), address)
    os.replace(part, got.path)
    _mark(part).unlink(missing_ok=True)
    draft = part.with_suffix(".new")
    draft.write_text(json.dumps({"name": name, "sha256": sha256, "day": got.day, "address": address}), "utf-8")
    os.replace(draft, _note(address, cache))
    return got


def _note(address: str, cache: Path) -> Path:
    return cache / f"{hashlib.sha256(address.encode()).hexdigest()[:20]}.json"


def _mark(part: Path) -> Path:
    """What the server called the state of the file of which a part lies here."""
    return part.with_suffix(".etag")


def _with_patience(transfer, address: str, limits: Limits):
    for number in range(1, limits.tries + 1):
        try:
            return transfer()
        except _Fault as fault:
            if number == limits.tries:
                raise Refused(f"{address}: {fault} ({number} tries). {BY_HAND}") from fault
            print(f"  {fault}; trying again ...", file=sys.stderr)
            time.sleep(min(max(limits.pause * 2 ** (number - 1), fault.after), 60))


def _read_page(address: str, limits: Limits) -> str:
    def transfer() -> str:
        with _answered(address, limits, {}, PAGE, "a page") as response:
            return b"".join(_pieces(response, 0, limits)).decode("utf-8", "replace")

    return _with_patience(transfer, address, limits)


def _transfer(address: str, part: Path, limits: Limits) -> None:
    """Fetch a file to ``part``, going on from what lies there if the server has the same file still."""
    mark = _mark(part)
    have = part.stat().st_size if part.is_file() and mark.is_file() else 0
    asked = {"Range": f"bytes={have}-", "If-Range": mark.read_text("utf-8")} if have else {}
    try:
        response = _answered(address, limits, asked, DATA, "a file of data")
    except _PastEnd:  # what lies here is no part of the file that is there now
        part.unlink()
        raise
    with response:
        goes_on = response.status_code == 206 and response.headers.get("Content-Range", "").startswith(f"bytes {have}-")
        have = have if goes_on else 0
        state = response.headers.get("ETag") or response.headers.get("Last-Modified")
        if state and not state.startswith("W/"):
            mark.write_text(state, "utf-8")
        else:
            mark.unlink(missing_ok=True)
        with part.open("ab" if goes_on else "wb") as out:
            for piece in _pieces(response, have, limits):
                out.write(piece)


def _answered(address: str, limits: Limits, asked: dict, kind: re.Pattern, wanted: str) -> requests.Response:
    """The answer to a request, redirects on the same host followed; its body is not read yet."""
    headers = {"Accept-Encoding": "identity", "User-Agent": "russia-in-afghanistan-evidence-book", **asked}
    here = address
    for _ in range(STEPS):
        try:
            response = requests.get(here, headers=headers, stream=True, timeout=limits.seconds, allow_redirects=False)
        except requests.RequestException as error:
            raise _Fault(f"no answer: {_cause(error)}") from error
        if response.status_code not in MOVED:
            _judge(response, address, kind, wanted)
            return response
        there = urljoin(here, response.headers.get("Location", ""))
        response.close()
        if not _same_host(there, address):
            raise Refused(
                f"{address}: the server sends us on to {urlsplit(there).scheme}://{urlsplit(there).netloc}, another "
                f"host, from which nothing is fetched. If upstream has moved there, mend the address in "
                f"evidence/refresh/declared.py; or fetch the file with a browser and name it with --from FILE."
            )
        here = there
    raise Refused(f"{address}: the server sends us on and on, {STEPS} times. {BY_HAND}")


def _same_host(address: str, other: str) -> bool:
    return urlsplit(address)[:2] == urlsplit(other)[:2]


def _judge(response: requests.Response, address: str, kind: re.Pattern, wanted: str) -> None:
    status, said = response.status_code, response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    words = f"{status} {HTTPStatus(status).phrase}" if status in set(HTTPStatus) else str(status)
    if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        response.close()
        raise _PastEnd(f"the server answered {words}")
    if status in AGAIN:
        response.close()
        after = response.headers.get("Retry-After", "")
        raise _Fault(f"the server answered {words}", float(after) if after.isdigit() else 0)
    if status not in (200, 206):
        response.close()
        raise Refused(f"{address}: the server answered {words}. {BY_HAND}")
    if said and not kind.fullmatch(said):
        response.close()
        raise Refused(f"{address}: the server sent {said}, and not {wanted}. {BY_HAND}")


def _pieces(response: requests.Response, have: int, limits: Limits) -> Iterator[bytes]:
    """The body of an answer as it comes, so that nothing is lost that came before a break."""
    whole = have + int(response.headers.get("Content-Length") or 0)
    if whole > limits.size:
        raise _too_large(response.url, limits)
    while piece := _next_piece(response, have):
        have += len(piece)
        if have > limits.size:
            raise _too_large(response.url, limits)
        _show(have, whole)
        yield piece
    _show(None, whole)


def _next_piece(response: requests.Response, have: int) -> bytes:
    try:
        return response.raw.read1(CHUNK, decode_content=False)
    except (HTTPError, OSError) as error:
        raise _Fault(f"the connection broke after {have:,} bytes: {_cause(error)}") from error


def _too_large(address: str, limits: Limits) -> Refused:
    return Refused(
        f"{address}: the file is larger than {limits.size:,} bytes, and was not read on. If that is right, raise "
        f"`Limits.size` in evidence/refresh/fetched.py."
    )


def _show(have: int | None, whole: int) -> None:
    """Progress, for somebody who looks."""
    if sys.stderr.isatty():
        done = "" if have is None else f"  {have / 1e6:.1f} MB" + (f" of {whole / 1e6:.1f} MB" if whole else "")
        print(f"\r{done:<40}", end="\r" if have is None else "", file=sys.stderr, flush=True)


def _links(html: str) -> list[str]:
    links: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            links.extend(value for name, value in attributes if tag == "a" and name == "href" and value)

    Reader().feed(html)
    return links


def _cause(error: BaseException) -> str:
    """The innermost words of an error of the network, which come wrapped."""
    while error.args and isinstance(inner := error.args[-1], BaseException):
        error = inner
    return re.sub(r"^.*?: ", "", str(getattr(error, "reason", error)), count=1) or type(error).__name__


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

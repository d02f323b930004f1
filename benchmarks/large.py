"""How much memory an aggregation of ten million events takes: `python -m benchmarks.large`.

Needs `requirements-refresh.txt` (CONTRIBUTING.md, *Take a newer release*). The events are made up in the columns of
UCDP and of GDELT, from a seed, into Parquet files of a temporary folder. Each table is aggregated in a process of its
own, with the limit that `evidence.refresh.large` gives DuckDB; what is printed is the most memory it ever had.
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROWS, CHUNK, SEED = 10_000_000, 500_000, 20170815
UCDP_NAMES = ["Government of Afghanistan", "Taleban", "IS", "Civilians", "Government of Mali", "Jama'at"]
STATES = [f"{one}{two}A" for one in "ABCDEFGHIJKLMNOP" for two in "ABCDEFGHIJKLMNOP"]  # 256 codes made up
TABLES = ("isil_fights_2021", "events_2021_by_province", "interaction_scores")
GIB = 2**30


def ucdp_events(random, rows: int, provinces: list[str]) -> dict:
    """Events all over the world: a third of them in Afghanistan."""
    best = random.integers(0, 40, rows)
    return {
        "country": random.choice(["Afghanistan", "Mali", "Syria"], rows),
        "adm_1": random.choice(provinces, rows),
        "side_a": random.choice(UCDP_NAMES, rows),
        "side_b": random.choice(UCDP_NAMES, rows),
        "date_start": random.choice([f"2021-{month:02d}-{day:02d}" for month in range(1, 13) for day in (1, 15)], rows),
        "type_of_violence": random.integers(1, 4, rows),
        "low": best,
        "best": best,
        "high": best + 1,
    }


def gdelt_events(random, rows: int) -> dict:
    """Events of two years between any two of 256 states."""
    days = [year * 10000 + month * 100 + day for year in (2022, 2023) for month in range(1, 13) for day in range(1, 29)]
    return {
        "DATEADDED": random.choice(days, rows) * 1_000_000 + 120000,
        "Actor1CountryCode": random.choice(STATES, rows),
        "Actor2CountryCode": random.choice(STATES, rows),
        "NumSources": random.integers(1, 9, rows),
        "NumArticles": random.integers(1, 99, rows),
        "GoldsteinScale": random.choice([-10.0, -2.5, 0.0, 3.4], rows),
        "AvgTone": random.normal(0, 3, rows),
    }


def generate(path: Path, table: str, rows: int = ROWS) -> None:
    """Write the events that a table is made from, chunk by chunk."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    from evidence import tables

    random: np.random.Generator = np.random.default_rng(SEED)
    writer: pq.ParquetWriter | None = None
    provinces = tables.load("provinces")["ucdp_name"].dropna().tolist()
    for _ in range(0, rows, CHUNK):
        gdelt = table == "interaction_scores"
        made = gdelt_events(random, CHUNK) if gdelt else ucdp_events(random, CHUNK, provinces)
        chunk = pa.table(made)
        writer = writer or pq.ParquetWriter(path, chunk.schema)
        writer.write_table(chunk)
    if writer:
        writer.close()


def aggregate(path: Path, table: str) -> tuple[int, int]:
    """Rows of the table, and the most memory that this process had, in bytes."""
    from evidence.refresh import large

    if table == "interaction_scores":
        wanted = STATES[:3]
        expression = lambda rows: large.monthly_scores(large.daily_scores(rows, STATES), wanted)  # noqa: E731
        made = large.relative_scores(large.run(expression, large.GDELT, path), set(wanted))
    else:
        made = large.run(large.EXPRESSIONS[table], large.EVENTS, path)
    return len(made), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> None:
    """Generate and aggregate, a process for each, and print a line for each table."""
    for table in TABLES:
        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "events.parquet")
            for step in ("generate", "aggregate"):
                command = [sys.executable, "-m", "benchmarks.large", step, path, table]
                done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
        rows, most = map(int, done.stdout.split())
        print(f"{table}: {ROWS:,} events to {rows:,} rows in {most / GIB:.2f} GiB", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["generate"]:
        generate(Path(sys.argv[2]), sys.argv[3])
    elif sys.argv[1:2] == ["aggregate"]:
        print(*aggregate(Path(sys.argv[2]), sys.argv[3]))
    else:
        main()

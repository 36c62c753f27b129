"""Decides a file of any length on one machine, batch by batch: memory does not grow with it.

    python score_duckdb.py model.onnx "select * from 'customers/*.parquet'" actions.parquet \\
        --keep customer_id --may email=may_email
"""

from __future__ import annotations

import argparse

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from decide_frame import decide, open_model

ROWS = 65_536


def score(model: str, query: str, out: str, keep: list[str], may: dict[str, str], rows: int = ROWS) -> int:
    """Returns how many rows were decided."""
    session = open_model(model, threads=0)
    writer, count = None, 0
    with duckdb.connect() as connection:
        for batch in connection.execute(query).to_arrow_reader(rows):
            frame = batch.to_pandas()
            decided = frame[keep].join(decide(session, frame, may))
            table = pa.Table.from_pandas(decided, preserve_index=False, schema=writer.schema if writer else None)
            writer = writer or pq.ParquetWriter(out, table.schema)
            writer.write_table(table)
            count += len(frame)
    if writer:
        writer.close()
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("query", help="SQL of DuckDB that gives the model's columns")
    parser.add_argument("out", help="Parquet file to write")
    parser.add_argument("--keep", nargs="*", default=[], help="columns to keep beside the action")
    parser.add_argument(
        "--may", nargs="*", default=[], metavar="ACTION=COLUMN", help="column that says whether an action may be taken"
    )
    given = parser.parse_args()
    may = dict(one.split("=", 1) for one in given.may)
    print(f"{score(given.model, given.query, given.out, given.keep, may)} rows decided: {given.out}")


if __name__ == "__main__":
    main()

"""Runs a recipe of data/recipes on a CSV: python run_recipe.py duckdb|spark MODEL CSV OUT ACTION=COLUMN..."""

import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "data/recipes"))

import duckdb


def with_duckdb(model: str, parquet: str, out: str, may: dict[str, str]) -> None:
    from score_duckdb import score

    decided = f"{out}.parquet"
    # Batches of DuckDB's own smallest size: more than one of them.
    score(model, f"select * from '{parquet}'", decided, ["row"], may, rows=2048)
    duckdb.execute(f"copy (select * from '{decided}') to '{out}' (header)")


def with_spark(model: str, parquet: str, out: str, may: dict[str, str]) -> None:
    import os

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = sys.path[0]
    from pyspark.sql import SparkSession
    from score_spark import decisions

    builder = SparkSession.builder.master("local[2]")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    frame = spark.read.parquet(parquet).repartition(3)
    decisions(frame, model, ["row"], may).toPandas().to_csv(out, index=False)
    spark.stop()


def main() -> None:
    name, model, csv, out, *may = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        parquet = f"{folder}/rows.parquet"
        duckdb.execute(f"copy (select row_number() over () as row, * from read_csv('{csv}')) to '{parquet}'")
        run = {"duckdb": with_duckdb, "spark": with_spark}[name]
        run(model, parquet, out, dict(one.split("=", 1) for one in may))


main()

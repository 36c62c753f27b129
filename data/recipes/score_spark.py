"""Decides a table on a cluster: a pandas UDF that opens the model once in each worker and is given batch after batch.

    spark-submit --files model.onnx --py-files decide_frame.py score_spark.py model.onnx customers.parquet \\
        actions.parquet --keep customer_id --may email=may_email
"""

from __future__ import annotations

import argparse
from typing import Iterator

import pandas as pd
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.functions import pandas_udf

from decide_frame import columns_of, decide, open_model

DECIDED = "action string, value double, value_of_no_action double"


def decisions(frame: DataFrame, model: str, keep: list[str], may: dict[str, str]) -> DataFrame:
    """The columns to keep, and action, value and value_of_no_action.

    model: path that every worker can read, or the name of a file that was sent to them
    """

    @pandas_udf(DECIDED)
    def decided(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        session = open_model(model)
        for batch in batches:
            yield decide(session, batch, may)

    asked = [F.col(f"`{name}`") for name in sorted({*columns_of(open_model(model)), *may.values()})]
    kept = [F.col(f"`{name}`") for name in keep]
    return frame.select(*kept, decided(F.struct(*asked)).alias("decided")).select(*keep, "decided.*")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("data", help="Parquet, of the cluster's file system")
    parser.add_argument("out", help="folder of Parquet to write")
    parser.add_argument("--keep", nargs="*", default=[], help="columns to keep beside the action")
    parser.add_argument(
        "--may", nargs="*", default=[], metavar="ACTION=COLUMN", help="column that says whether an action may be taken"
    )
    given = parser.parse_args()
    may = dict(one.split("=", 1) for one in given.may)
    spark = SparkSession.builder.getOrCreate()
    decided = decisions(spark.read.parquet(given.data), given.model, given.keep, may)
    decided.write.mode("errorifexists").parquet(given.out)
    spark.stop()


if __name__ == "__main__":
    main()

"""Reads a log with pandas, measures itself, and prints one line of JSON. Usage: read_pandas.py FILE plain|typed"""

import json
import resource
import sys
import time

import pandas

CATEGORIES = ["channel", "category_1", "category_2", "category_3"]

file, way = sys.argv[1:]
# As ours: times are numbers, names of few kinds are codes.
typed = {"parse_dates": ["sent_at"], "dtype": {name: "category" for name in CATEGORIES}}
start, start_cpu = time.perf_counter(), time.process_time()
log = pandas.read_csv(file, **(typed if way == "typed" else {}))
seconds, processor = time.perf_counter() - start, time.process_time() - start_cpu
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
versions = {"pandas": pandas.__version__, "Python": sys.version.split()[0]}
sums = [float(log[name].sum()) for name in ["margin", "count_7", "score_6", "spend_4"]]
print(
    json.dumps(
        {
            "seconds": seconds,
            "processorSeconds": processor,
            "peakMegabytes": peak,
            "versions": versions,
            "rows": len(log),
            "sums": sums,
        }
    )
)

"""What lifetimes makes of the purchases of CDNOW, and in how many seconds of processor: one line of JSON.

Reads the file itself, so that what it makes of it holds ours too. Called by its public methods.
"""

import argparse
import json
import resource
import time
import warnings
from importlib.metadata import version

warnings.filterwarnings("ignore")

import pandas
from lifetimes import BetaGeoFitter, GammaGammaFitter
from lifetimes.utils import summary_data_from_transaction_data

parser = argparse.ArgumentParser()
parser.add_argument("--data", required=True)
parser.add_argument("--until", default="1997-09-30")
parser.add_argument("--weeks", type=int, default=39)
args = parser.parse_args()

rows = pandas.read_csv(
    args.data, sep=r"\s+", header=None, names=["master", "customer", "date", "discs", "dollars"]
)
rows["date"] = pandas.to_datetime(rows["date"], format="%Y%m%d")
summary = summary_data_from_transaction_data(
    rows, "customer", "date", "dollars", observation_period_end=args.until, freq="D"
)
summary["recency"] /= 7
summary["T"] /= 7


def timed(fit):
    started = time.process_time()
    fitted = fit()
    return fitted, time.process_time() - started


def told(fitted, seconds):
    return {
        "parameters": {name: float(value) for name, value in fitted.params_.items()},
        "standardErrors": {name: float(value) for name, value in fitted.standard_errors_.items()},
        "seconds": seconds,
    }


purchases, purchase_seconds = timed(
    lambda: BetaGeoFitter().fit(summary["frequency"], summary["recency"], summary["T"])
)
buyers = summary[(summary["frequency"] > 0) & (summary["monetary_value"] > 0)]
spend, spend_seconds = timed(
    lambda: GammaGammaFitter().fit(buyers["frequency"], buyers["monetary_value"])
)
expected = purchases.conditional_expected_number_of_purchases_up_to_time(
    args.weeks, summary["frequency"], summary["recency"], summary["T"]
)
print(
    json.dumps(
        {
            "customers": len(summary),
            "bgNbd": told(purchases, purchase_seconds),
            "gammaGamma": told(spend, spend_seconds),
            "expectedPurchases": float(expected.sum()),
            "peakMegabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "versions": {name: version(name) for name in ["lifetimes", "numpy", "pandas", "scipy"]},
        }
    )
)

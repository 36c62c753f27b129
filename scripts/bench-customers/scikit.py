"""What scikit-learn makes of customers that contact-dqn prepared, and in how many seconds: one line of JSON.

--inputs is a JSON file: rows (standardised), labels, fold of each row, and the settings that both sides have.
"""

import argparse
import json
import time

import numpy as np
import sklearn
from sklearn.cluster import DBSCAN, AgglomerativeClustering, KMeans
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.tree import DecisionTreeClassifier


def timed(work):
    started = time.perf_counter()
    result = work()
    return result, round(time.perf_counter() - started, 3)


def classifiers(settings):
    return {
        "logistic": LogisticRegression(C=1 / settings["ridge"], tol=1e-8, max_iter=10_000),
        "tree": DecisionTreeClassifier(
            max_depth=settings["treeDepth"], min_samples_leaf=settings["treeLeastRows"], random_state=0
        ),
        "forest": RandomForestClassifier(
            settings["forestTrees"],
            max_depth=settings["forestDepth"],
            min_samples_leaf=settings["forestLeastRows"],
            random_state=0,
        ),
    }


def out_of_fold(model, rows, labels, folds):
    probabilities = np.zeros(len(labels))
    for fold in np.unique(folds):
        own = folds == fold
        probabilities[own] = model.fit(rows[~own], labels[~own]).predict_proba(rows[own])[:, 1]
    return probabilities.tolist()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--inputs", required=True)
    with open(parser.parse_args().inputs) as file:
        given = json.load(file)
    rows, labels, folds = (np.array(given[name]) for name in ("rows", "labels", "folds"))
    clusters = given["clusters"]
    result = {"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}, "peakMegabytes": 0}
    result["churn"] = {}
    for name, model in classifiers(given["learner"]).items():
        probabilities, seconds = timed(lambda: out_of_fold(model, rows, labels, folds))
        result["churn"][name] = {"probabilities": probabilities, "seconds": seconds}
    few = rows[: clusters["wardRows"]]
    for name, model, own in (
        ("kMeans", KMeans(clusters["segments"], n_init=clusters["starts"], random_state=0), rows),
        ("dbscan", DBSCAN(eps=clusters["radius"], min_samples=clusters["neighbours"]), rows),
        ("ward", AgglomerativeClustering(clusters["segments"], linkage="ward"), few),
    ):
        fitted, seconds = timed(lambda: model.fit(own))
        result[name] = {"labels": fitted.labels_.tolist(), "seconds": seconds}
        if name == "kMeans":
            result[name]["inertia"] = fitted.inertia_
    print(json.dumps(result))


main()

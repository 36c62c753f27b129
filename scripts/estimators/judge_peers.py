"""What Open Bandit Pipeline and scope-rl make of a log that contact-dqn wrote, and in how many seconds: one line of JSON.

--inputs is a folder with `rows`, the log as single decisions, and `histories`, the same padded to histories of one
length. Called by their public methods, which look at their inputs each time.
"""

import sys
import time
from pathlib import Path
from statistics import median

from stub_modules import leave_out

# Gigabytes of what trains networks, plays environments and draws.
leave_out("torch", "d3rlpy", "gym", "pytorch_revgrad", "matplotlib", "seaborn")
sys.path.append(str(Path(__file__).parents[1] / "peers"))

import common
import obp.ope.estimators as obp
import scope_rl.ope.discrete as scope_rl


def bandit_estimators(rows):
    """By our names. Cut at the weight L, as ours: shrinkage has its lambda in the place of L squared."""
    largest = float(rows.largest)
    return {
        "replay": obp.ReplayMethod(),
        "ips": obp.InverseProbabilityWeighting(),
        "snips": obp.SelfNormalizedInverseProbabilityWeighting(),
        "clippedIps": obp.InverseProbabilityWeighting(lambda_=largest),
        "dm": obp.DirectMethod(),
        "dr": obp.DoublyRobust(),
        "selfNormalisedDr": obp.SelfNormalizedDoublyRobust(),
        "drShrinkage": obp.DoublyRobustWithShrinkage(lambda_=largest**2),
        "switchDr": obp.SwitchDoublyRobust(lambda_=largest),
    }


def history_estimators():
    return {
        "is": scope_rl.TrajectoryWiseImportanceSampling(),
        "wis": scope_rl.SelfNormalizedTIS(),
        "pdis": scope_rl.PerDecisionImportanceSampling(),
        "perDecisionWis": scope_rl.SelfNormalizedPDIS(),
        "sequentialDr": scope_rl.DoublyRobust(),
        "wdr": scope_rl.SelfNormalizedDR(),
        "fqe": scope_rl.DirectMethod(),
    }


def bandit_inputs(rows, name):
    # Their replay counts rows where the policy is certain of the logged action, so that it is given one that is certain.
    policy = rows.greedy if name == "replay" else rows.probabilities
    return {
        "action": rows.actions,
        "reward": rows.rewards,
        "pscore": rows.propensities,
        "action_dist": policy[:, :, None],
        "estimated_rewards_by_reg_model": rows.rewardModel[:, :, None],
    }


def history_inputs(histories):
    return {
        "step_per_trajectory": int(histories.steps),
        "action": histories.actions,
        "reward": histories.rewards,
        "pscore": histories.propensities,
        "evaluation_policy_action_dist": histories.probabilities,
        "state_action_value_prediction": histories.valueModel,
        "gamma": float(histories.gamma),
    }


def timed(call, repeats):
    """What a call gives, and the median of its seconds on all cores: other work on the machine does not count."""
    seconds = []
    for _ in range(repeats):
        started = time.process_time()
        result = call()
        seconds.append(time.process_time() - started)
    return result, median(seconds)


def judged(estimator, inputs, settings):
    value, value_seconds = timed(lambda: estimator.estimate_policy_value(**inputs), settings.repeats)
    found = {"called": type(estimator).__name__, "value": float(value), "valueSeconds": value_seconds}
    if settings.resamples == 0:
        return found
    options = {"alpha": 0.05, "n_bootstrap_samples": settings.resamples, "random_state": 1}
    interval, seconds = timed(lambda: estimator.estimate_interval(**inputs, **options), 1)
    low, high = (float(interval[f"95.0% CI ({end})"]) for end in ("lower", "upper"))
    return {**found, "low": low, "high": high, "intervalSeconds": seconds}


args = common.arguments(inputs="")
rows, histories = (common.read_inputs(Path(args.inputs) / part) for part in ("rows", "histories"))
found = {
    name: {"peer": "obp", **judged(estimator, bandit_inputs(rows, name), rows)}
    for name, estimator in bandit_estimators(rows).items()
}
for name, estimator in history_estimators().items():
    found[name] = {"peer": "scope-rl", **judged(estimator, history_inputs(histories), histories)}
common.report(["obp", "scope-rl", "numpy", "scipy", "scikit-learn"], estimators=found)

"""Learns from a log by an algorithm of d3rlpy with its default settings, then answers with values of observations.

Reads what peers.ts writes: observations [n, features], actions, rewards, terminals and timeouts [n]. Prints a line of JSON
when it has learned. After that, for a number of rows (int32) and their observations (float32) on standard input, it writes
values [rows, actions] (float32): the largest among those allowed is what the algorithm would do. Discrete BCQ rules out
actions that it takes for unlikely; their values are the lowest.
"""

import argparse
import json
import logging
import sys
import time
from pathlib import Path

import d3rlpy
import numpy as np
import structlog
import torch

# d3rlpy says more than anybody reads, on standard output, where the answers go.
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))

CONFIGS = {
    "dqn": d3rlpy.algos.DQNConfig,
    "double-dqn": d3rlpy.algos.DoubleDQNConfig,
    "cql": d3rlpy.algos.DiscreteCQLConfig,
    "bcq": d3rlpy.algos.DiscreteBCQConfig,
}
LOWEST = -1e30
CHUNK = 16384


def read_log(folder: Path, actions: int):
    columns = {name: np.load(folder / f"{name}.npy") for name in ("observations", "actions", "rewards", "terminals", "timeouts")}
    return d3rlpy.dataset.MDPDataset(
        **columns, action_space=d3rlpy.constants.ActionSpace.DISCRETE, action_size=actions
    )


def values_of(algorithm, name: str, observations: np.ndarray) -> np.ndarray:
    with torch.no_grad():
        x = torch.from_numpy(observations)
        values = algorithm.impl.modules.q_funcs[0](x).q_value if name != "bcq" else bcq_values(algorithm, x)
        return values.numpy().astype("<f4")


def bcq_values(algorithm, x: torch.Tensor) -> torch.Tensor:
    """Q-values, those of unlikely actions the lowest: the rule of its own predict, which knows no mask."""
    log_probabilities = torch.log_softmax(algorithm.impl.modules.imitator(x).logits, dim=1)
    ratio = log_probabilities - log_probabilities.max(dim=1, keepdim=True).values
    values = algorithm.impl.modules.q_funcs[0](x).q_value
    likely = ratio > np.log(algorithm.config.action_flexibility)
    return torch.where(likely, values, torch.full_like(values, LOWEST))


def answer(algorithm, name: str) -> None:
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while header := source.read(4):
        rows = int(np.frombuffer(header, "<i4")[0])
        features = algorithm.impl.observation_shape[0]
        observations = np.frombuffer(source.read(4 * rows * features), "<f4").reshape(rows, features).copy()
        for first in range(0, rows, CHUNK):
            sink.write(values_of(algorithm, name, observations[first : first + CHUNK]).tobytes())
        sink.flush()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--inputs", type=Path, required=True)
    parser.add_argument("--algorithm", choices=CONFIGS, required=True)
    parser.add_argument("--actions", type=int, required=True)
    parser.add_argument("--gamma", type=float, required=True)
    parser.add_argument("--updates", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    given = parser.parse_args()
    d3rlpy.seed(given.seed)
    dataset = read_log(given.inputs, given.actions)
    algorithm = CONFIGS[given.algorithm](gamma=given.gamma).create(device="cpu:0")
    started, processor = time.perf_counter(), time.process_time()
    algorithm.fit(
        dataset,
        n_steps=given.updates,
        n_steps_per_epoch=given.updates,
        logger_adapter=d3rlpy.logging.NoopAdapterFactory(),
        show_progress=False,
    )
    learned = {
        "seconds": time.perf_counter() - started,
        "processorSeconds": time.process_time() - processor,
        "batchSize": algorithm.batch_size,
        "versions": {"d3rlpy": d3rlpy.__version__, "torch": torch.__version__},
    }
    sys.stdout.buffer.write(f"{json.dumps(learned)}\n".encode())
    sys.stdout.buffer.flush()
    answer(algorithm, given.algorithm)


main()

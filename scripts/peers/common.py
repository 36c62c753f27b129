"""What the peers' scripts share: the inputs that contact-dqn wrote, the clock, and the one line they print."""

import argparse
import json
import platform
import resource
import time
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import numpy as np

# Every contender checks its parameters after so many updates; a whole number of calls for K = 1, 2, 4, 8 and 16.
CHECK_UPDATES = 32
# As src/bench/stopwatch.ts and src/bench/environment.ts measure a speed: the median of so many stretches.
STRETCHES, STRETCH_SECONDS = 5, 0.2


def arguments(**options):
    """Flags of a script: every option is required to be given by the orchestrator or has its default here."""
    parser = argparse.ArgumentParser()
    for name, default in options.items():
        parser.add_argument("--" + name.replace("_", "-"), type=type(default), default=default)
    return parser.parse_args()


def read_inputs(folder):
    """settings.json and every .npy file of a folder as attributes."""
    folder = Path(folder)
    settings = json.loads((folder / "settings.json").read_text())
    arrays = {file.stem: np.load(file) for file in folder.glob("*.npy")}
    return SimpleNamespace(**settings, **arrays)


def layers(flat, features, hidden, actions):
    """(kernel [inputs, units], bias [units]) of each layer of a flat parameter vector."""
    found, offset, inputs = [], 0, features
    for units in [*hidden, actions]:
        kernel = flat[offset : offset + inputs * units].reshape(inputs, units)
        offset += inputs * units
        found.append((kernel, flat[offset : offset + units]))
        offset += units
        inputs = units
    return found


def flatten(pairs):
    """The flat vector of (kernel, bias) pairs."""
    return np.concatenate([np.asarray(part, np.float32).reshape(-1) for pair in pairs for part in pair])


def torch_parameters(network):
    """The flat vector of all linear layers of a PyTorch network; its kernels lie transposed."""
    linears = [module for module in network.modules() if hasattr(module, "weight")]
    return flatten([(m.weight.detach().numpy().T, m.bias.detach().numpy()) for m in linears])


def measure_updates(inputs, k, call, finish, parameters, out, seconds):
    """Milliseconds per update when the batches of k updates are handed over per call.

    call(i) runs the k updates whose batches begin at i; finish() waits until all of them are done. Before the clock
    starts, the parameters after CHECK_UPDATES are written to `out`, so that the mathematics can be compared.
    """
    batches = len(inputs.rewards)
    started = time.perf_counter()
    call(0)
    finish()
    first = time.perf_counter() - started
    for i in range(k, CHECK_UPDATES, k):
        call(i)
    np.save(out, parameters())
    calls, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        call(calls * k % batches)
        calls += 1
    finish()
    elapsed = time.perf_counter() - started
    return {"millisecondsPerUpdate": 1000 * elapsed / (calls * k), "firstCallSeconds": first, "updatesPerCall": k}


def measure_tasks(contender, args, k):
    """What measure_updates finds, by task, one after the other in this process.

    args.inputs has a folder per task; contender(inputs, k) gives call, finish and parameters; k = 0 takes ours.
    """
    found = {}
    for folder in sorted(Path(args.inputs).iterdir()):
        inputs = read_inputs(folder)
        own_k = k or inputs.updatesPerCall
        found[inputs.task] = measure_updates(
            inputs, own_k, *contender(inputs, own_k), folder / args.out, args.seconds
        )
    return found


def steps_per_second(call, steps):
    """Median speed of several stretches, after one call to warm up; a call makes so many steps."""
    call()
    speeds = []
    for _ in range(STRETCHES):
        calls, started = 0, time.perf_counter()
        while time.perf_counter() - started < STRETCH_SECONDS:
            call()
            calls += 1
        speeds.append(steps * calls / (time.perf_counter() - started))
    return float(np.median(speeds))


def mean_and_error(values):
    """The mean of a sample and its standard error."""
    return {"mean": float(np.mean(values)), "standardError": float(np.std(values, ddof=1) / np.sqrt(len(values)))}


def peak_megabytes():
    """Largest resident memory of this process; getrusage would count the parent's before exec too."""
    try:
        status = Path("/proc/self/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report(packages, **numbers):
    """Prints the result as the one line of JSON that the orchestrator reads."""
    versions = {"python": platform.python_version(), **{name: version(name) for name in packages}}
    print(json.dumps({**numbers, "versions": versions, "peakMegabytes": peak_megabytes()}))

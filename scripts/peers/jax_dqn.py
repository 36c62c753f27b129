"""A DQN in JAX alone: environment, replay, acting and updates are one compiled scan, as in PureJaxRL."""

import time

import common
import dqn_jax
import environment_numpy as segment
import jax
import jax.numpy as jnp
import numpy as np

TOTAL = sum(segment.START)
SOURCE, MEAN, SD, MARGINS = (jnp.asarray(table.T) for table in (segment.SOURCE, segment.MEAN, segment.SD, segment.MARGINS))
SIGN = jnp.asarray(segment.SIGN.transpose(2, 1, 0))
ARRIVALS, START = jnp.array(segment.ARRIVALS, jnp.float32), jnp.array(segment.START, jnp.float32)


def environment_step(key, counts, actions):
    """One period of every company: [lanes, 3] counts, [lanes] actions to next counts and rewards."""
    counts = counts + ARRIVALS
    rewards = (MARGINS[actions] * counts).sum(1)
    noise = jax.random.normal(key, (len(actions), segment.ROWS))
    share = jnp.clip(MEAN[actions] + SD[actions] * noise, 0, 1)
    moved = jnp.floor(share * jnp.take_along_axis(counts, SOURCE[actions], axis=1))
    return jnp.maximum(counts + jnp.einsum("lf,lfs->ls", moved, SIGN[actions]), 0), rewards


def initial_state(settings, key):
    widths, keys = [3, *settings.hiddenLayers, len(segment.FLOWS)], jax.random.split(key, 8)
    online = []
    for i, (inputs, units) in enumerate(zip(widths, widths[1:])):
        uniform = lambda key, shape: jax.random.uniform(key, shape, minval=-1, maxval=1) / jnp.sqrt(inputs)
        online.append((uniform(keys[2 * i], (inputs, units)), uniform(keys[2 * i + 1], (units,))))
    rows = settings.replayCapacity
    return {
        "online": online,
        "target": jax.tree.map(jnp.copy, online),
        "optimizer": dqn_jax.make_optimizer(settings).init(online),
        "updates": jnp.int32(0),
        "replay": (jnp.zeros((rows, 3)), jnp.zeros(rows, jnp.int32), jnp.zeros(rows), jnp.zeros((rows, 3))),
        "transitions": jnp.int32(0),
        "period": jnp.int32(0),
        "counts": jnp.tile(START, (settings.environments, 1)),
        "key": keys[-1],
    }


def learn(settings, state, key):
    """The updates that the new transitions make due."""
    optimizer = dqn_jax.make_optimizer(settings)
    filled = jnp.minimum(state["transitions"], settings.replayCapacity)

    def one(carry, key):
        online, target, optimizer_state, updates = carry
        rows = jax.random.randint(key, (settings.batchSize,), 0, filled)
        observations, actions, rewards, next_observations = (column[rows] for column in state["replay"])
        batch = (observations, actions, rewards, settings.gamma, next_observations)
        online, optimizer_state = dqn_jax.update(optimizer, online, target, optimizer_state, batch)
        updates += 1
        due = updates % settings.targetPeriod == 0
        target = jax.tree.map(lambda new, old: jnp.where(due, new, old), online, target)
        return (online, target, optimizer_state, updates), None

    names = ("online", "target", "optimizer", "updates")
    keys = jax.random.split(key, settings.environments // settings.stepsPerUpdate)
    learned, _ = jax.lax.scan(one, tuple(state[name] for name in names), keys)
    return dict(zip(names, learned))


def interaction(settings, state):
    """Every lane acts and steps, the replay takes the transitions, the updates due are made."""
    lanes = settings.environments
    key, explore_key, random_key, noise_key, learn_key = jax.random.split(state["key"], 5)
    observations = state["counts"] / TOTAL
    decayed = jnp.minimum(state["transitions"] / settings.epsilonSteps, 1)
    epsilon = settings.epsilonStart + (settings.epsilonEnd - settings.epsilonStart) * decayed
    greedy = jnp.argmax(dqn_jax.q_values(state["online"], observations), axis=1)
    explores = jax.random.uniform(explore_key, (lanes,)) < epsilon
    actions = jnp.where(explores, jax.random.randint(random_key, (lanes,), 0, len(segment.FLOWS)), greedy)
    counts, rewards = environment_step(noise_key, state["counts"], actions)
    rows = (state["transitions"] + jnp.arange(lanes)) % settings.replayCapacity
    new = (observations, actions, rewards * settings.rewardScale, counts / TOTAL)
    period = state["period"] + 1
    state = {
        **state,
        "key": key,
        "replay": tuple(column.at[rows].set(values) for column, values in zip(state["replay"], new)),
        "transitions": state["transitions"] + lanes,
        "period": period % segment.PERIODS,
        "counts": jnp.where(period == segment.PERIODS, START, counts),
    }
    kept = {name: state[name] for name in ("online", "target", "optimizer", "updates")}
    learned = jax.lax.cond(
        state["transitions"] > settings.learningStarts, lambda: learn(settings, state, learn_key), lambda: kept
    )
    return {**state, **learned}


def main():
    args = common.arguments(inputs="", out="", seed=1)
    settings = common.read_inputs(args.inputs)
    state = initial_state(settings, jax.random.key(args.seed))
    stretch = -(-settings.snapshotInterval // settings.environments)
    run = lambda state: jax.lax.scan(lambda s, _: (interaction(settings, s), None), state, length=stretch)[0]
    started = time.perf_counter()
    run = jax.jit(run, donate_argnums=0).lower(state).compile()
    compiling = time.perf_counter() - started
    points, weights, seconds = [], [], 0.0
    while not points or points[-1][0] < settings.stepsAtMost:
        started = time.perf_counter()
        state = jax.block_until_ready(run(state))
        seconds += time.perf_counter() - started
        points.append([int(state["transitions"]), int(state["updates"]), compiling + seconds, compiling])
        weights.append(common.flatten(state["online"]))
    np.save(args.out, np.stack(weights))
    common.report(["jax", "jaxlib", "optax", "numpy"], points=points)


main()

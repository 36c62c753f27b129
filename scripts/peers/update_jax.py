"""K double-DQN updates per call in JAX: one jitted scan over K stacked batches, state donated."""

import functools

import common
import dqn_jax
import jax


def contender(inputs, k):
    def network(flat):
        pairs = common.layers(flat, inputs.features, inputs.hiddenLayers, inputs.actionCount)
        return jax.tree.map(jax.numpy.asarray, pairs)

    target = network(inputs.target)
    optimizer = dqn_jax.make_optimizer(inputs)

    @functools.partial(jax.jit, donate_argnums=(0, 1))
    def updates(online, optimizer_state, batches):
        def step(carry, batch):
            return dqn_jax.update(optimizer, carry[0], target, carry[1], batch), None

        return jax.lax.scan(step, (online, optimizer_state), batches)[0]

    online = network(inputs.online)
    state = (online, optimizer.init(online))
    columns = (inputs.observations, inputs.actions, inputs.rewards, inputs.discounts, inputs.nextObservations)

    def call(i):
        nonlocal state
        state = updates(*state, tuple(column[i : i + k] for column in columns))

    return call, lambda: jax.block_until_ready(state), lambda: common.flatten(state[0])


args = common.arguments(inputs="", out="", seconds=2.0, k=16)
common.report(["jax", "jaxlib", "optax", "numpy"], tasks=common.measure_tasks(contender, args, args.k))

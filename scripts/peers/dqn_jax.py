"""The double-DQN update in JAX and optax: what update_jax.py times and jax_dqn.py trains with."""

import jax
import jax.numpy as jnp
import optax


def q_values(parameters, observations):
    activations = observations
    for kernel, bias in parameters[:-1]:
        activations = jax.nn.relu(activations @ kernel + bias)
    kernel, bias = parameters[-1]
    return activations @ kernel + bias


def make_optimizer(settings):
    return optax.chain(
        optax.clip_by_global_norm(settings.maxGradientNorm),
        optax.adam(settings.learningRate, eps=settings.adamEpsilon),
    )


def value_of(q, actions):
    return jnp.take_along_axis(q, actions[:, None], axis=1)[:, 0]


def update(optimizer, online, target, optimizer_state, batch):
    """One update on (observations, actions, rewards, discounts, next observations)."""
    observations, actions, rewards, discounts, next_observations = batch
    picked = jnp.argmax(q_values(online, next_observations), axis=1)
    targets = rewards + discounts * value_of(q_values(target, next_observations), picked)

    def loss(parameters):
        predictions = value_of(q_values(parameters, observations), actions)
        return jnp.mean(optax.losses.huber_loss(predictions, targets))

    gradient = jax.grad(loss)(online)
    step, optimizer_state = optimizer.update(gradient, optimizer_state)
    return optax.apply_updates(online, step), optimizer_state

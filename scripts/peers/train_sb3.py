"""Stable-Baselines3's DQN on the segment task: training time and the weights at every evaluation point."""

import time

import common
import numpy as np
import torch
from environment_gymnasium import SegmentEnv
from stable_baselines3 import DQN
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.env_util import make_vec_env


class Snapshots(BaseCallback):
    """Copies the network every so many steps, with the clock stopped, and ends training after the last step."""

    def __init__(self, interval, last):
        super().__init__()
        self.interval, self.last = interval, last
        self.weights, self.points, self.paused = [], [], 0.0

    def _on_training_start(self):
        self.started = time.perf_counter()

    def _on_step(self):
        # Every environment adds a step; where they cross a multiple is a point.
        if self.num_timesteps % self.interval < self.training_env.num_envs:
            now = time.perf_counter()
            self.points.append([self.num_timesteps, self.model._n_updates, now - self.started - self.paused, 0.0])
            self.weights.append(common.torch_parameters(self.model.q_net))
            self.paused += time.perf_counter() - now
        return self.num_timesteps < self.last


if __name__ == "__main__":
    args = common.arguments(inputs="", out="", seed=1, threads=2, environments=1)
    torch.set_num_threads(args.threads)
    settings = common.read_inputs(args.inputs)
    every = settings.stepsPerUpdate
    # The same updates per transition: one every few steps, or those that a step of all environments makes due.
    train_freq, updates = (every, 1) if args.environments == 1 else (1, args.environments // every)
    model = DQN(
        "MlpPolicy",
        make_vec_env(lambda: SegmentEnv(settings.rewardScale), args.environments),
        learning_rate=settings.learningRate,
        buffer_size=settings.replayCapacity,
        learning_starts=settings.learningStarts,
        batch_size=settings.batchSize,
        gamma=settings.gamma,
        train_freq=train_freq,
        gradient_steps=updates,
        # Counted in environment steps of all environments here, in updates there.
        target_update_interval=settings.targetPeriod * every,
        exploration_fraction=settings.epsilonSteps / settings.steps,
        exploration_initial_eps=settings.epsilonStart,
        exploration_final_eps=settings.epsilonEnd,
        max_grad_norm=settings.maxGradientNorm,
        policy_kwargs={"net_arch": settings.hiddenLayers},
        seed=args.seed,
        device="cpu",
    )
    snapshots = Snapshots(settings.snapshotInterval, settings.stepsAtMost)
    model.learn(settings.steps, callback=snapshots)
    np.save(args.out, np.stack(snapshots.weights))
    common.report(["stable-baselines3", "torch", "gymnasium", "numpy"], points=snapshots.points)

"""Stable-Baselines3's DQN on the sales-channel study at its published settings: environment steps per second."""

import time

import common
import gymnasium
import numpy as np
import torch
from stable_baselines3 import DQN
from stable_baselines3.common.callbacks import BaseCallback

NO_ACTION, MATCH_POWER = 0, 1.5
NO_ACTION_REWARD, MISMATCH_REWARD, REPEAT_PENALTY = -0.01, -0.2, 0.001
NOVELTY, NOVELTY_HORIZON = 0.8, 5_000_000


class StudyEnv(gymnasium.Env):
    """One pass over the logged rows; the next observation is the next row, whatever was chosen."""

    def __init__(self, inputs):
        self.rows, self.logged = inputs.observations, inputs.actions.tolist()
        rewards = inputs.rewards.astype(np.float64)
        raised = (rewards >= 10) & (rewards <= 20)
        self.matched = np.where(raised, np.abs(rewards) ** MATCH_POWER, rewards).tolist()
        self.state_of = np.unique(self.rows, axis=0, return_inverse=True)[1].reshape(-1).tolist()
        self.observation_space = gymnasium.spaces.Box(0, 1, self.rows.shape[1:], np.float32)
        self.action_space = gymnasium.spaces.Discrete(3)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.row = 0
        self.chosen = [0] * 3
        self.visits = [0] * len(self.rows)
        return self.rows[0], {}

    def step(self, action):
        row, last = self.row, self.row == len(self.rows) - 1
        if action == self.logged[row]:
            reward = self.matched[row]
        else:
            reward = NO_ACTION_REWARD if action == NO_ACTION else MISMATCH_REWARD
        reward -= REPEAT_PENALTY * self.chosen[action]
        self.chosen[action] += 1
        state = self.state_of[row]
        self.visits[state] += 1
        reward += min(1.0, NOVELTY / self.visits[state] ** 0.5 * max(0.0, 1 - row / NOVELTY_HORIZON))
        self.row = row if last else row + 1
        return self.rows[self.row], reward, last, False, {}


class Clock(BaseCallback):
    """Times the steps after learning has started, for so many seconds."""

    def __init__(self, begin, seconds):
        super().__init__()
        self.begin, self.seconds = begin, seconds

    def _on_step(self):
        if self.num_timesteps <= self.begin:
            self.started, self.updates = time.perf_counter(), self.model._n_updates
            return True
        self.elapsed = time.perf_counter() - self.started
        return self.elapsed < self.seconds


def pass_reward(env):
    """Total reward of a pass that takes actions 1, 2, 0, 1, 2, 0, ..."""
    env.reset()
    return sum(env.step((i + 1) % 3)[1] for i in range(len(env.rows)))


if __name__ == "__main__":
    args = common.arguments(inputs="", seconds=5.0, threads=2)
    torch.set_num_threads(args.threads)
    inputs = common.read_inputs(args.inputs)
    model = DQN(
        "MlpPolicy",
        StudyEnv(inputs),
        learning_rate=inputs.learningRate,
        buffer_size=inputs.replayCapacity,
        learning_starts=inputs.learningStarts,
        batch_size=inputs.batchSize,
        gamma=inputs.gamma,
        train_freq=inputs.stepsPerUpdate,
        gradient_steps=1,
        tau=inputs.tau,
        target_update_interval=inputs.targetPeriod * inputs.stepsPerUpdate,
        exploration_initial_eps=inputs.epsilon,
        exploration_final_eps=inputs.epsilon,
        max_grad_norm=inputs.maxGradientNorm,
        policy_kwargs={"net_arch": inputs.hiddenLayers},
        seed=1,
        device="cpu",
    )
    clock = Clock(inputs.learningStarts + 50, args.seconds)
    model.learn(10**9, callback=clock)
    common.report(
        ["stable-baselines3", "torch", "gymnasium", "numpy"],
        stepsPerSecond=(model.num_timesteps - clock.begin) / clock.elapsed,
        updatesPerSecond=(model._n_updates - clock.updates) / clock.elapsed,
        passReward=pass_reward(StudyEnv(inputs)),
    )

"""The segment environment as a plain gymnasium.Env: one company, one step at a time."""

import math

import common
import gymnasium
import numpy as np
from environment_numpy import ARRIVALS, COSTS, FLOWS, PERIODS, REVENUE, START

MARGINS = (REVENUE - COSTS).tolist()
TOTAL = sum(START)


class SegmentEnv(gymnasium.Env):
    """Observes counts as shares of the customers at the start; rewards are multiplied by reward_scale."""

    def __init__(self, reward_scale=1.0):
        self.reward_scale = reward_scale
        self.observation_space = gymnasium.spaces.Box(0, np.inf, (3,), np.float32)
        self.action_space = gymnasium.spaces.Discrete(len(FLOWS))

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.counts = list(START)
        self.period = 0
        return self.observation(), {}

    def observation(self):
        return np.array(self.counts, np.float32) / TOTAL

    def step(self, action):
        counts = [count + arrivals for count, arrivals in zip(self.counts, ARRIVALS)]
        reward = sum(margin * count for margin, count in zip(MARGINS[action], counts))
        after = counts.copy()
        flows = FLOWS[action]
        for (source, to, mean, sd), z in zip(flows, self.np_random.standard_normal(len(flows)).tolist()):
            moved = math.floor(min(1, max(0, mean + sd * z)) * counts[source])
            after[source] -= moved
            after[to] += moved
        self.counts = [max(0, count) for count in after]
        self.period += 1
        truncated = self.period == PERIODS
        return self.observation(), reward * self.reward_scale, False, truncated, {}


def steps_per_second():
    environment = SegmentEnv()
    environment.reset(seed=1)
    actions = np.random.default_rng(2).integers(len(FLOWS), size=PERIODS).tolist()

    def episode():
        for action in actions:
            environment.step(action)
        environment.reset()

    return common.steps_per_second(episode, PERIODS)


def episode_rewards(episodes):
    """[episodes] total reward when every action is taken in turn."""
    environment = SegmentEnv()
    environment.reset(seed=3)
    totals = []
    for _ in range(episodes):
        environment.reset()
        totals.append(sum(environment.step(period % len(FLOWS))[1] for period in range(PERIODS)))
    return totals


if __name__ == "__main__":
    args = common.arguments(episodes=500)
    common.report(
        ["gymnasium", "numpy"],
        stepsPerSecond={"1": steps_per_second()},
        episodeReward=common.mean_and_error(episode_rewards(args.episodes)),
    )

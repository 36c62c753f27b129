"""The segment environment vectorised with numpy: the same rules as src/env/segment-simulator.ts."""

import common
import numpy as np

START = (1500, 1200, 2300)
ARRIVALS = (10, 5, 0)
PERIODS = 100
REVENUE = (15, 10, 0)
# Campaign cost per active, semi-active and non-active customer: none, email, coupon, resurrection, special.
COSTS = np.array([(0, 0, 0), (3, 3, 3), (0, 20, 20), (0, 0, 15), (16, 16, 16)], np.float64)
A, S, N = range(3)
# (from, to, mean, sd) of the customers who move every period, then of those whom each action moves.
ALWAYS = [(A, S, 0.02, 0.001), (S, N, 0.05, 0.002)]
CAUSED = [
    [],
    [(S, A, 0.10, 0.005), (N, A, 0.15, 0.02), (N, S, 0.10, 0.02),
     (A, N, 0.05, 0.005), (A, S, 0.05, 0.005), (S, N, 0.10, 0.02)],
    [(S, A, 0.50, 0.02), (N, A, 0.20, 0.005), (A, N, 0.02, 0.001)],
    [(N, A, 0.40, 0.02), (N, S, 0.10, 0.015), (A, S, 0.05, 0.005), (S, N, 0.05, 0.005)],
    [(S, A, 0.10, 0.005), (N, S, 0.05, 0.005)],
]  # fmt: skip
FLOWS = [[*ALWAYS, *caused] for caused in CAUSED]


# The same as tables of as many rows as the longest list has: a row without flow moves nobody.
ROWS = max(len(flows) for flows in FLOWS)
SOURCE = np.zeros((ROWS, len(FLOWS)), np.intp)
MEAN, SD = np.zeros((2, ROWS, len(FLOWS)), np.float32)
SIGN = np.zeros((3, ROWS, len(FLOWS)), np.float32)
for action, flows in enumerate(FLOWS):
    for row, (source, to, mean, sd) in enumerate(flows):
        SOURCE[row, action], MEAN[row, action], SD[row, action] = source, mean, sd
        SIGN[source, row, action], SIGN[to, row, action] = -1, 1
MARGINS = (REVENUE - COSTS).T.copy()
ARRIVING = np.array(ARRIVALS, np.float64)[:, None]
# From here on it is faster to take the lanes of each action together than to compute rows that move nobody.
MANY_LANES = 4096


class SegmentNumpy:
    """n companies side by side; step(actions) gives their rewards and moves all of them on."""

    def __init__(self, lanes, seed):
        self.random = np.random.default_rng(seed)
        self.lanes = lanes
        self.reset()

    def reset(self):
        """[3, lanes] counts, a row per segment so that each flow works on contiguous memory."""
        self.counts = np.repeat(np.array(START, np.float64)[:, None], self.lanes, axis=1)
        self.period = 0
        return self.counts

    def step(self, actions):
        counts = self.counts + ARRIVING
        rewards = (MARGINS.take(actions, 1) * counts).sum(0)
        net = self.net_by_action(actions, counts) if self.lanes > MANY_LANES else self.net(actions, counts)
        self.counts = np.maximum(counts + net, 0)
        self.period += 1
        if self.period == PERIODS:
            self.reset()
        return rewards

    def net(self, actions, counts):
        """[3, lanes] net inflow; every flow leaves the counts after arrivals, not a running count."""
        share = self.random.standard_normal((ROWS, self.lanes), np.float32)
        share *= SD.take(actions, 1)
        share += MEAN.take(actions, 1)
        np.clip(share, 0, 1, out=share)
        moved = np.floor(share * counts[SOURCE.take(actions, 1), np.arange(self.lanes)])
        return np.einsum("sfl,fl->sl", SIGN.take(actions, 2), moved)

    def net_by_action(self, actions, counts):
        """The same, the lanes of one action at a time."""
        total = np.zeros_like(counts)
        for action, flows in enumerate(FLOWS):
            lanes = np.flatnonzero(actions == action)
            own = counts[:, lanes]
            net = np.zeros_like(own)
            noise = self.random.standard_normal((len(flows), len(lanes)), np.float32)
            for (source, to, mean, sd), z in zip(flows, noise):
                moved = np.floor(np.clip(mean + sd * z, 0, 1) * own[source])
                net[source] -= moved
                net[to] += moved
            total[:, lanes] = net
        return total


def steps_per_second(lanes):
    environment = SegmentNumpy(lanes, seed=1)
    actions = np.random.default_rng(2).integers(len(FLOWS), size=lanes)
    return common.steps_per_second(lambda: environment.step(actions), lanes)


def episode_rewards(episodes):
    """[episodes] total reward when every action is taken in turn; in batches of both kinds of step."""
    totals = []
    for lanes in (MANY_LANES, episodes - MANY_LANES):
        environment = SegmentNumpy(lanes, seed=3 + lanes)
        totals.append(sum(environment.step(np.full(lanes, period % len(FLOWS))) for period in range(PERIODS)))
    return np.concatenate(totals)


if __name__ == "__main__":
    args = common.arguments(lanes="1,64,1024,16384", episodes=20_000)
    common.report(
        ["numpy"],
        stepsPerSecond={lanes: steps_per_second(int(lanes)) for lanes in args.lanes.split(",")},
        episodeReward=common.mean_and_error(episode_rewards(args.episodes)),
    )

"""One double-DQN update in PyTorch, eager, as CleanRL writes it; Stable-Baselines3's has no double DQN."""

import common
import torch
from torch import nn


def network(inputs, flat):
    parts = []
    for kernel, bias in common.layers(flat, inputs.features, inputs.hiddenLayers, inputs.actionCount):
        linear = nn.Linear(*kernel.shape)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(kernel.T))
            linear.bias.copy_(torch.from_numpy(bias))
        parts += [linear, nn.ReLU()]
    return nn.Sequential(*parts[:-1])


def contender(inputs, _):
    online, target = network(inputs, inputs.online), network(inputs, inputs.target)
    weights = list(online.parameters())
    # Stable-Baselines3 leaves the choice to PyTorch, which on a CPU updates parameter by parameter; fused is faster.
    fused = True if args.optimizer == "fused" else None
    optimizer = torch.optim.Adam(weights, lr=inputs.learningRate, eps=inputs.adamEpsilon, fused=fused)
    # torch.gather wants 64-bit indices; the replay of a PyTorch program holds them so.
    chosen = inputs.actions.astype("int64")[..., None]

    def update(i):
        observations = torch.from_numpy(inputs.observations[i])
        next_observations = torch.from_numpy(inputs.nextObservations[i])
        with torch.no_grad():
            picked = online(next_observations).argmax(1, keepdim=True)
            next_values = target(next_observations).gather(1, picked).squeeze(1)
            targets = torch.from_numpy(inputs.rewards[i]) + torch.from_numpy(inputs.discounts[i]) * next_values
        predictions = online(observations).gather(1, torch.from_numpy(chosen[i])).squeeze(1)
        loss = nn.functional.smooth_l1_loss(predictions, targets)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(weights, inputs.maxGradientNorm)
        optimizer.step()

    return update, lambda: None, lambda: common.torch_parameters(online)


args = common.arguments(inputs="", out="", seconds=2.0, threads=2, optimizer="default")
torch.set_num_threads(args.threads)
common.report(["torch", "numpy"], tasks=common.measure_tasks(contender, args, 1))

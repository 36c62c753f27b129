"""K double-DQN updates per call in TensorFlow's Python: one tf.function, one fused Adam kernel per variable."""

import os

import common

args = common.arguments(inputs="", out="", seconds=2.0, threads=2, k=16, xla="off", loop="range", onednn="on")
# TensorFlow reads both when it is imported.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "1" if args.onednn == "on" else "0"

import tensorflow as tf

BETA1, BETA2 = 0.9, 0.999


def q_values(network, observations):
    activations = observations
    for kernel, bias in network[:-1]:
        activations = tf.nn.relu(tf.matmul(activations, kernel) + bias)
    kernel, bias = network[-1]
    return tf.matmul(activations, kernel) + bias


def huber(errors):
    clipped = tf.clip_by_value(errors, -1.0, 1.0)
    return tf.reduce_mean(clipped * (errors - 0.5 * clipped))


class Adam:
    def __init__(self, weights, inputs):
        self.weights, self.inputs = weights, inputs
        self.first = [tf.Variable(tf.zeros_like(weight)) for weight in weights]
        self.second = [tf.Variable(tf.zeros_like(weight)) for weight in weights]
        self.beta1_power, self.beta2_power = tf.Variable(1.0), tf.Variable(1.0)

    def apply(self, gradients):
        power1 = self.beta1_power.assign(self.beta1_power * BETA1)
        power2 = self.beta2_power.assign(self.beta2_power * BETA2)
        # The kernel's epsilon stands beside the uncorrected root: scaled so that it is the epsilon of the paper.
        epsilon = self.inputs.adamEpsilon * tf.sqrt(1.0 - power2)
        for variable, m, v, gradient in zip(self.weights, self.first, self.second, gradients):
            tf.raw_ops.ResourceApplyAdam(
                var=variable.handle, m=m.handle, v=v.handle, grad=gradient, beta1_power=power1, beta2_power=power2,
                lr=self.inputs.learningRate, beta1=BETA1, beta2=BETA2, epsilon=epsilon,
            )  # fmt: skip


def contender(inputs, k):
    def network(flat):
        pairs = common.layers(flat, inputs.features, inputs.hiddenLayers, inputs.actionCount)
        return [(tf.Variable(kernel), tf.Variable(bias)) for kernel, bias in pairs]

    online, target = network(inputs.online), network(inputs.target)
    weights = [variable for pair in online for variable in pair]
    adam = Adam(weights, inputs)

    def update(observations, actions, rewards, discounts, next_observations):
        picked = tf.argmax(q_values(online, next_observations), 1, output_type=tf.int32)
        next_values = tf.gather(q_values(target, next_observations), picked, batch_dims=1)
        targets = rewards + discounts * next_values
        with tf.GradientTape() as tape:
            predictions = tf.gather(q_values(online, observations), actions, batch_dims=1)
            loss = huber(predictions - targets)
        gradients, _ = tf.clip_by_global_norm(tape.gradient(loss, weights), inputs.maxGradientNorm)
        adam.apply(gradients)

    @tf.function(jit_compile=args.xla == "on")
    def updates(columns):
        # Tracing unrolls a loop of Python's; that over tf.range becomes a loop of the graph.
        loop = range(k) if args.loop == "unrolled" else tf.range(k)
        for i in loop:
            update(*(column[i] for column in columns))

    columns = (inputs.observations, inputs.actions, inputs.rewards, inputs.discounts, inputs.nextObservations)

    def call(i):
        updates(tuple(tf.constant(column[i : i + k]) for column in columns))

    parameters = lambda: common.flatten([[part.numpy() for part in pair] for pair in online])
    return call, lambda: None, parameters


tf.config.threading.set_intra_op_parallelism_threads(args.threads)
common.report(["tensorflow-cpu", "numpy"], tasks=common.measure_tasks(contender, args, args.k))

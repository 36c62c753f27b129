/** `doctor`: what runs here, proven by a training step on each backend, and what would run faster. */
import { cpus, totalmem } from 'node:os';
import { z } from 'zod';
import { RequirementError } from '../../core/errors';
import { version } from '../../core/version';
import { textTable } from '../../report/text-table';
import { defineCommand } from '../command';
import { createContext } from '../context';
import { gpuIdFlag } from '../shared-flags';

const flags = z.strictObject({
  requireGpu: z.boolean().default(false).describe('exit with 3 unless TensorFlow itself computes on a GPU'),
  gpuId: gpuIdFlag,
  json: z.boolean().default(false).describe('print one JSON document'),
});

const GPU_ADVICE =
  'for a CUDA GPU: npm install --no-save @tensorflow/tfjs-node-gpu@4.22.0 (downloads TensorFlow 2.9.1; needs CUDA 11 and cuDNN 8)';

async function examine(gpuId: number | undefined) {
  const { tryBackends, reasonFor } = await import('../../tensor/backend.js');
  const { best: auto, attempts } = await tryBackends('auto', { gpuId });
  const processors = cpus();
  return {
    version,
    machine: {
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      processor: processors[0]?.model ?? 'unknown',
      cores: processors.length,
      memoryBytes: totalmem(),
    },
    backends: attempts.map(({ name, info, reason }) => ({ name, works: info !== null, info, reason })),
    auto,
    autoReason: auto === null ? 'nothing works here' : reasonFor(auto),
    advice: auto?.gpu ? null : GPU_ADVICE,
  };
}

function table({ machine, backends, auto, autoReason, advice }: Awaited<ReturnType<typeof examine>>): string {
  const rows = [
    ['contact-dqn', version],
    ['Node', machine.node],
    ['platform', machine.platform],
    ['processor', `${machine.processor}, ${machine.cores} cores`],
    ['memory', `${(machine.memoryBytes / 2 ** 30).toFixed(1)} GiB`],
    ...backends.map(({ name, info, reason }) => [
      `backend ${name}`,
      info === null
        ? `no: ${reason ?? ''}`
        : `works: ${info.device}${info.tensorflow === null ? '' : `, TensorFlow ${info.tensorflow}`}`,
    ]),
    ['--backend auto', `${auto?.name ?? 'none'}: ${autoReason}`],
    ...(advice === null ? [] : [['advice', advice]]),
  ];
  return textTable(
    [
      { label: 'what', align: 'left' },
      { label: 'found', align: 'left' },
    ],
    rows,
    160,
  );
}

export const doctor = defineCommand({
  name: 'doctor',
  description: 'Say what runs here, what is missing and how to get it',
  flags,
  examples: [
    ['$0 doctor', 'a table'],
    ['$0 doctor --json', 'for a program'],
  ],
  async run({ json, requireGpu, gpuId }) {
    const context = createContext(true);
    const found = await examine(gpuId);
    context.print(json ? JSON.stringify(found, null, 2) : table(found));
    if (requireGpu && found.auto?.gpu !== true) throw new RequirementError('--require-gpu: no GPU in use');
    return 0;
  },
});

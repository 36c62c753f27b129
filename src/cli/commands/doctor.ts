/** `doctor`: what runs here, proven by a training step on each backend, and what would run faster. */
import { z } from 'zod';
import { RequirementError } from '../../core/errors';
import { defineCommand } from '../command';
import { createContext } from '../context';
import { gpuIdFlag } from '../shared-flags';

const flags = z.strictObject({
  requireGpu: z.boolean().default(false).describe('exit with 3 unless TensorFlow itself computes on a GPU'),
  gpuId: gpuIdFlag,
  json: z.boolean().default(false).describe('print one JSON document'),
});

export const doctor = defineCommand({
  name: 'doctor',
  description: 'Say what runs here, what is missing and how to get it',
  flags,
  examples: [
    ['$0 doctor', 'a table'],
    ['$0 doctor --json', 'for a program'],
    ['$0 doctor --require-gpu', 'before a long run: exit code 3 unless TensorFlow uses a GPU'],
  ],
  async run({ json, requireGpu, gpuId }) {
    const context = createContext(true);
    const { examine } = await import('../../runs/doctor/facts.js');
    const { adviceFor, gpuObstacle } = await import('../../runs/doctor/advice.js');
    const { doctorTable } = await import('../doctor-table.js');
    const facts = await examine(gpuId, process);
    const advice = adviceFor(facts);
    context.print(json ? JSON.stringify({ ...facts, advice }, null, 2) : doctorTable(facts, advice));
    const obstacle = gpuObstacle(facts);
    if (requireGpu && obstacle !== null) {
      const command = obstacle.command === null ? '' : ` (${obstacle.command})`;
      throw new RequirementError(
        `--require-gpu: TensorFlow computes on no GPU: ${obstacle.problem}${command}`,
      );
    }
    return 0;
  },
});

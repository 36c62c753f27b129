/** `bench`: how fast the environment, one update and a whole training run here, each beside a reference. */
import { z } from 'zod';
import type { Measured } from '../../bench/measure';
import { textTable } from '../../report/text-table';
import { simulationSettings } from '../../runs/simulation/settings';
import { worlds } from '../../runs/worlds';
import { benchTables } from '../bench-tables';
import { defineCommand } from '../command';
import { createContext } from '../context';
import { backendFlag, gpuIdFlag } from '../shared-flags';

const flags = z.strictObject({
  backend: backendFlag,
  gpuId: gpuIdFlag,
  xla: z
    .enum(['on', 'off'])
    .default('off')
    .describe('compile the updates, as train does (native TensorFlow only)'),
  quiet: z.boolean().default(false).describe('no progress'),
  json: z.boolean().default(false).describe('print one JSON document'),
});

function tables(measured: Measured): string {
  const { processor, cores, node, backend } = measured.machine;
  const written = benchTables(measured).map(({ head, rows }) =>
    textTable(
      head.map((label, i) => ({ label, align: i === 0 ? ('left' as const) : ('right' as const) })),
      rows,
      120,
    ),
  );
  const compiled = measured.xla ? ', updates compiled by XLA' : '';
  return [`${processor}, ${cores} cores, Node ${node}, ${backend.device}${compiled}`, ...written].join(
    '\n\n',
  );
}

export const bench = defineCommand({
  name: 'bench',
  description: 'Measure the speed of environment, learner and training on this machine',
  flags,
  examples: [
    ['$0 bench', 'tables'],
    ['$0 bench --backend cpu --json', 'one backend, for a program'],
    ['$0 bench --backend tensorflow --xla on', 'native TensorFlow, its updates compiled'],
  ],
  async run(given) {
    const context = createContext(given.quiet || given.json);
    const { measure } = await import('../../bench/measure.js');
    const training = simulationSettings(worlds[0]!).parse(worlds[0]!.defaults);
    const { backend, gpuId } = given;
    const request = { backend, gpuId, xla: given.xla === 'on', node: process.version, training };
    const measured = await measure(request, context.logger);
    context.print(given.json ? JSON.stringify(measured, null, 2) : tables(measured));
    return 0;
  },
});

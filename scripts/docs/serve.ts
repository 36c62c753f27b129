/** How a service did under load, as `npm run bench:serve` left it. */
import { join } from 'node:path';
import { readJsonFile } from '../../src/core/files';
import type { ServeBenchmark } from '../bench-serve';
import type { Load } from '../serving/load';
import { table } from './markdown';
import { root } from './results';

export function serveTables(): string {
  const { machine, loadAverage, net, computedBy, loads, peer, swaps, growth } = readJsonFile(
    join(root, 'data/benchmarks/serve.json'),
  ) as ServeBenchmark;
  const rowsOf = (all: readonly Load[]) =>
    all.map(({ name, perSecond, medianMs, p99Ms, cpuMicroseconds, failed }) => [
      ...[name, String(perSecond), String(medianMs), String(p99Ms), String(cpuMicroseconds), String(failed)],
    ]);
  const header = [
    'load',
    'decisions per second',
    'median, ms',
    '99 %, ms',
    'CPU µs per decision',
    'failed requests',
  ];
  const sentences = [
    `Net ${net}, computed by ${computedBy}; service and clients on the same ${machine.cores} cores (${machine.processor}, Node ${machine.node}). The load average was ${loadAverage.before.toFixed(1)} before it began, where an idle machine has 0, and ${loadAverage.after.toFixed(1)} after: what others compute takes from the rate and adds to the wait, and least to CPU time, which is that of the service, all its threads.`,
    `${swaps.swaps} swaps of the model and a SIGTERM under load: ${swaps.answered} answers, each held against what its model says alone: ${swaps.wrong} wrong, ${swaps.lost} lost.`,
  ];
  if (growth !== null) {
    const { requests, residentMegabytes, failed } = growth;
    sentences.push(
      `${requests.toLocaleString('en')} requests: ${residentMegabytes.join(', ')} MB resident after each tenth of them; ${failed} failed.`,
    );
  }
  const beside =
    peer === null
      ? []
      : [
          `A service of FastAPI around ONNX Runtime, one worker, of the same model's export (\`scripts/peers/serve_onnx.py\`, \`--peer\`; ${peer.versions.join(', ')}), under the same loads. It checks, explains and writes down nothing. Of ${peer.asked} customers both do the same with ${peer.sameActions}.`,
          table(header, rowsOf(peer.loads)),
        ];
  return [table(header, rowsOf(loads)), ...sentences, ...beside].join('\n\n');
}

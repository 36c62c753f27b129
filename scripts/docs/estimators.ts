/** What data/benchmarks/README.md says of estimators, as `npm run bench:estimators` left it. */
import { join } from 'node:path';
import { readJsonFile } from '../../src/core/files';
import { formatNumber } from '../../src/report/format';
import type { EstimatorsBenchmark } from '../bench-estimators';
import type { Compared } from '../estimators/peers';
import { table } from './markdown';
import { root } from './results';

const width = ({ low, high }: { readonly low: number; readonly high: number }) => high - low;

function comparedRow({ label, ours, theirs, relativeDifference }: Compared): string[] {
  return [
    label,
    `${theirs.peer} ${theirs.called}`,
    formatNumber(ours.value),
    formatNumber(theirs.value),
    relativeDifference === 0 ? '0' : relativeDifference.toExponential(0),
    ...[ours, theirs].map(({ valueSeconds }) => (1000 * valueSeconds).toFixed(0)),
    ...[ours, theirs].map(({ intervalSeconds }) => intervalSeconds.toFixed(1)),
    (width(theirs) / width(ours)).toFixed(2),
  ];
}

function besidePeers({ peers }: EstimatorsBenchmark): string[] {
  if (peers === undefined) return [];
  const { customers, decisions, resamples, machine, versions, loadBefore, loadAfter } = peers;
  const count = (n: number) => n.toLocaleString('en-US');
  const head = [
    ...['estimator', 'theirs', 'value, ours', 'theirs', 'relative difference', 'value, ms, ours', 'theirs'],
    ...[`${count(resamples)} resamples, s, ours`, 'theirs', 'width of interval, theirs by ours'],
  ];
  return [
    `\`npm run bench:estimators -- --peers\`, version ${peers.version}, ${peers.date}: ${count(customers)} customers of ${decisions} ` +
      `decisions; Open Bandit Pipeline ${versions.obp}, scope-rl ${versions['scope-rl']}, numpy ${versions.numpy}, Python ` +
      `${versions.python}; ${machine.processor}, ${machine.cores} cores, with a load of ${loadBefore.toFixed(1)} before and ` +
      `${loadAfter.toFixed(1)} after. Seconds are those on all cores.`,
    table(head, peers.estimators.map(comparedRow)),
  ];
}

function ours({ estimators, ...run }: EstimatorsBenchmark): string[] {
  if (estimators === undefined) return [];
  const { version, machine, customers, decisions, resamples, modelSeconds, drawSeconds, totalSeconds } = run;
  const rows = estimators.map(({ label, valueSeconds, resampleSeconds }) => [
    label,
    ...[valueSeconds, resampleSeconds].map((seconds) => seconds.toFixed(2)),
  ]);
  return [
    `\`npm run bench:estimators\`, version ${version}: ${customers!.toLocaleString('en-US')} customers of ${decisions} decisions on ` +
      `${machine!.processor}, ${machine!.cores} cores. Models ${modelSeconds} s, draws ${drawSeconds} s, everything ${totalSeconds} s.`,
    table(['estimator', 'value, s', `${resamples} resamples, s`], rows),
  ];
}

/** Ours by themselves and beside the peers, as far as either has been measured. */
export function estimatorsTables(): string {
  const benchmark = readJsonFile(join(root, 'data/benchmarks/estimators.json')) as EstimatorsBenchmark;
  return [...ours(benchmark), ...besidePeers(benchmark)].join('\n\n');
}

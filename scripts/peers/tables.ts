/** What a comparison with peers found, as tables for the terminal and for data/benchmarks/README.md alike. */
import { ABSENT, formatNumber } from '../../src/report/format';
import {
  metrics,
  sections,
  type Check,
  type Measurement,
  type PeersBenchmark,
  type Ratio,
  type Section,
} from './results';
import type { Spread } from './statistics';

export interface PeersTable {
  readonly title: string;
  /** The first column is a name, the others are numbers. */
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** How the numbers came about: stands below the tables. */
export const method =
  'Contenders take turns, each in a process of its own on two cores; a number is the median of the rounds, a ratio ' +
  'the median of the ratios round by round, against the fastest variant of a peer. Updates are double DQN on both ' +
  'sides; Stable-Baselines3 has none, so in the training each of its updates makes a forward pass less than ours, ' +
  'while the published settings of the study are plain DQN for both. Stable-Baselines3 trains with one PyTorch ' +
  'thread, and takes two in the study, where it asks its network before every decision and ours once per update, for ' +
  'the rows to come are known. PyTorch runs operation by operation, as it does in Stable-Baselines3.';

const titles: Readonly<Record<Section, string>> = {
  update: 'One DQN update, milliseconds',
  environment: 'Segment environment, steps per second',
  training: 'Training until the policy reaches 99 % of the best known value, seconds',
  study: 'Sales-channel study, environment steps per second',
};

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

/** Speeds are whole numbers, times are not. */
function shownValue({ metric }: Measurement, value: number): string {
  return formatNumber(metrics[metric].lessIsBetter ? value : Math.round(value));
}

function shownSpread(measurement: Measurement): string {
  const { median, min, max } = measurement.value;
  return `${shownValue(measurement, median)} (${shownValue(measurement, min)}–${shownValue(measurement, max)})`;
}

/** Contenders by tasks: median, least and most. */
function valueTable(section: Section, measurements: readonly Measurement[]): PeersTable {
  const tasks = unique(measurements.map(({ task }) => task));
  const rows = unique(measurements.map(({ contender }) => contender)).map((contender) => [
    contender,
    ...tasks.map((task) => {
      const found = measurements.find((one) => one.contender === contender && one.task === task);
      return found === undefined ? ABSENT : shownSpread(found);
    }),
  ]);
  return { title: titles[section], head: ['median (least–most)', ...tasks], rows };
}

/** `PyTorch eager, fused Adam` is of the family PyTorch: ours is held against the fastest of a family. */
function familyOf(peer: string): string {
  return peer.split(/[ ,]/)[0]!;
}

/** Says that ours is slower where it is, by the median of the rounds. */
export function shownRatio({ median }: Spread): string {
  return median < 1 ? `${formatNumber(median)}× (we lose)` : `${formatNumber(median)}×`;
}

/** Each of ours against the fastest variant of each peer. */
function ratioTable(section: Section, ratios: readonly Ratio[]): PeersTable {
  const tasks = unique(ratios.map(({ task }) => task));
  const families = unique(ratios.map(({ peer }) => familyOf(peer)));
  const rows = unique(ratios.map(({ ours }) => ours)).flatMap((ours) =>
    families.map((family) => [
      `${ours} : ${family}`,
      ...tasks.map((task) => {
        const own = ratios.filter(
          (one) => one.ours === ours && one.task === task && familyOf(one.peer) === family,
        );
        const [hardest] = own.map(({ ratio }) => ratio).sort((a, b) => a.median - b.median);
        return hardest === undefined ? ABSENT : shownRatio(hardest);
      }),
    ]),
  );
  return {
    title: `${titles[section]}: how many times faster ours is`,
    head: ['ours : peer', ...tasks],
    rows,
  };
}

/** Largest resident memory of a contender's processes, by section. */
function memoryTable(measurements: readonly Measurement[]): PeersTable {
  const present = sections.filter((section) => measurements.some((one) => one.section === section));
  const rows = unique(measurements.map(({ contender }) => contender)).map((contender) => [
    contender,
    ...present.map((section) => {
      const own = measurements.filter((one) => one.contender === contender && one.section === section);
      return own.length === 0
        ? ABSENT
        : formatNumber(Math.round(Math.max(...own.map((one) => one.peakMegabytes.median))));
    }),
  ]);
  return { title: 'Peak memory of the process, MB', head: ['median over rounds', ...present], rows };
}

function trainingDetails(measurements: readonly Measurement[]): PeersTable {
  const [first] = measurements;
  const rows = measurements
    .filter(({ task }) => task === first?.task)
    .map(({ contender, details }) => [
      contender,
      ...['environmentSteps', 'updates'].map((name) => formatNumber(details[name]?.median ?? null)),
    ]);
  return {
    title: 'Steps and updates of these trainings',
    head: ['median', 'environment steps', 'updates'],
    rows,
  };
}

/** The worst that was found of each contender, over all tasks. */
function proofTable(checks: readonly Check[]): PeersTable {
  const worst = new Map<string, Check>();
  for (const check of checks) {
    const key = `${check.claim}|${check.contender}`;
    if (check.value >= (worst.get(key)?.value ?? 0)) worst.set(key, check);
  }
  const rows = [...worst.values()].map(({ contender, claim, value, limit }) => [
    contender,
    claim,
    value.toPrecision(2),
    String(limit),
  ]);
  return { title: 'Proofs that all do the same work', head: ['contender', 'claim', 'worst', 'limit'], rows };
}

/** Everything, a section that was not run left out. */
export function peersTables({
  measurements,
  ratios,
  checks,
  failures,
}: PeersBenchmark): readonly PeersTable[] {
  const bySection = sections.flatMap((section) => {
    const own = measurements.filter((one) => one.section === section);
    if (own.length === 0) return [];
    const compared = ratios.filter((one) => one.section === section);
    return [
      valueTable(section, own),
      ...(section === 'training' ? [trainingDetails(own)] : []),
      ...(compared.length === 0 ? [] : [ratioTable(section, compared)]),
    ];
  });
  const missing: PeersTable = {
    title: 'Not measured',
    head: ['contender', 'task', 'reason'],
    rows: failures.map(({ contender, task, reason }) => [contender, task, reason]),
  };
  return [
    ...bySection,
    ...(measurements.length === 0 ? [] : [memoryTable(measurements)]),
    ...[proofTable(checks), missing].filter(({ rows }) => rows.length > 0),
  ];
}

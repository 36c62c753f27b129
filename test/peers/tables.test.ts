import type { Measurement, PeersBenchmark } from '../../scripts/peers/results';
import { ratiosOf } from '../../scripts/peers/rounds';
import { spread } from '../../scripts/peers/statistics';
import { peersTables } from '../../scripts/peers/tables';

function measured(
  contender: string,
  value: readonly number[],
  other: Partial<Measurement> = {},
): Measurement {
  return {
    section: 'update',
    task: '3-64-64-5, batch 64',
    contender,
    ours: contender.startsWith('contact-dqn'),
    metric: 'ms per update',
    value: spread(value),
    peakMegabytes: spread(value.map(() => 100)),
    details: {},
    ...other,
  };
}

function benchmark(
  measurements: readonly Measurement[],
  parts: Partial<PeersBenchmark> = {},
): PeersBenchmark {
  return {
    version: '1.0.0',
    date: '2026-01-31',
    machine: { processor: 'test', cores: 2, memoryGigabytes: 8, system: 'test' },
    threads: 2,
    rounds: 3,
    versions: {},
    measurements,
    ratios: ratiosOf(measurements),
    checks: [],
    failures: [],
    ...parts,
  };
}

const ours = measured('contact-dqn, wasm', [2, 4, 3]);
const torch = measured('PyTorch eager', [6, 6, 6]);
const fused = measured('PyTorch eager, fused Adam', [3, 8, 3]);
const scan = measured('JAX jit scan, K = 16', [1, 1, 1]);

function table(title: string, written: PeersBenchmark) {
  return peersTables(written).find((one) => one.title.startsWith(title))!;
}

it('shows median, least and most of every contender', () => {
  const { head, rows } = table('One DQN update, milliseconds', benchmark([ours, torch]));
  expect(head).toEqual(['median (least–most)', '3-64-64-5, batch 64']);
  expect(rows).toEqual([
    ['contact-dqn, wasm', '3 (2–4)'],
    ['PyTorch eager', '6 (6–6)'],
  ]);
});

it('holds ours against the fastest variant of a peer', () => {
  const { rows } = table('One DQN update, milliseconds: how many', benchmark([ours, torch, fused]));
  // Round by round the plain optimizer took 3, 1.5 and 2 times as long, the fused one 1.5, 2 and 1 times.
  expect(rows).toEqual([['contact-dqn, wasm : PyTorch', '1.500×']]);
});

it('says that we lose where ours is slower', () => {
  const { rows } = table('One DQN update, milliseconds: how many', benchmark([ours, scan]));
  expect(rows).toEqual([['contact-dqn, wasm : JAX', '0.3333× (we lose)']]);
});

it('does not say so at equal speed', () => {
  const { rows } = table(
    'One DQN update, milliseconds: how many',
    benchmark([ours, { ...scan, value: ours.value }]),
  );
  expect(rows).toEqual([['contact-dqn, wasm : JAX', '1×']]);
});

it('takes more steps per second for faster', () => {
  const lanes = { section: 'environment', task: '64 lanes', metric: 'steps per second' } as const;
  const own = measured('contact-dqn', [1000, 3000, 2000], lanes);
  const numpy = measured('numpy, vectorised', [500, 500, 500], lanes);
  const { rows } = table('Segment environment, steps per second: how many', benchmark([own, numpy]));
  expect(rows).toEqual([['contact-dqn : numpy', '4×']]);
});

it('leaves a gap where a contender was not measured at a task', () => {
  const large = measured('contact-dqn, wasm', [9, 9, 9], { task: '20-512-256-3, batch 128' });
  const { rows } = table('One DQN update, milliseconds', benchmark([ours, torch, large]));
  expect(rows[1]).toEqual(['PyTorch eager', '6 (6–6)', '–']);
});

it('names who was not measured, and why', () => {
  const failure = {
    section: 'update',
    task: '3-64-64-5, batch 64',
    contender: 'JAX jit scan, K = 16',
    reason: 'no module named jax',
  } as const;
  expect(table('Not measured', benchmark([ours], { failures: [failure] })).rows).toEqual([
    ['JAX jit scan, K = 16', '3-64-64-5, batch 64', 'no module named jax'],
  ]);
});

it('shows the worst of what was proved of a contender', () => {
  const check = {
    section: 'update',
    contender: 'PyTorch eager',
    claim: 'difference',
    limit: 0.0001,
  } as const;
  const checks = [
    { ...check, task: 'small', value: 2e-6 },
    { ...check, task: 'large', value: 5e-6 },
    { ...check, task: 'wide', value: 1e-6 },
  ];
  expect(table('Proofs', benchmark([ours], { checks })).rows).toEqual([
    ['PyTorch eager', 'difference', '0.0000050', '0.0001'],
  ]);
});

it('leaves out sections that were not run', () => {
  expect(peersTables(benchmark([ours])).map(({ title }) => title)).toEqual([
    'One DQN update, milliseconds',
    'Peak memory of the process, MB',
  ]);
});

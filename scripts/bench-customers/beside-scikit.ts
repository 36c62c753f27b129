/** Churn and segments of the same standardised customers by us and by scikit-learn: how far they agree, and the time. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../src/core/random';
import { adjustedRand } from '../../src/profiles/judge/adjusted-rand';
import { areaUnderCurve } from '../../src/profiles/judge/auc';
import { brierEstimate } from '../../src/profiles/judge/brier';
import { calibrationCurve, calibrationError } from '../../src/profiles/judge/calibration-curve';
import { expected, learn, learnerSettingsSchema } from '../../src/profiles/learners/learned';
import { applyPreparation, fitPreparation } from '../../src/profiles/models/preparation';
import { dbscan } from '../../src/profiles/models/segments/dbscan';
import { kMeans } from '../../src/profiles/models/segments/k-means';
import { cutWard, wardTree } from '../../src/profiles/models/segments/ward';
import { measureProcess } from '../peers/contender';
import { pythonWith } from '../peers/python';
import type { TelcoCustomers } from './telco';

const root = join(__dirname, '../../..');
const say = (line: string) => process.stderr.write(`${line}\n`);

const FOLDS = 5;
const learner = learnerSettingsSchema.parse({});
const clusters = { segments: 4, starts: 10, radius: 3, neighbours: 20, wardRows: 2000 };
const methods = ['logistic', 'tree', 'forest'] as const;
type ChurnMethod = (typeof methods)[number];

/** How far an AUC may lie from that of scikit-learn. */
const withinOf: Readonly<Record<ChurnMethod, number>> = { logistic: 0.005, tree: 0.01, forest: 0.01 };

interface Labelled {
  readonly labels: readonly number[];
  readonly seconds: number;
}

interface Theirs {
  readonly churn: Readonly<
    Record<ChurnMethod, { readonly probabilities: readonly number[]; readonly seconds: number }>
  >;
  readonly kMeans: Labelled & { readonly inertia: number };
  readonly dbscan: Labelled;
  readonly ward: Labelled;
}

interface Standardised {
  readonly rows: Float64Array;
  readonly width: number;
  readonly churned: Float64Array;
}

async function byScikit({ rows, width, churned }: Standardised) {
  const python = pythonWith(
    {
      name: 'scikit',
      requirements: join(root, 'scripts/bench-customers/scikit-requirements.txt'),
      announcement: ['scikit-learn and what it needs, 60 MB to download'],
    },
    say,
  );
  const folder = mkdtempSync(join(tmpdir(), 'contact-dqn-scikit-'));
  try {
    const inputs = join(folder, 'inputs.json');
    const lists = Array.from(churned, (_, row) => [...rows.subarray(row * width, (row + 1) * width)]);
    const folds = Array.from(churned, (_, row) => row % FOLDS);
    writeFileSync(inputs, JSON.stringify({ rows: lists, labels: [...churned], folds, learner, clusters }));
    const script = join(root, 'scripts/bench-customers/scikit.py');
    return await measureProcess<Theirs>([python, script, '--inputs', inputs]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function timed<Result>(work: () => Result): readonly [Result, number] {
  const started = performance.now();
  const result = work();
  return [result, Number(((performance.now() - started) / 1000).toFixed(3))];
}

/** [rows] each by what was learned of the other folds */
function outOfFold({ rows, width, churned }: Standardised, method: ChurnMethod): Float64Array {
  const probabilities = new Float64Array(churned.length);
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const isOwn = (row: number) => row % FOLDS === fold;
    const lesson = {
      features: rows.filter((_, at) => !isOwn(Math.floor(at / width))),
      ...{ width, target: churned.filter((_, row) => !isOwn(row)) },
    };
    const learned = learn(method, lesson, learner, Random.fromSeed(fold));
    const own = rows.filter((_, at) => isOwn(Math.floor(at / width)));
    expected(learned, own, width).forEach((value, i) => (probabilities[i * FOLDS + fold] = value));
  }
  return probabilities;
}

/** Mean over the folds. */
function foldAuc(probabilities: Float64Array, churned: Float64Array): number {
  let sum = 0;
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const isOwn = (_: number, row: number) => row % FOLDS === fold;
    sum += areaUnderCurve(probabilities.filter(isOwn), churned.filter(isOwn)) / FOLDS;
  }
  return sum;
}

function judged(probabilities: Float64Array, seconds: number, churned: Float64Array) {
  const calibration = calibrationCurve(probabilities, churned);
  return {
    ...{ auc: foldAuc(probabilities, churned), brier: brierEstimate(probabilities, churned).value, seconds },
    ...{ calibrationError: calibrationError(calibration), calibration },
  };
}

function compareChurn(customers: Standardised, theirs: Theirs) {
  return methods.map((method) => {
    const [probabilities, seconds] = timed(() => outOfFold(customers, method));
    const other = theirs.churn[method];
    const ours = judged(probabilities, seconds, customers.churned);
    const peer = judged(Float64Array.from(other.probabilities), other.seconds, customers.churned);
    const within = withinOf[method];
    return { method, ours, theirs: peer, within, holds: Math.abs(ours.auc - peer.auc) <= within };
  });
}

function compareSegments({ rows, width }: Standardised, theirs: Theirs) {
  const { segments, starts, wardRows } = clusters;
  const [means, meansSeconds] = timed(() => kMeans(rows, width, segments, starts, Random.fromSeed(1)));
  const [density, densitySeconds] = timed(() => dbscan(rows, width, clusters));
  const few = rows.subarray(0, wardRows * width);
  const [ward, wardSeconds] = timed(() => cutWard(wardTree(few, width), segments));
  const ratio = means.inertia / theirs.kMeans.inertia;
  const densityAgrees = adjustedRand(density.labels, theirs.dbscan.labels);
  const wardAgrees = adjustedRand(ward, theirs.ward.labels);
  return {
    kMeans: {
      ...{ inertia: means.inertia, theirInertia: theirs.kMeans.inertia, holds: Math.abs(ratio - 1) <= 0.01 },
      ...{ seconds: meansSeconds, theirSeconds: theirs.kMeans.seconds },
    },
    dbscan: {
      ...{ groups: density.groups, noise: density.labels.filter((label) => label < 0).length },
      ...{ adjustedRand: densityAgrees, holds: densityAgrees === 1 },
      ...{ seconds: densitySeconds, theirSeconds: theirs.dbscan.seconds },
    },
    ward: {
      ...{ rows: wardRows, adjustedRand: wardAgrees, holds: wardAgrees === 1 },
      ...{ seconds: wardSeconds, theirSeconds: theirs.ward.seconds },
    },
  };
}

/** @throws Error with the last line that Python said if it fails */
export async function besideScikit({ table, churned }: TelcoCustomers) {
  const preparation = fitPreparation(table);
  const customers = { rows: applyPreparation(preparation, table), width: preparation.length, churned };
  const theirs = await byScikit(customers);
  return {
    ...{ customers: table.rows, features: customers.width, folds: FOLDS, versions: theirs.versions },
    churn: compareChurn(customers, theirs),
    segments: compareSegments(customers, theirs),
  };
}

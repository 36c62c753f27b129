/**
 * The sales-channel contact study: raw contacts to state, action and reward, step by step as published.
 *
 * One deviation: the one-hot features always hold the published categories, and any other found in the file, where
 * the study takes those of the file alone. On the published file it is the same; on a part of it the state keeps
 * its width.
 *
 * @see lodist, "Deep Reinforcement Learning for Sales Channel Contact Optimization"
 */
import { InputError } from '../../core/errors';
import { NameColumn, NumberColumn } from '../read/columns';
import { readCsv } from '../read/csv';
import {
  fitMinMax,
  fitOneHot,
  outsideCount,
  pipelineColumns,
  pipelineFeatures,
  rawColumnReaders,
  type Feature,
  type RawColumns,
} from '../encoding';
import type { FeaturePipeline } from '../feature-pipeline';
import { NO_ACTION } from '../logged-rows';
import { numpyPermutation } from '../numpy-permutation';
import type { PreparedRows } from '../prepared-csv';
import { schemaConfigSchema, type SchemaConfig } from '../schema-config';

const NUMERIC_FEATURES = [
  ...['TotalDMsSent', 'TotalEMsSent', 'TotalSMSsSent', 'TotalCALLsSent'],
  ...['TimeSinceLastEmail', 'TimeSinceLastDM', 'TimeSinceLastCall', 'TimeSinceLastSMS'],
  ...['Nr_of_Sales', 'Nr_of_Opens', 'Nr_of_Clicks', 'Nr_of_Unsubs'],
];
const CATEGORIES: readonly (readonly [column: string, published: readonly string[]])[] = [
  ['Age_segment', ['41-60', '61-80', '80+']],
  ['Segment', ['Best Ager', 'DINKS', 'Family', 'Silver Ager', 'Singles']],
];

/** Contacts as the raw file names them, and as the prepared rows do; every other kind of contact is dropped. */
const ACTION_OF: ReadonlyMap<string, string> = new Map([
  ['EMsent', 'EMsent'],
  ['DM_Offersent', 'DM_sent'],
  ['DM_sent', 'DM_sent'],
]);
const ACTIONS = [NO_ACTION, 'DM_sent', 'EMsent'];
const ACTION_COSTS = [0, 1, 0];

const LARGEST_REWARD = 50;
const NO_RESPONSE_REWARD = -0.01;

/** How prepared files are read: 20 features in the published order, one franc per direct mail. */
export const salesChannelSchema: SchemaConfig = schemaConfigSchema.parse({
  state: 'State',
  action: 'Action',
  reward: 'Reward',
  features: [
    ...NUMERIC_FEATURES,
    ...CATEGORIES.flatMap(([column, published]) => published.map((category) => `${column}_${category}`)),
  ],
  costs: { DM_sent: 1, EMsent: 0 },
  shaping: {
    noActionReward: -0.01,
    mismatchReward: -0.2,
    power: 1.5,
    powerFrom: 10,
    powerTo: 20,
    repeatPenalty: 0.001,
    noveltyBonus: 0.8,
    noveltyCap: 1,
    noveltyHorizon: 5_000_000,
  },
});

/** One step of the preparation, for printing. */
export interface PreparationStep {
  readonly step: string;
  /** Rows left after it. */
  readonly rows: number;
  readonly note: string;
}

export interface SalesChannelPreparation extends PreparedRows {
  readonly steps: readonly PreparationStep[];
  /** What made the states: the fit on this file, or the one that was given. */
  readonly pipeline: FeaturePipeline;
  /** SHA-256 of the raw file's bytes, hexadecimal. */
  readonly dataHash: string;
}

export interface SalesChannelOptions {
  /** Seed of the undersampling. @default 42 */
  readonly seed?: number;
  /** An earlier fit to apply, so that equal customers get equal states. @default a fit on all rows of the file */
  readonly pipeline?: FeaturePipeline;
  /** Told the raw rows read so far. */
  readonly onProgress?: (rows: number) => void;
}

interface RawContacts {
  readonly features: readonly Feature[];
  readonly pipeline: FeaturePipeline;
  /** Numbers outside the range of the fit. */
  readonly outside: number;
  /** [rows] index into `ACTIONS`, 0 for contacts that are not kept */
  readonly actions: Int32Array;
  readonly rewards: Float64Array;
  readonly lines: Int32Array;
  readonly dataHash: string;
}

function fitPipeline({ numbers, categories }: RawColumns): FeaturePipeline {
  const oneHots = CATEGORIES.flatMap(([column, published]) =>
    fitOneHot(column, [...new Set([...published, ...categories.get(column)!.names])].sort()),
  );
  const minMaxes = NUMERIC_FEATURES.map((column) => fitMinMax(column, numbers.get(column)!));
  return { schemaVersion: 1, features: [...minMaxes, ...oneHots] };
}

async function readRawContacts(file: string, options: SalesChannelOptions): Promise<RawContacts> {
  const state = rawColumnReaders(
    options.pipeline === undefined
      ? { numbers: NUMERIC_FEATURES, categories: CATEGORIES.map(([column]) => column) }
      : pipelineColumns(options.pipeline),
  );
  const description = new NameColumn('Description');
  const reward = new NumberColumn('Reward');
  const readers = [...state.readers, description, reward];
  const { lines, dataHash } = await readCsv(file, readers, { onProgress: options.onProgress });
  const actionOfCode = description.names().map((name) => ACTIONS.indexOf(ACTION_OF.get(name) ?? NO_ACTION));
  const columns = state.columns();
  const pipeline = options.pipeline ?? fitPipeline(columns);
  return {
    features: pipelineFeatures(file, pipeline, columns, lines),
    pipeline,
    outside: outsideCount(pipeline, columns),
    actions: description.codes().map((code) => actionOfCode[code]!),
    rewards: reward.values(),
    lines,
    dataHash,
  };
}

/** The rows of each kind of contact, cut to the smaller count at random; kinds one after the other. */
function undersample(file: string, raw: RawContacts, kept: readonly number[], seed: number): number[] {
  const rowsOf = [1, 2].map((action) => kept.filter((row) => raw.actions[row] === action));
  const smallest = Math.min(...rowsOf.map((rows) => rows.length));
  if (smallest === 0) {
    const found = rowsOf.map((rows, i) => `${rows.length} of ${ACTIONS[i + 1]!}`).join(' and ');
    throw new InputError(`${file} Description: expected contacts of both kinds, got ${found}`);
  }
  return rowsOf.flatMap((rows) =>
    [...numpyPermutation(rows.length, seed).subarray(0, smallest)].map((place) => rows[place]!),
  );
}

function minMaxNote({ pipeline, outside }: RawContacts, fittedEarlier: boolean): string {
  const columns = pipeline.features.filter(({ kind }) => kind === 'min-max').length;
  return fittedEarlier
    ? `${columns} numeric columns as fitted earlier; values outside the fitted range: ${outside}`
    : `${columns} numeric columns to [0, 1]`;
}

/** The chosen rows with their states, a missing response recoded. */
function preparedRows(
  { features, actions, rewards, lines }: RawContacts,
  chosen: readonly number[],
): PreparedRows {
  const states = new Float64Array(chosen.length * features.length);
  chosen.forEach((row, i) => {
    features.forEach((feature, j) => (states[i * features.length + j] = feature.at(row)));
  });
  return {
    states,
    rows: {
      features: features.map(({ name }) => name),
      actions: ACTIONS,
      actionCosts: ACTION_COSTS,
      observations: new Float32Array(states),
      loggedActions: Int32Array.from(chosen, (row) => actions[row]!),
      rewards: Float64Array.from(chosen, (row) => (rewards[row] === 0 ? NO_RESPONSE_REWARD : rewards[row]!)),
      lines: Int32Array.from(chosen, (row) => lines[row]!),
    },
  };
}

/**
 * Prepares raw contacts as the study does: min-max and one-hot fitted on all rows (or as an earlier fit says),
 * rewards above 50 dropped, e-mails and direct-mail offers kept, each undersampled to the smaller count, reward 0
 * recoded to -0.01.
 *
 * @param file CSV with the columns of the published raw file; others are ignored
 * @throws InputError with file, line, column, expectation and value
 */
export async function prepareSalesChannel(
  file: string,
  options: SalesChannelOptions = {},
): Promise<SalesChannelPreparation> {
  const raw = await readRawContacts(file, options);
  const all = raw.lines.length;
  const everyRow = Array.from({ length: all }, (_, row) => row);
  const plausible = everyRow.filter((row) => raw.rewards[row]! <= LARGEST_REWARD);
  const kept = plausible.filter((row) => raw.actions[row] !== 0);
  const chosen = undersample(file, raw, kept, options.seed ?? 42);
  const recoded = chosen.filter((row) => raw.rewards[row] === 0).length;
  const perAction = chosen.length / 2;
  const steps: PreparationStep[] = [
    { step: 'read', rows: all, note: file },
    { step: 'min-max', rows: all, note: minMaxNote(raw, options.pipeline !== undefined) },
    { step: 'one-hot', rows: all, note: `state of ${raw.features.length} numbers` },
    {
      step: `drop reward > ${LARGEST_REWARD}`,
      rows: plausible.length,
      note: `${all - plausible.length} dropped`,
    },
    {
      step: 'keep EMsent, DM_sent',
      rows: kept.length,
      note: `${plausible.length - kept.length} other contacts dropped`,
    },
    { step: 'undersample', rows: chosen.length, note: `${perAction} of each action` },
    { step: `reward 0 to ${NO_RESPONSE_REWARD}`, rows: chosen.length, note: `${recoded} rows` },
  ];
  return { ...preparedRows(raw, chosen), steps, pipeline: raw.pipeline, dataHash: raw.dataHash };
}

/** A small model of raw columns, saved for tests of scoring: linear, so that its values are worked out by hand. */
import { join } from 'node:path';
import type { Model } from '../../src/agents/model';
import type { RawInputs } from '../../src/dataset/features/raw-inputs';
import { logSchema } from '../../src/dataset/schema/log-schema';
import { saveModel } from '../../src/store/model-store';

export const ACTIONS = ['No Action', 'mail', 'call'];

/** Numbers are taken as they are; a plan is A, B, or none of those known. */
export const RAW: RawInputs = {
  schema: logSchema.parse({
    ...{ customer: 'id', time: 'day', action: 'channel', noAction: 'none', reward: 'margin' },
    ...{ eligible: { call: 'may_call' }, cost: { mail: 1, call: 4 }, currency: 'EUR' },
    features: { mail_value: 'number', call_value: 'number', plan: 'category' },
    rules: [
      { atMost: 1, of: ['mail'], within: '7d' },
      { never: 'call', where: { opt_out: true } },
    ],
  }),
  features: [
    { column: 'mail_value', kind: 'number', origin: 0, mean: 0, scale: 1, missing: false },
    { column: 'call_value', kind: 'number', origin: 0, mean: 0, scale: 1, missing: false },
    { column: 'plan', kind: 'category', levels: ['A', 'B'], missing: true, other: false },
  ],
};

/** No Action is worth 1, mail 1 more than its column says, and call as much as its own; plan B takes 10 off a call. */
const MODEL: Model = {
  features: ['mail_value', 'call_value', 'plan: A', 'plan: B', 'plan: missing'],
  ...{ actions: ACTIONS, hiddenLayers: [], head: 'plain' },
  scaling: { observationOffset: [0, 0, 0, 0, 0], observationScale: [1, 1, 1, 1, 1], rewardScale: 1 },
  // kernel [5, 3], bias [3]
  weights: Float32Array.of(
    ...[0, 1, 0],
    ...[0, 0, 1],
    ...[0, 0, 0],
    ...[0, 0, -10],
    ...[0, 0, 0],
    ...[1, 1, 0],
  ),
};

export interface SavedDetails {
  readonly raw?: RawInputs;
  readonly conservativeWeight?: number;
}

/** @returns the folder of the run */
export async function savedModel(
  folder: string,
  { raw = RAW, conservativeWeight, ...model }: Partial<Model> & SavedDetails = {},
): Promise<string> {
  const run = join(folder, 'run');
  await saveModel(
    run,
    { ...MODEL, ...model },
    {
      ...{ version: '0.1.0', createdAt: '2026-01-02T03:04:05.000Z', configHash: 'c0ffee', dataHash: 'da7a' },
      ...{ environment: null, gamma: 0, objective: 'reward', seed: 0, raw },
      ...(conservativeWeight !== undefined && { conservativeWeight }),
      training: { environmentSteps: 1, gradientUpdates: 1 },
    },
  );
  return run;
}

export const HEADER = 'id,mail_value,call_value,plan,may_call,opt_out';

/** A saved model whose values are known by hand, and a service of it in this process. */
import { resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { systemClock } from '../../src/core/clock';
import { systemProcesses } from '../../src/core/processes';
import { featureNames } from '../../src/dataset/features/feature-names';
import { rawInputsSchema } from '../../src/dataset/features/raw-inputs';
import type { KnowCustomers } from '../../src/serve/customers/known-customers';
import type { OpenFile } from '../../src/serve/log/line-file';
import { startService, type Service } from '../../src/serve/service';
import { defaultServiceSettings, type ServiceSettings } from '../../src/serve/settings';
import { saveModel } from '../../src/store/model-store';

export const ACTIONS = ['No Action', 'mail', 'call'];

const raw = rawInputsSchema.parse({
  schema: {
    ...{ customer: 'id', time: 'day', action: 'channel', reward: 'margin', noAction: 'none' },
    ...{ actions: ['none', 'mail', 'call'], eligible: { call: 'may_call' }, outcomes: ['opened'] },
    features: { age: 'number', plan: { kind: 'category', levels: ['A', 'B'] } },
    rules: [{ atMost: 1, of: ['mail', 'call'], within: '7d' }],
  },
  features: [
    { column: 'age', kind: 'number', origin: 0, mean: 40, scale: 0.1, missing: false },
    { column: 'plan', kind: 'category', levels: ['A', 'B'], missing: false, other: false },
  ],
});

/**
 * A net without hidden layers: No Action is worth 0, mail 1 + z, call 2 + bonus where z = (age - 40) / 10, and plan B takes 3
 * off call.
 */
export async function saveKnownModel(folder: string, bonus = 0): Promise<string> {
  // Without its banner that recommends its native package.
  tf.enableProdMode();
  const features = featureNames(raw.features);
  const kernel = [0, 1, 0, 0, 0, 0, 0, 0, -3];
  await saveModel(
    folder,
    {
      ...{ features, actions: ACTIONS, hiddenLayers: [], head: 'plain' },
      weights: Float32Array.from([...kernel, 0, 1, 2 + bonus]),
      scaling: { observationOffset: [0, 0, 0], observationScale: [1, 1, 1], rewardScale: 1 },
    },
    {
      ...{
        version: '0.1.0',
        createdAt: '2026-01-01T00:00:00.000Z',
        configHash: 'x',
        dataHash: 'x',
        environment: null,
      },
      ...{ gamma: 0, raw, seed: 1, training: { environmentSteps: 1, gradientUpdates: 1 } },
    },
  );
  return folder;
}

/** A customer of 30 on plan A, called unless something bars it: No Action 0, mail 0, call 2. */
export const asked = { columns: { age: 30, plan: 'A', may_call: true }, history: [] };

export interface KnownService {
  readonly service: Service;
  readonly heard: readonly string[];
  /** @returns status and body of an answer */
  readonly ask: (
    path: string,
    body?: unknown,
    options?: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> },
  ) => Promise<{ readonly status: number; readonly body: Record<string, unknown>; readonly text: string }>;
}

export async function startKnownService(
  model: string,
  changes: Partial<ServiceSettings> = {},
  {
    openFile,
    now,
    knowCustomers,
  }: {
    readonly openFile?: OpenFile;
    readonly now?: () => number;
    readonly knowCustomers?: KnowCustomers;
  } = {},
): Promise<KnownService> {
  const heard: string[] = [];
  const logger = {
    info: (text: string) => void heard.push(text),
    warn: (text: string) => void heard.push(text),
  };
  const service = await startService(
    {
      ...defaultServiceSettings,
      ...{
        model,
        port: 0,
        runtime: 'own',
        exploration: null,
        seed: 1,
        log: null,
        logColumns: null,
        retain: null,
      },
      ...{ store: null, token: null, drain: 0, timeout: 20_000 },
      ...changes,
    },
    {
      ...{ logger, clock: now === undefined ? systemClock : { now }, processes: systemProcesses },
      threadFile: resolve(__dirname, '../../dist/src/serve/threads/model-thread-worker.js'),
      ...{ ...(openFile && { openFile }), ...(knowCustomers && { knowCustomers }) },
    },
  );
  return {
    ...{ service, heard },
    ask: async (path, body, { method = body === undefined ? 'GET' : 'POST', headers = {} } = {}) => {
      const isText = typeof body === 'string' || body === undefined;
      const response = await fetch(`${service.url}${path}`, {
        method,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      return {
        ...{ status: response.status, text },
        body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
      };
    },
  };
}

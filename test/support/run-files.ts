/** A run's folder as tests compare it: everything but the time it took. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEvents } from './event-file';

export type Json = Record<string, unknown>;

export function readJson(...path: readonly string[]): Json {
  return JSON.parse(readFileSync(join(...path), 'utf8')) as Json;
}

/** A report without the seconds and the rates, and without the times at which other policies were judged. */
export function timeless({ training, looks, ...report }: Json): Json {
  const { environmentSteps, gradientUpdates } = training as Json;
  const { others = [], ...counted } = (looks ?? {}) as { readonly others?: readonly Json[] };
  return {
    ...report,
    training: { environmentSteps, gradientUpdates },
    looks: { ...counted, others: others.map((other) => ({ ...other, at: undefined })) },
  };
}

export function eventFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith('events.out.tfevents.'));
}

/** What two runs with the same seed and settings must share to the bit. */
export function outcome(folder: string) {
  return {
    metrics: readFileSync(join(folder, 'metrics.csv'), 'utf8'),
    weights: readFileSync(join(folder, 'model/weights.bin'), 'base64'),
    report: timeless(readJson(folder, 'report.json')),
    scalars: eventFiles(folder).map((name) =>
      readEvents(join(folder, name)).map(({ step, scalars }) => ({ step, scalars })),
    ),
  };
}

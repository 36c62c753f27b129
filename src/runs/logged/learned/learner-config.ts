/** What a learner is told of the settings of learning from a log. */
import { dqnConfigSchema, type DqnConfig } from '../../../agents/dqn/dqn-config';
import type { TrainingSize } from '../../../agents/dqn/training-size';
import type { LogSchema } from '../../../dataset/schema/log-schema';
import type { SchemaConfig } from '../../../dataset/schema-config';
import { batchSizeFor } from '../../../train/pass-budget';
import type { Candidate } from './candidates';
import type { LearnedSettings } from './settings';

/** What the next decision is worth, for whoever asks for one number: by time it is that of the schema's span. */
export function gammaOf({ gamma }: Pick<Candidate, 'gamma'>, schema: SchemaConfig | LogSchema): number {
  if (gamma !== 'declared') return gamma;
  return 'discount' in schema ? (schema.discount?.gamma ?? 0) : 0;
}

/** @param rows that are learned from */
export function learnerConfig({ network }: LearnedSettings, rows: number): DqnConfig {
  return dqnConfigSchema.parse({ ...network, batchSize: batchSizeFor(rows), learningStarts: 0 });
}

/** Updates of all passes that there may be. @param rows that are learned from */
export function updatesOf(settings: LearnedSettings, rows: number): number {
  return Math.ceil((settings.passes.most * rows) / learnerConfig(settings, rows).batchSize);
}

/** Updates of one call of a program. */
const PER_CALL = 64;

/** As large as a training in an environment that has an update per batch of decisions. */
export function sizeOf(settings: LearnedSettings, rows: number): TrainingSize {
  const config = learnerConfig(settings, rows);
  return {
    steps: settings.passes.most * rows,
    environments: PER_CALL * config.batchSize,
    dqn: { ...config, updatesPerTransition: 1 / config.batchSize },
  };
}

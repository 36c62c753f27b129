/** The part of a report that both kinds of run share. */
import { version } from '../core/version';
import type { Report, SeedResult } from '../report/report';
import type { BackendInfo } from '../tensor/backends/loader';
import { configHash, type RunConfig } from './run-config';
import type { FinishedTraining } from './task';

/** Everything but what only one kind of report has, the policies and the verdict. */
export function reportBase(
  config: RunConfig,
  backend: BackendInfo,
  actions: readonly string[],
  training: FinishedTraining,
  seeds: readonly SeedResult[],
): Omit<Report, 'kind' | 'policies' | 'verdict'> {
  const { environmentSteps, gradientUpdates, wallSeconds } = training.result;
  const perSecond = (count: number) => (wallSeconds > 0 ? count / wallSeconds : null);
  return {
    schemaVersion: 1,
    version,
    seed: config.seed,
    config,
    configHash: configHash(config),
    backend: {
      name: backend.name,
      device: backend.device,
      gpu: backend.gpu,
      tensorflow: backend.tensorflow,
      ...training.program,
    },
    training: {
      environmentSteps,
      gradientUpdates,
      wallSeconds,
      environmentStepsPerSecond: perSecond(environmentSteps),
      updatesPerSecond: perSecond(gradientUpdates),
    },
    actions,
    learningCurve: training.result.learningCurve,
    seeds,
  };
}

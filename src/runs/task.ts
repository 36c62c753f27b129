/** What a run trains on and is judged by: a world and a log answer the same questions. */
import type { DqnAgent, DqnAgentSettings } from '../agents/dqn/dqn-agent';
import type { Estimate } from '../core/estimate';
import type { Random } from '../core/random';
import type { VectorEnvironment } from '../env/environment';
import type { QFunction } from '../policies/policy';
import type { Report } from '../report/report';
import type { LoadedModel, ModelDetails } from '../store/model-store';
import type { BackendInfo } from '../tensor/backends/loader';
import type { TrainingResult } from '../train/training-result';

/** One seed's training before it begins. */
export interface Training {
  readonly random: Random;
  readonly environment: VectorEnvironment;
  readonly agent: DqnAgentSettings;
  /** Judges the greedy policy of the agent, to choose the best model. */
  readonly evaluate: (agent: QFunction) => Promise<Estimate>;
  /** What should be said of the environment when the training has ended. */
  readonly remarks: () => readonly string[];
}

/** What a report says of how updates were run. */
export interface ProgramInfo {
  readonly program: DqnAgent['program'];
  readonly xla: boolean;
}

/** A training that reached its last step. */
export interface FinishedTraining {
  readonly seed: number;
  readonly result: TrainingResult;
  /** What was saved, read back from the disk: the report judges this. */
  readonly saved: LoadedModel;
  readonly program: ProgramInfo;
}

export interface Task {
  /** What `evaluate` measures, as the progress line and the manifest call it. */
  readonly objective: string;
  /** What the manifest says of the task. */
  readonly details: Pick<ModelDetails, 'dataHash' | 'environment' | 'gamma' | 'raw'>;
  training(seed: number): Training;
  /** @param trained the run's own seed first */
  report(backend: BackendInfo, trained: readonly FinishedTraining[]): Promise<Report>;
}

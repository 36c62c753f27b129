/** What a run trains on and is judged by: a world and a log answer the same questions. */
import type { DqnAgent, DqnAgentSettings } from '../agents/dqn/dqn-agent';
import type { OfflineLearnerSettings } from '../agents/dqn/offline-learner';
import type { AdvantageCalibration, UnknownCalibration } from '../agents/dqn/shrunk-advantages';
import type { Model } from '../agents/model';
import type { SupportFilter } from '../agents/support-filter';
import type { UnloggedValues } from '../agents/unlogged-values';
import type { Estimate } from '../core/estimate';
import type { Random } from '../core/random';
import type { VectorEnvironment } from '../env/environment';
import type { QFunction } from '../policies/policy';
import type { Report } from '../report/report';
import type { AttachedFiles } from '../store/attached-files';
import type { LoadedModel, ModelDetails } from '../store/model-store';
import type { BackendInfo } from '../tensor/backends/loader';
import type { BesideName } from '../track/run-folder';
import type { DecisionColumns } from '../replay/logged-decisions';
import type { PassBudget } from '../train/pass-budget';
import type { Validate } from '../train/train-offline';
import type { TrainingResult } from '../train/training-result';
import type { LoopSettings } from './loop-settings';

/** One seed's training in an environment, before it begins. */
export interface OnlineTraining {
  readonly settings: LoopSettings;
  readonly random: Random;
  readonly environment: VectorEnvironment;
  readonly agent: DqnAgentSettings;
  /** Judges the greedy policy of the agent, to choose the best model. */
  readonly evaluate: (agent: QFunction) => Promise<Estimate>;
  /** What should be said of the environment when the training has ended. */
  readonly remarks: () => readonly string[];
}

/** A model whose differences between customers were drawn together, and by what; where that is unknown they stay. */
export interface ShrunkModel {
  readonly model: Model;
  readonly calibration: AdvantageCalibration | UnknownCalibration;
}

/** One seed's training on the decisions of a log, before it begins. */
export interface OfflineTraining {
  /** Of each candidate. */
  readonly budget: PassBudget;
  /** Decisions that are learned from. */
  readonly rows: number;
  /** What is tried, one after the other; the best on validation is kept. */
  readonly candidates: readonly OfflineCandidate[];
  /** Values of actions that the log never shows; part of the model. */
  readonly unlogged: UnloggedValues | undefined;
  /** Draws together what the model that was chosen learned of customers' differences; absent where that stays as it is. */
  readonly shrunk: ((model: Model) => Promise<ShrunkModel>) | undefined;
  /** Makes the model that was chosen keep within what may be spent; absent where nobody says how much. */
  readonly priced: ((model: Model) => Promise<Model>) | undefined;
  /** What should be said of what came of it. */
  readonly remarks: (result: TrainingResult) => readonly string[];
}

/** One way of learning from the decisions of a log. */
export interface OfflineCandidate {
  /** Takes the memory for them. */
  readonly decisions: () => DecisionColumns;
  readonly learner: OfflineLearnerSettings;
  /** Which actions what is learned may take; part of the model. */
  readonly support: SupportFilter;
  /** Judges the policy of the learner's values among supported actions, to choose the best model. */
  readonly validate: Validate;
  /** Largest value that rewards and discounts of its decisions allow. */
  readonly valueBound: (decisions: DecisionColumns) => number;
  readonly random: Random;
}

export type Training = OnlineTraining | OfflineTraining;

/** What a report says of how updates were run. */
export interface ProgramInfo {
  readonly program: DqnAgent['program'];
  readonly xla: boolean;
}

/** A training that reached its last step. */
export interface FinishedTraining {
  readonly seed: number;
  /** Where it lies. */
  readonly folder: string;
  readonly result: TrainingResult;
  /** What was saved, read back from the disk: the report judges this. */
  readonly saved: LoadedModel;
  readonly program: ProgramInfo;
}

/** What is trained, and how it is saved. */
export interface Learning<Kind extends Training = Training> {
  /** What `evaluate` measures, as the progress line and the manifest call it. */
  readonly objective: string;
  /** What the manifest says of the task, and of what came of it. */
  details(
    result: TrainingResult,
  ): Pick<ModelDetails, 'dataHash' | 'environment' | 'gamma' | 'raw' | 'costs' | 'conservativeWeight'>;
  /** What makes columns of customers: part of the model. @default nothing */
  readonly customers?: AttachedFiles;
  training(seed: number): Kind;
}

/** One more training, which the report sets beside the run's own. */
export interface BesideLearning extends Learning {
  /** Its folder in the run's. */
  readonly name: BesideName;
  /** What it is, how long it takes and how to do without, in a line. */
  readonly announcement: string;
}

export interface Task<Kind extends Training = Training> extends Learning<Kind> {
  /** Known once the run's own seed has been trained. @returns null where there is none */
  beside?(own: FinishedTraining): BesideLearning | null;
  /**
   * @param trained the run's own seed first
   * @param beside what was trained beside it
   */
  report(
    backend: BackendInfo,
    trained: readonly FinishedTraining[],
    beside?: FinishedTraining | null,
  ): Promise<Report>;
}

/** The public names: what a program that embeds contact-dqn may rely on. */
export type { Agent } from './agents/agent';
export type { Model, Scaling } from './agents/model';
export type { SupportFilter } from './agents/support-filter';
export { fitScaling, identityScaling } from './agents/scaling';
export { DqnAgent, type DqnAgentSettings } from './agents/dqn/dqn-agent';
export { dqnConfigSchema, type DqnConfig } from './agents/dqn/dqn-config';
export { ModelQFunction } from './agents/dqn/model-q-function';
export { InputError, RequirementError, ShapeError } from './core/errors';
export { systemClock, type Clock } from './core/clock';
export type { Estimate } from './core/estimate';
export { NormalGenerator, type NormalSource } from './core/normal-generator';
export { nullProfiler, type Profiler } from './core/profiler';
export { Random } from './core/random';
export type { Savable, SavedState } from './core/saved-state';
export { readFeaturePipeline, writeFeaturePipeline, type FeaturePipeline } from './dataset/feature-pipeline';
export { loadLoggedRows } from './dataset/load-logged-rows';
export { selectRows, type LoggedRows } from './dataset/logged-rows';
export { prepareSalesChannel, salesChannelSchema } from './dataset/presets/sales-channel';
export { schemaConfigSchema, type SchemaConfig } from './dataset/schema-config';
export { splitRows } from './dataset/split';
export { checkEnvironment } from './env/check-environment';
export type { Decisions, VectorEnvironment } from './env/environment';
export type { TimeStep } from './env/time-step';
export { metricEstimates, pairedDifferences } from './evaluate/simulated/compare';
export { loggedBaselines } from './evaluate/logged/baselines';
export { auditRows } from './dataset/audit/audit';
export type { Finding, Severity } from './dataset/audit/finding';
export { matchedActions } from './evaluate/logged/matched-actions';
export { rollout, type EpisodeResults } from './evaluate/simulated/rollout';
export { simulationVerdict } from './evaluate/simulated/verdict';
export type { Comparison, Decision, Verdict } from './evaluate/verdict';
export { constantPolicy } from './policies/constant';
export { GreedyPolicy } from './policies/greedy';
export type { Policy, QFunction } from './policies/policy';
export { uniformPolicy } from './policies/uniform';
export { pastOf, type Past } from './profiles/asof/past';
export type { CustomersAsOf } from './profiles/asof/customers-as-of';
export type { CustomerModel, FittedModel } from './profiles/customer-model';
export type { Judgement } from './profiles/judge/judgement';
export { customerModels } from './profiles/models/list';
export type { ProfileTable } from './profiles/profile/profile-table';
export { profilesAsOf } from './profiles/profile/profiles-as-of';
export type { CompanyTables } from './profiles/tables/company-tables';
export type { CustomerModelReport } from './report/customer-model';
export type { Report } from './report/report';
export { loadModel, saveModel } from './store/model-store';
export { chooseBackend } from './tensor/backend';
export { nullTracker, type Tracker } from './track/tracker';
export { nullCheckpointStore, type CheckpointStore } from './train/checkpoint';
export { trainOnline, type TrainOnlineOptions } from './train/train-online';
export type { TrainingResult } from './train/training-result';
export { judge, type LogJudgeOptions, type WorldJudgeOptions } from './runs/judge';
export {
  applyCustomerModel,
  enrich,
  fitCustomerModel,
  judgeCustomerModel,
  readCompanyTables,
  type ApplyCustomerModelOptions,
  type EnrichOptions,
  type FitCustomerModelOptions,
  type JudgeCustomerModelOptions,
} from './runs/customer-models';
export type { Evaluation } from './runs/evaluation';
export type { Host } from './runs/host';
export type { LookLedger } from './runs/look-ledger';
export { logSource as contactLog, type LogSource as ContactLog } from './runs/logged/log-source';
export {
  resume,
  train,
  type ResumeOptions,
  type HostOptions,
  type TrainOptions,
  type TrainSettings,
} from './runs/train';
export type { RunOutcome } from './runs/train-run';
export { checkWorld, type WorldCheck } from './worlds/check-world';
export { customers, nextBestAction, segment, worlds } from './worlds/list';
export type { Views } from './worlds/views';
export {
  defineWorld,
  type Baseline,
  type BaselineContext,
  type Objective,
  type OpenWorld,
  type PlainProgram,
  type World,
  type WorldDefinition,
} from './worlds/world';

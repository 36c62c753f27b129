/** What stands in a report beside a model that was learned from decisions: what was tried, and what it is compared with. */
import type { Model } from '../../../agents/model';
import type { ModelQFunction } from '../../../agents/dqn/model-q-function';
import type { FrontierPolicy } from '../../../evaluate/off-policy/frontier';
import type { Policy } from '../../../policies/policy';
import type { LoggedReport } from '../../../report/report';
import type { Host } from '../../host';
import type { LearnedRunConfig } from '../../run-config';
import type { FinishedTraining } from '../../task';
import type { LogJudgement } from '../off-policy/judge-log';
import type { RowsOfLog } from '../off-policy/log-to-judge';
import type { LearnedFrom } from '../readable/learn-readable';
import { judgedReadable, readableBeside } from '../readable/readable-policy';
import { limitsOf } from '../spending/limits';
import { pricedModel } from '../spending/priced-model';
import { studySpending } from '../spending/study';
import { waysOn } from './candidates';
import { myopicModel, myopicPolicy } from './myopic';
import { selectionReport } from './selection';
import { supportReport } from './support-report';
import { winsorisedOf } from './winsorise';

export interface BesideModel {
  /** Judged with the model on the decisions held out, by what it looks like and by how far it looks. */
  readonly policies: readonly Policy[];
  /** The same values at other prices of cost, which are valued alone. */
  readonly frontier: readonly FrontierPolicy[] | undefined;
  /** What the report says of them, and of how the model was learned. @param heldOut what was judged */
  parts(
    policy: Policy,
    heldOut: RowsOfLog,
    judgement: Pick<LogJudgement, 'offPolicy' | 'frontier'>,
  ): Promise<Pick<LoggedReport, 'selection' | 'readable' | 'spending' | 'support' | 'winsorised'>>;
  dispose(): void;
}

/** Within the same limits, at prices of its own. */
async function atItsPrices(
  model: Model,
  { spending }: LearnedRunConfig['settings'],
  { contacts, splits }: LearnedFrom,
): Promise<Model> {
  if (spending === undefined) return model;
  const side = { rows: splits.validation(), decisions: splits.decisions.validation };
  return pricedModel(model, limitsOf(spending, contacts), contacts, side);
}

export async function besideModel(
  config: LearnedRunConfig,
  from: LearnedFrom,
  model: ModelQFunction,
  { saved, result }: FinishedTraining,
  host: Host,
): Promise<BesideModel> {
  const { settings } = config;
  const { contacts, splits } = from;
  const selection = result.selection!;
  const candidates = waysOn(contacts, settings);
  const { gamma } = candidates[selection.chosen]!;
  const { support, unlogged } = saved.model;
  const supported = { support: support!, unlogged };
  const readable = await readableBeside(config, from, model, supported, gamma, host);
  const unpriced = myopicModel(candidates, selection, saved.model);
  const shortSighted = unpriced && (await atItsPrices(unpriced, settings, from));
  const myopic = shortSighted && myopicPolicy(shortSighted);
  const spending = await studySpending(settings.spending, contacts, splits, saved.model);
  const learnedFrom = { rows: splits.train, decisions: splits.decisions.train };
  return {
    policies: [readable.policy, myopic?.policy ?? null].filter((policy) => policy !== null),
    frontier: spending?.policies,
    parts: async (policy, heldOut, { offPolicy, frontier }) => ({
      selection: selectionReport(config, contacts, result, splits.train.loggedActions.length),
      readable: await judgedReadable(readable, contacts, heldOut, policy, offPolicy),
      ...(spending && { spending: spending.report(frontier, settings.offPolicy.level) }),
      support: supportReport(saved.model, heldOut.rows),
      ...winsorisedOf(contacts, learnedFrom, settings),
    }),
    dispose: () => myopic?.dispose(),
  };
}

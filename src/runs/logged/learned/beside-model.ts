/** What stands in a report beside a model that was learned from decisions: what was tried, and what it is compared with. */
import type { Model } from '../../../agents/model';
import type { ModelQFunction } from '../../../agents/dqn/model-q-function';
import type { FrontierPolicy } from '../../../evaluate/off-policy/frontier';
import type { Policy } from '../../../policies/policy';
import type { LoggedReport } from '../../../report/report';
import type { Host } from '../../host';
import type { LearnedRunConfig } from '../../run-config';
import type { FinishedTraining } from '../../task';
import type { LogJudgement, PairedQuestion } from '../off-policy/judge-log';
import type { RowsOfLog } from '../off-policy/log-to-judge';
import type { LearnedFrom } from '../readable/learn-readable';
import { judgedReadable, readableBeside } from '../readable/readable-policy';
import { limitsOf } from '../spending/limits';
import { pricedModel } from '../spending/priced-model';
import { studySpending } from '../spending/study';
import { besideEnriched } from './beside-enriched';
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
  /** What is asked of one of these policies for its own sake. */
  readonly paired: PairedQuestion | undefined;
  /** What the report says of them, and of how the model was learned. @param heldOut what was judged */
  parts(
    policy: Policy,
    heldOut: RowsOfLog,
    judgement: LogJudgement,
  ): Promise<
    Pick<
      LoggedReport,
      'selection' | 'enriched' | 'readable' | 'spending' | 'support' | 'shrinkage' | 'winsorised'
    >
  >;
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

/** @param without what was learned without the columns that `enrich` added; null where nothing was */
export async function besideModel(
  config: LearnedRunConfig,
  from: LearnedFrom,
  model: ModelQFunction,
  { saved, result }: FinishedTraining,
  without: FinishedTraining | null,
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
  const enriched = besideEnriched(config, from, without);
  const learnedFrom = { rows: splits.train, decisions: splits.decisions.train };
  return {
    policies: [readable.policy, myopic?.policy ?? null, enriched?.policy ?? null].filter(
      (policy) => policy !== null,
    ),
    frontier: spending?.policies,
    paired: enriched?.paired,
    parts: async (policy, heldOut, { offPolicy, frontier, segments, verdict }) => ({
      selection: selectionReport(config, contacts, result, splits.train.loggedActions.length),
      ...(enriched && {
        enriched: await enriched.part(policy, heldOut, { offPolicy, segments, verdict }),
      }),
      readable: await judgedReadable(readable, contacts, heldOut, policy, offPolicy),
      ...(spending && { spending: spending.report(frontier, settings.offPolicy.level) }),
      support: supportReport(saved.model, heldOut.rows),
      ...(result.calibration && { shrinkage: result.calibration }),
      ...winsorisedOf(contacts, learnedFrom, settings),
    }),
    dispose: () => {
      myopic?.dispose();
      enriched?.dispose();
    },
  };
}

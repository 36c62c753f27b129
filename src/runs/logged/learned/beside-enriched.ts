/** The model that learned without the columns that `enrich` added, judged beside the one with them: what they add. */
import { ModelQFunction } from '../../../agents/dqn/model-q-function';
import { estimandOf, shapeOfHistories } from '../../../evaluate/off-policy/histories-of';
import type { SegmentDifferences } from '../../../evaluate/off-policy/segment-differences';
import type { OffPolicy } from '../../../evaluate/off-policy/result';
import type { Verdict } from '../../../evaluate/verdict';
import { GreedyPolicy } from '../../../policies/greedy';
import type { Policy } from '../../../policies/policy';
import { withFeatures } from '../../../policies/with-features';
import type { EnrichedComparison } from '../../../report/report';
import type { LearnedRunConfig } from '../../run-config';
import type { FinishedTraining } from '../../task';
import type { Contacts, LoggedSplits } from '../loaded-log';
import type { PairedQuestion } from '../off-policy/judge-log';
import type { RowsOfLog } from '../off-policy/log-to-judge';
import { shareOfSame } from '../off-policy/share-of-same';
import { enrichedColumns, otherPlaces } from './enriched-columns';
import { segmentationOf } from './segmentation';
import { whyNotWithout } from './without-enriched';

/** Name of its policy. */
export const WITHOUT_ENRICHED = 'without-enriched';

export interface BesideEnriched {
  /** null where nothing was learned without them */
  readonly policy: Policy | null;
  readonly paired: PairedQuestion | undefined;
  /** @param model the policy with them @param heldOut what was judged */
  part(
    model: Policy,
    heldOut: RowsOfLog,
    judgement: {
      readonly offPolicy: OffPolicy;
      readonly segments: SegmentDifferences | null;
      readonly verdict: Verdict;
    },
  ): Promise<EnrichedComparison>;
  dispose(): void;
}

type Judged = Parameters<BesideEnriched['part']>[2];

/** What the same customers say of the two, as the verdict has it. */
function comparisonOf({ offPolicy, verdict, segments }: Judged) {
  const { doubts, difference } = offPolicy.policies[WITHOUT_ENRICHED]!;
  const { decision } = verdict.comparisons.find(({ against }) => against === WITHOUT_ENRICHED)!;
  const { [offPolicy.subject]: subject } = offPolicy.policies;
  return {
    ...{ decision, difference, segments },
    doubts: [...new Set([...(offPolicy.doubts ?? []), ...subject!.doubts, ...doubts])],
  };
}

/** Decisions by which customers are in a segment: all that are judged, of whole histories the first ones. */
function segmentedBy({ log, decisions, schema }: Contacts, judged: Int32Array): Int32Array {
  const shape = shapeOfHistories(log, decisions, judged);
  if (estimandOf(schema, shape) === 'decision') return judged;
  return shape.starts.subarray(0, shape.units).map((place) => judged[place]!);
}

/** @returns null where the schema names no such column */
export function besideEnriched(
  config: LearnedRunConfig,
  { contacts, splits }: { readonly contacts: Contacts; readonly splits: LoggedSplits },
  without: FinishedTraining | null,
): BesideEnriched | null {
  const columns = enrichedColumns(splits.raw);
  if (columns.length === 0) return null;
  if (without === null) {
    const reason = whyNotWithout(config, splits, columns)!;
    return {
      ...{ policy: null, paired: undefined, dispose: () => undefined },
      part: () => Promise.resolve({ columns, policy: null, reason, training: null, comparison: null }),
    };
  }
  const { saved, result } = without;
  const q = new ModelQFunction(saved.model);
  const description = 'learned like the model, without the columns that enrich added';
  const alone = new GreedyPolicy(q, saved.model.actions, WITHOUT_ENRICHED, description);
  const { environmentSteps, gradientUpdates, wallSeconds } = result;
  const policy = withFeatures(alone, otherPlaces(splits.raw!, columns), splits.test.features.length);
  return {
    policy,
    paired: {
      against: WITHOUT_ENRICHED,
      segmentation: segmentationOf(
        contacts.decisions.features,
        splits.decisions.train,
        segmentedBy(contacts, splits.decisions.test),
      ),
    },
    part: async (model, heldOut, judged) => ({
      ...{ columns, policy: WITHOUT_ENRICHED, reason: null },
      training: { environmentSteps, gradientUpdates, wallSeconds },
      comparison: {
        ...comparisonOf(judged),
        sameAsModel: await shareOfSame(contacts, heldOut, policy, model),
      },
    }),
    dispose: () => q.dispose(),
  };
}

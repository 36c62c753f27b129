/**
 * The audit of a log: what in it limits what can be learned or concluded, said before anyone trusts a number. One
 * finding, or a close family of them, is one file.
 */
import type { ContactLog } from '../contacts/contact-log';
import type { LoggedDecisions } from '../decisions/decisions';
import type { LoggedRows } from '../logged-rows';
import type { LogSchema } from '../schema/log-schema';
import { actionInState } from './action-leaks';
import { balancedActions, madeNoAction, similarActions, sortedByAction, unloggedActions } from './actions';
import { overlappingWindows } from './attribution';
import { auditInput, type AuditInput } from './audit-input';
import { constantColumns, missingValues } from './columns';
import { countersOfThis } from './counters';
import { drift } from './drift';
import { duplicateRows } from './duplicates';
import type { Check, Finding, Severity } from './finding';
import { emptyGroups, namelessGroups, sampleRatio } from './groups';
import { sharedFeatures } from './households';
import { contactLogOf } from './logged-rows-log';
import { barredActions } from './masks';
import { misspeltActions } from './misspelt-actions';
import { outcomeNames } from './outcome-names';
import { overlap } from './overlap';
import { propensityMeans } from './propensity-means';
import { propensityModels } from './propensity-models';
import {
  constantsWithoutSupport,
  propensityMeaning,
  propensityRange,
  propensitySums,
} from './propensity-weights';
import { rewardInState } from './reward-leaks';
import { rewardsOfPreviousRows } from './rewards-of-previous-rows';
import {
  constantRewards,
  equalRewards,
  heavyTails,
  negativeRewards,
  rewardOutliers,
  rewardsOutsideRange,
} from './rewards';
import { auditSettings, type AuditSettings } from './settings';
import { fewRows, rareActions, unitRow } from './size';
import { gaps, largeCustomer, rowsAfterTheEnd, timeOutOfOrder, unripeRows } from './times';
import { vanishedActions } from './vanished-actions';

/** In the order in which findings of one severity are shown. */
const checks: readonly Check[] = [
  fewRows,
  duplicateRows,
  actionInState,
  rewardInState,
  countersOfThis,
  outcomeNames,
  overlap,
  propensitySums,
  propensityMeaning,
  propensityMeans,
  sampleRatio,
  emptyGroups,
  namelessGroups,
  constantsWithoutSupport,
  propensityModels,
  propensityRange,
  unloggedActions,
  madeNoAction,
  rareActions,
  similarActions,
  misspeltActions,
  vanishedActions,
  barredActions,
  constantRewards,
  rewardsOutsideRange,
  rewardOutliers,
  equalRewards,
  heavyTails,
  negativeRewards,
  overlappingWindows,
  unripeRows,
  rewardsOfPreviousRows,
  rowsAfterTheEnd,
  timeOutOfOrder,
  gaps,
  largeCustomer,
  balancedActions,
  sortedByAction,
  drift,
  sharedFeatures,
  missingValues,
  constantColumns,
  unitRow,
];

const order: readonly Severity[] = ['block', 'warn', 'note'];

/** Says that some checks looked at a part of the decisions. */
function sampleNote({ sample, decisions }: AuditInput): Finding[] {
  if (sample.length === decisions.count) return [];
  return [
    {
      ...{
        code: 'sampled',
        severity: 'note',
        lines: [],
        values: { looked: sample.length, of: decisions.count },
      },
      message:
        `what one feature or a model tells of actions and rewards was looked for in ${sample.length} of ` +
        `${decisions.count} decisions, drawn at random; everything else in all of them`,
    },
  ];
}

/**
 * The audit of rows of the published form, in the order of their file.
 *
 * @param noActionReward what the training environment pays for No Action
 */
export function auditRows(rows: LoggedRows, noActionReward: number): Finding[] {
  const { log, decisions, schema } = contactLogOf(rows);
  return audit(log, decisions, schema, auditSettings.parse({ noActionReward }));
}

/**
 * @param log in the order of customer and time, or of its file where it has neither
 * @param decisions made of the log by `decisionsOf`
 * @returns what was found, the severest first; none for a log of nothing
 */
export function audit(
  log: ContactLog,
  decisions: LoggedDecisions,
  schema: LogSchema,
  settings: AuditSettings,
): Finding[] {
  if (decisions.count === 0) return [];
  const input = auditInput(log, decisions, schema, settings);
  const found = [...checks.flatMap((check) => check(input)), ...sampleNote(input)];
  return order.flatMap((severity) => found.filter((finding) => finding.severity === severity));
}

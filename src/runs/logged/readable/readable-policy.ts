/** The readable policy among those that are judged: grown before, then held beside the model on the decisions held out. */
import type { ProgressDisplay } from '../../../core/progress';
import { Random } from '../../../core/random';
import { writeFileAtomically } from '../../../core/files';
import { rulesFileSchema } from '../../../dataset/rules/rules-schema';
import type { OffPolicy } from '../../../evaluate/off-policy/result';
import type { ReadablePolicy } from '../../../evaluate/policy-tree/result';
import type { Policy, QFunction } from '../../../policies/policy';
import type { Report } from '../../../report/report';
import type { RunPaths } from '../../../track/run-folder';
import type { Host } from '../../host';
import type { LearnedRunConfig } from '../../run-config';
import type { Candidate } from '../learned/candidates';
import type { Contacts } from '../loaded-log';
import type { RowsOfLog } from '../off-policy/log-to-judge';
import { shareOfSame } from '../off-policy/share-of-same';
import { writtenRules } from '../written-rules';
import { learnReadable, type GrownTree, type LearnedFrom, type SupportedModel } from './learn-readable';

/** Its name among the policies. */
const READABLE = 'readable';

export interface ReadableBeside {
  readonly grown: GrownTree;
  /** On the decisions held out, by the leaves of its rules file; null without a tree. */
  readonly policy: Policy | null;
}

/** What the leaves of its rules file do at the decisions held out: the same as `evaluate` makes of the file. */
function policyOf({ rules }: GrownTree, contacts: Contacts, some: Int32Array): Policy | null {
  if (rules === null) return null;
  const leaves = rulesFileSchema.parse(rules);
  const { policy } = writtenRules({ file: 'rules.json', leaves }, READABLE, contacts, some);
  const count = leaves.length === 1 ? 'one leaf' : `${leaves.length} leaves`;
  return { ...policy, description: `a decision tree of ${count} that a person can read: rules.json` };
}

export async function readableBeside(
  { settings, seed }: LearnedRunConfig,
  from: LearnedFrom,
  model: QFunction,
  supported: SupportedModel,
  gamma: Candidate['gamma'],
  host: Pick<Host, 'logger' | 'progress'>,
): Promise<ReadableBeside> {
  const random = Random.fromSeed(seed).fork('readable');
  host.logger.info('growing a decision tree that a person can read');
  let display: ProgressDisplay | null = null;
  const onProgress = (done: number, total: number) => {
    display ??= host.progress({ title: 'growing', total, unit: 'decisions' });
    display.update(done, []);
  };
  const grown = await learnReadable(from, model, supported, gamma, settings, random, onProgress).finally(() =>
    display?.stop(),
  );
  return { grown, policy: policyOf(grown, from.contacts, from.splits.decisions.test) };
}

/** @param judged the decisions held out */
export async function judgedReadable(
  { grown, policy }: ReadableBeside,
  contacts: Contacts,
  judged: RowsOfLog,
  model: Policy,
  { policies }: Pick<OffPolicy, 'policies'>,
): Promise<ReadablePolicy> {
  return {
    ...grown,
    sameAsModel: policy && (await shareOfSame(contacts, judged, policy, model)),
    modelMinusReadable: policies[READABLE]?.difference?.interval ?? null,
  };
}

/** Writes the leaves of a report's readable policy, where it has one, as `evaluate --policy` reads them. */
export function writeRules({ rules: file }: Pick<RunPaths, 'rules'>, report: Report): void {
  const rules = report.kind === 'logged' ? (report.readable?.rules ?? null) : null;
  if (rules !== null) writeFileAtomically(file, `${JSON.stringify(rules, null, 2)}\n`);
}

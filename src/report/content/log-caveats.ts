/** What stands right below a verdict that could be taken for more than it says. */
import type { Estimate } from '../../core/estimate';
import { formatEnds, formatFixed, formatShare } from '../format';
import type { Comparison } from '../report';
import type { LogValues, NamedResult } from './log-values';
import { knownDifference, logValuesOf, namedInText, sentence } from './log-values';
import type { JudgedLog } from './log-verdict';
import { lookCaveat } from './looks';

/** A verdict that turns over where unseen odds are off by less than this hangs on hardly anything. */
const FRAGILE_ODDS = 1.1;

const isConstant = ({ name }: NamedResult) => name === 'no-action' || name.startsWith('always-');

/** A difference in words: `0.12 (95 % interval −0.30 to 0.54)`. */
function differenceText(difference: Estimate): string {
  const ends = formatEnds(difference);
  if (ends === null) return '';
  return `${ends.value} (${formatShare(difference.level)} interval ${ends.low} to ${ends.high})`;
}

const words: Readonly<Partial<Record<Comparison['decision'], string>>> = {
  'as good as': 'is as good',
  'not shown better': 'is not shown worse',
  worse: 'is better',
};

/** Doing the same with everybody, where that is not shown worse: contacting nobody before all, else the best of them. */
function constantText(values: LogValues, against: string): string[] {
  const decisions = new Map(values.comparisons.map((one) => [one.against, one.decision]));
  const rivals = values.policies
    .filter((policy) => isConstant(policy) && policy.name !== against)
    .flatMap((policy) => {
      const difference = knownDifference(values, policy);
      const verdict = words[decisions.get(policy.name) ?? 'cannot tell'];
      return difference && verdict !== undefined ? [{ name: policy.name, difference, verdict }] : [];
    });
  const rival = rivals.find(({ name }) => name === 'no-action') ?? rivals[0];
  if (rival === undefined) return [];
  const who = rival.name === 'no-action' ? 'contacting nobody' : rival.name;
  const subject = namedInText(values.subject.name);
  return [
    `But ${who} ${rival.verdict}: ${subject} minus that is ${differenceText(rival.difference)} ${values.per}.`,
  ];
}

/** What shuffled rewards leave is the mix of actions, and chance. */
function mixText({ logged, offPolicy, ...values }: LogValues): string[] {
  const control = offPolicy.permutedControl ?? null;
  const gain = logged && knownDifference({ ...values, logged, offPolicy }, logged);
  if (control === null || !gain || control.value === null || gain.value === null) return [];
  if (control.value < gain.value) return [];
  const who = namedInText(values.subject.name);
  return [
    `As much is gained by its mix of actions alone: with rewards shuffled among decisions of the same action the difference is ${differenceText(control)}, so that nothing shows ${who} to know whom to contact.`,
  ];
}

function oddsText({ offPolicy: { sensitivity } }: LogValues): string[] {
  const flips = sensitivity?.flips ?? null;
  if (flips === null || flips >= FRAGILE_ODDS) return [];
  return [
    `The verdict turns over where something unseen moved the odds of an action by a factor of ${formatFixed(flips, 2)}.`,
  ];
}

/** Whatever weakens the verdict, as sentences; empty where nothing does. The decision stays what it is. */
export function logCaveat(report: JudgedLog): string {
  const values = logValuesOf(report);
  if (values === undefined) return '';
  const { decision, baseline } = report.verdict;
  const against = baseline ?? 'logged';
  const isGood = decision === 'better' || decision === 'as good as';
  const isClear = decision === 'better' || decision === 'worse';
  return [
    ...(isGood ? constantText(values, against) : []),
    ...(decision === 'better' && against === 'logged' ? mixText(values) : []),
    ...(isClear && against === 'logged' ? oddsText(values) : []),
    ...lookCaveat(report),
  ]
    .map(sentence)
    .join(' ');
}

/** What stands right below a verdict that could be taken for more than it says. */
import type { Estimate } from '../../core/estimate';
import { formatEnds, formatFixed, formatNumber, formatShare } from '../format';
import type { Comparison } from '../report';
import type { LogValues, NamedResult } from './log-values';
import { knownDifference, logValuesOf, namedInText, sentence } from './log-values';
import type { JudgedLog } from './log-verdict';
import { lookCaveat } from './looks';
import { stoppingText } from './stopping';

/** A verdict that turns over where unseen odds are off by less than this hangs on hardly anything. */
const FRAGILE_ODDS = 1.1;

/** Share of decisions with a contact from where on a policy is said to contact nearly always. */
const NEARLY_ALWAYS = 0.95;

const NOBODY = 'no-action';

const isConstant = ({ name }: NamedResult) => name === NOBODY || name.startsWith('always-');

/** A difference in words: `0.12 (95 % interval −0.30 to 0.54)`. */
function differenceText(difference: Estimate): string {
  const ends = formatEnds(difference);
  if (ends === null) return '';
  return `${ends.value} (${formatShare(difference.level)} interval ${ends.low} to ${ends.high})`;
}

/** Of a policy that what is judged is held against. */
const words: Readonly<Partial<Record<Comparison['decision'], string>>> = {
  'as good as': 'is as good',
  'not shown better': 'is not shown worse',
  worse: 'is better',
};

const isGood = ({ verdict: { decision } }: Pick<JudgedLog, 'verdict'>) =>
  decision === 'better' || decision === 'as good as';

/** `the model minus that is 0.12 (95 % interval −0.30 to 0.54) per decision` */
const minusText = ({ subject, per }: LogValues, difference: Estimate) =>
  `${namedInText(subject.name)} minus that is ${differenceText(difference)} ${per}`;

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
  const rival = rivals.find(({ name }) => name === NOBODY) ?? rivals[0];
  if (rival === undefined) return [];
  const who = rival.name === NOBODY ? 'contacting nobody' : rival.name;
  return [`But ${who} ${rival.verdict}: ${minusText(values, rival.difference)}.`];
}

/** What was chosen at the decisions judged: known exactly, whatever is known of what comes of it. */
const judgedLines = ({ matchedActions, splits }: JudgedLog) => splits?.test ?? matchedActions;

/** A policy that contacts nobody, under a verdict that does not say so. */
function leavesAloneText(report: JudgedLog, { subject }: LogValues): string[] {
  const judged = judgedLines(report);
  const own = judged?.policies[subject.name];
  if (subject.name === NOBODY || judged === undefined || own === undefined) return [];
  if (judged.rows === 0 || own.noActions < judged.rows) return [];
  return [
    `${namedInText(subject.name)} contacts nobody: it chooses No Action at all ${formatNumber(judged.rows)} decisions held out.`,
  ];
}

/** A policy that contacts nearly everywhere, where what was done did not. */
function contactsAlwaysText(report: JudgedLog, { subject }: LogValues): string[] {
  const judged = judgedLines(report);
  if (judged === undefined || judged.rows === 0 || isConstant(subject)) return [];
  const shareOf = (name: string) => {
    const lines = judged.policies[name];
    return lines && lines.contacts / judged.rows;
  };
  const [own, done] = [shareOf(subject.name), shareOf('logged')];
  if (own === undefined || done === undefined || own < NEARLY_ALWAYS || done >= NEARLY_ALWAYS) return [];
  return [
    `${namedInText(subject.name)} contacts ${own === 1 ? 'always' : 'nearly always'}: at ${formatShare(own)} of the ${formatNumber(judged.rows)} decisions judged, each as it was logged, where somebody was contacted at ${formatShare(done)}.`,
  ];
}

/** How contacting nobody compares, under every verdict that can be given of it; empty where the caveat says so. */
export function nobodyReasons(report: JudgedLog): string[] {
  const values = logValuesOf(report);
  const nobody = values?.policies.find(({ name }) => name === NOBODY);
  if (values === undefined || nobody === undefined || report.verdict.baseline === NOBODY) return [];
  const decision = values.comparisons.find(({ against }) => against === NOBODY)?.decision ?? 'cannot tell';
  const verdict = decision === 'better' ? 'is worse' : words[decision];
  const difference = knownDifference(values, nobody);
  if (difference === undefined || verdict === undefined) return [];
  if (isGood(report) && decision !== 'better') return [];
  return [`contacting nobody ${verdict}: ${minusText(values, difference)}`];
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
  const isClear = decision === 'better' || decision === 'worse';
  return [
    ...(isGood(report)
      ? [...stoppingText(report), ...constantText(values, against)]
      : leavesAloneText(report, values)),
    ...contactsAlwaysText(report, values),
    ...(decision === 'better' && against === 'logged' ? mixText(values) : []),
    ...(isClear && against === 'logged' ? oddsText(values) : []),
    ...lookCaveat(report),
  ]
    .map(sentence)
    .join(' ');
}

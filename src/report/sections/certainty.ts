/** What is guaranteed however heavy the weights, and what judging finds where chance alone is at work. */
import { heading, facts, paragraph } from '../blocks';
import { knownDifference, logValuesOf, namedInText, sentence } from '../content/log-values';
import type { LogValues } from '../content/log-values';
import { formatDifference, formatNumber, formatShare } from '../format';
import type { OffPolicy } from '../report';
import type { Section } from './section';

interface Certainty {
  readonly values: LogValues;
  readonly guarantee: OffPolicy['guarantee'] | undefined;
  readonly control: OffPolicy['permutedControl'];
  /** Name of the policy that decides. */
  readonly against: string;
}

function guaranteeText({ values, guarantee, against }: Certainty): string[] {
  if (guarantee === undefined) return [];
  const { low, high, hcope, reason, level } = guarantee;
  const { unit, estimand } = values.offPolicy;
  if (low === null || high === null) return [`There is no guarantee: ${reason ?? 'none was computed'}.`];
  const per = estimand === 'history' ? `per ${unit}` : `over all decisions of a ${unit}`;
  const who = namedInText(values.subject.name);
  const other =
    hcope &&
    `By HCOPE, an older bound that cuts large weights off, it is between ${formatNumber(hcope.low)} and ${formatNumber(hcope.high)}; the first one decides.`;
  return [
    `Guaranteed at ${formatShare(level)} however heavy the weights, if the logged probabilities are right and ${unit}s independent: ${who} minus ${namedInText(against)} is ` +
      `between ${formatNumber(low)} and ${formatNumber(high)} ${per}${low > 0 ? '' : '; that does not show it to be better yet'}.`,
    ...(other ? [other] : []),
  ];
}

function controlText({ values, control }: Certainty): string[] {
  const { logged, per, subject } = values;
  const gain = logged && knownDifference(values, logged);
  if (!control || !gain) return [];
  return [
    `With rewards shuffled among decisions of the same action, ${namedInText(subject.name)} "gains" ${formatDifference(control)} ${per} by chance and by its mix of actions alone; ` +
      `the real difference to what was done is ${formatDifference(gain)}.`,
  ];
}

const texts = (data: Certainty) => [...controlText(data), ...guaranteeText(data)];

export const certainty: Section<Certainty> = {
  key: 'certainty',
  data: (report) => {
    const values = logValuesOf(report);
    if (values?.subject.standing !== 'known') return undefined;
    const { guarantee, permutedControl } = values.offPolicy;
    const data = {
      ...{ values, guarantee, control: permutedControl ?? null },
      against: report.verdict.baseline ?? 'logged',
    };
    return texts(data).length === 0 ? undefined : data;
  },
  blocks: (data) => [
    heading('How certain the difference is'),
    paragraph(
      sentence(
        `two checks on ${namedInText(data.values.subject.name)}: how large a difference chance alone makes, and what holds without any assumption on rare large rewards.`,
      ),
    ),
    facts(texts(data)),
  ],
};

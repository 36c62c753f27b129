/** The verdict against every other policy: what was done decides, the others say whether learning was worth it. */
import type { Table } from '../blocks';
import { heading, note, paragraph } from '../blocks';
import type { LogValues } from '../content/log-values';
import { knownDifference, logValuesOf, namedInText, sentence } from '../content/log-values';
import { formatDifference, formatNumber } from '../format';
import type { Comparison } from '../report';
import { shortList } from '../content/short-list';
import type { Section } from './section';

interface AgainstOthers {
  readonly values: LogValues;
  readonly comparisons: readonly Comparison[];
}

/** In the order of the values. */
function rowsOf({ values, comparisons }: AgainstOthers): string[][] {
  const decisions = new Map(comparisons.map(({ against, decision }) => [against, decision]));
  return values.policies.flatMap((policy) => {
    const decision = decisions.get(policy.name);
    const difference = knownDifference(values, policy);
    return decision === undefined
      ? []
      : [[policy.name, decision, difference === undefined ? '' : formatDifference(difference)]];
  });
}

const parts: readonly (readonly [Comparison['decision'], (count: string) => string])[] = [
  ['better', (count) => `better than ${count}`],
  ['as good as', (count) => `as good as ${count}`],
  ['not shown better', (count) => `not shown better than ${count}`],
  ['worse', (count) => `worse than ${count}`],
  ['cannot tell', (count) => `and beside ${count} it cannot be told`],
];

function opening({ values, comparisons }: AgainstOthers): string {
  const who = namedInText(values.subject.name);
  const others = comparisons.filter(({ against }) => against !== 'logged');
  const all = formatNumber(others.length);
  if (others.every(({ decision }) => decision === 'cannot tell')) {
    return sentence(
      `whether ${who} is better than any of ${all} simple policies cannot be told from this log.`,
    );
  }
  const found = parts.flatMap(([decision, words]) => {
    const count = others.filter((one) => one.decision === decision).length;
    return count === 0 ? [] : [words(formatNumber(count))];
  });
  return sentence(
    `beside what was done, ${who} is held against ${all} simple policies: it is ${found.join(', ')}.`,
  );
}

function table(data: AgainstOthers): Table {
  const { subject, per } = data.values;
  return {
    ...{
      kind: 'table',
      caption: `${sentence(namedInText(subject.name))} against each policy`,
      highlighted: null,
    },
    columns: [
      { label: 'Against', align: 'left' },
      { label: 'Verdict', align: 'left' },
      { label: `${sentence(namedInText(subject.name))} minus it ${per}`, align: 'right' },
    ],
    rows: rowsOf(data),
  };
}

export const againstOthers: Section<AgainstOthers> = {
  key: 'against-others',
  data: (report) => {
    const values = logValuesOf(report);
    if (values === undefined) return undefined;
    const { names } = shortList(report);
    const comparisons = report.verdict.comparisons.filter(({ against }) => names.has(against));
    return comparisons.length < 2 ? undefined : { values, comparisons };
  },
  blocks: (data) => [
    heading('Against simple policies'),
    paragraph(opening(data)),
    ...(data.comparisons.every(({ decision }) => decision === 'cannot tell')
      ? []
      : [
          table(data),
          note(
            'Verdict',
            'each by itself; "worse" is corrected for the number of policies, for among many one is ahead by chance. ' +
              `A simple policy that ${namedInText(data.values.subject.name)} is not better than may be the better choice: anybody can explain it.`,
          ),
        ]),
  ],
};

/** Policies that do what was never logged: what is known of them, and what they are worth if something is assumed. */
import type { Block } from '../blocks';
import { figures, note, numberTable } from '../blocks';
import type { Figure } from '../charts/figure';
import { clippedText } from '../charts/interval-axis';
import { drawIntervals } from '../charts/intervals';
import { formatDifference, formatEstimate, formatGiven, formatNumber, formatShare } from '../format';
import type { AssumedValue } from '../report';
import type { LogValues, NamedResult } from './log-values';

export interface Assumptions {
  readonly values: LogValues;
  /** As the log calls leaving alone. */
  readonly noAction: string;
  /** Names of the policies that the page shows. */
  readonly shown: ReadonlySet<string>;
}

/** Whether the parts of a value that hangs on an assumption can be believed: there are no doubts but that it does. */
function isPartKnown({ name, doubts, assumption }: NamedResult, ofLog: readonly string[]): boolean {
  // Who always does what was never logged has no part that anything could be wrong with.
  if (assumption?.share === 1) return true;
  return ofLog.length === 0 && doubts.every((doubt) => doubt.startsWith(`${name} is not identified`));
}

const assumedLabels = (reward: number | undefined) =>
  reward === undefined
    ? []
    : [`Value if r0 = ${formatGiven(reward)} (assumed)`, 'Minus what was done (assumed)'];

function assumedCells(isKnown: boolean, assumed: AssumedValue | undefined): string[] {
  if (!isKnown) return ['cannot tell', 'cannot tell'];
  if (assumed === undefined) return ['not assumed', 'not assumed'];
  return [formatEstimate(assumed.value), formatDifference(assumed.difference)];
}

const assumedNote = (reward: number): Block =>
  note(
    'Assumed',
    `somebody said that leaving a customer alone brings ${formatGiven(reward)}. The intervals know nothing of how wrong that may be, and the verdict does not rest on it.`,
  );

/** What is assumed to hold, drawn beside what was done; nothing where nothing is assumed of two policies. */
function assumedFigure(
  { values: { logged, subject, per } }: Assumptions,
  some: readonly NamedResult[],
  reward: number | undefined,
): Figure[] {
  const rows = [
    ...some.map(({ name, assumption }) => ({ name, estimate: assumption!.assumed?.value })),
    ...(logged === undefined ? [] : [{ name: logged.name, estimate: logged.value?.interval }]),
  ].flatMap(({ name, estimate }) =>
    typeof estimate?.value === 'number' ? [{ name, estimate, highlighted: name === subject.name }] : [],
  );
  if (reward === undefined || rows.length < 2) return [];
  return [
    {
      id: 'assumed-values',
      title: `If leaving a customer alone brings ${formatGiven(reward)} (assumed)`,
      caption: `What policies that leave customers alone would then earn ${per}, beside what was done, which nobody has to assume.${clippedText(rows)}`,
      legend: [],
      draw: (width) =>
        drawIntervals(
          rows.sort((a, b) => b.estimate.value! - a.estimate.value!),
          `value ${per} (assumed)`,
          width,
        ),
    },
  ];
}

/** V = part + share × r0. */
export function assumptionBlocks(data: Assumptions): Block[] {
  const { values, noAction, shown } = data;
  const { offPolicy, policies, per } = values;
  const some = policies.filter(({ name, assumption }) => assumption !== null && shown.has(name));
  if (some.length === 0) return [];
  const reward = some.find(({ assumption }) => assumption!.assumed !== undefined)?.assumption!.assumed!
    .reward;
  const rows = some.map((policy) => {
    const { name, assumption } = policy;
    const { share, part, breakEven, assumed } = assumption!;
    const isKnown = isPartKnown(policy, offPolicy.doubts ?? []);
    return [
      name,
      formatShare(share),
      isKnown ? formatEstimate(part) : 'cannot tell',
      isKnown ? formatNumber(breakEven) : 'cannot tell',
      ...(reward === undefined ? [] : assumedCells(isKnown, assumed)),
    ];
  });
  const never = new Set(some.flatMap(({ assumption }) => assumption!.actions));
  return [
    numberTable(
      `Policies that do what was never logged (${[...never].join(', ')}): value ${per} = known part + share × r0`,
      ['Policy', 'Share of decisions', 'Known part', 'Break-even r0', ...assumedLabels(reward)],
      rows,
      values.subject.name,
    ),
    ...figures(
      assumedFigure(
        data,
        some.filter((policy) => isPartKnown(policy, offPolicy.doubts ?? [])),
        reward,
      ),
    ),
    ...(reward === undefined ? [] : [assumedNote(reward)]),
    note(
      'r0',
      `what such a decision brings on average, which nobody can know from this log. At the break-even the policy earns as much as what was done; with a higher r0 it earns more. A ${noAction} that costs nothing and brings nothing has r0 = 0.`,
    ),
  ];
}

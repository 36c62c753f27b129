/** Which ways of learning from a log were tried, what each is worth on validation customers, and which was kept. */
import { figures, heading, note, numberTable, paragraph } from '../blocks';
import type { Block } from '../blocks';
import type { Figure } from '../charts/figure';
import { clippedText, type IntervalRow } from '../charts/interval-axis';
import { bestFirst, drawIntervals } from '../charts/intervals';
import type { Estimate } from '../../core/estimate';
import { estimatorLabel } from '../content/estimators';
import { knownDifference, logValuesOf } from '../content/log-values';
import { formatDifference, formatEstimate, formatNumber, formatShare, formatValue } from '../format';
import type { SelectionReport, TriedCandidate } from '../report';
import { wrapped } from '../terminal';
import type { Section } from './section';

/** In as few words as a chart has room for: `dqn, gamma 0.9, weight 0.1`. */
export function candidateName({
  method,
  gamma,
  conservativeWeight,
  relativeThreshold,
}: TriedCandidate): string {
  return [
    `${method}, gamma ${Number(gamma.toPrecision(3))}`,
    ...(conservativeWeight === null || conservativeWeight === 0 ? [] : [`weight ${conservativeWeight}`]),
    ...(relativeThreshold === 0 ? [] : [`threshold ${relativeThreshold}`]),
  ].join(', ');
}

interface SelectionData {
  readonly selection: SelectionReport;
  /** What the model earns more than the policy that looks at the next reward alone; undefined where that is not known. */
  readonly overMyopic: Estimate | undefined;
}

const keptOf = ({ candidates }: SelectionReport) => candidates.find(({ isKept }) => isKept)!;

/** The highest of some; undefined where none has a value. */
function highest(candidates: readonly TriedCandidate[]): TriedCandidate | undefined {
  const known = candidates.filter(({ value }) => value.value !== null);
  return known.length === 0
    ? undefined
    : known.reduce((best, one) => (one.value.value! > best.value.value! ? one : best));
}

/** Whether looking ahead pays; nothing where only one of the two was tried. */
function horizonText({ selection: { candidates }, overMyopic }: SelectionData): string[] {
  const ahead = highest(candidates.filter(({ gamma }) => gamma > 0));
  const myopic = highest(candidates.filter(({ gamma }) => gamma === 0));
  if (ahead === undefined || myopic === undefined) return [];
  const text = ({ value }: TriedCandidate) => formatEstimate(value);
  const judged =
    overMyopic === undefined
      ? []
      : [
          `On the decisions held out the model earns ${formatDifference(overMyopic)} beside the latter (myopic).`,
        ];
  return [
    `Of those that count what later decisions bring, the best reaches ${text(ahead)} (${candidateName(ahead)}); of those that look at the next reward alone, ${text(myopic)} (${candidateName(myopic)}).`,
    ...judged,
  ];
}

function opening(selection: SelectionReport): string {
  const { candidates, estimator, rows, decisions } = selection;
  const kept = keptOf(selection);
  return (
    `${candidates.length} ways of learning were tried on the same ${formatNumber(rows)} decisions, ${formatNumber(Math.round(decisions / rows))} passes over them in all. ` +
    `Kept is ${candidateName(kept)}: its policy has the highest value on validation, decisions kept apart to choose by: ${formatEstimate(kept.value)} by ${estimatorLabel(estimator)}. ` +
    'As the highest of several it is a little lucky; what the policy is worth was judged on others.'
  );
}

const isValued = ({ value }: TriedCandidate) => value.value !== null;

function figureOf({ candidates }: SelectionReport): Figure[] {
  const rows: IntervalRow[] = candidates
    .filter(isValued)
    .map((one) => ({ name: candidateName(one), estimate: one.value, highlighted: one.isKept }));
  if (rows.length < 2) return [];
  const ordered = bestFirst(rows);
  const [most, least] = [ordered[0]!, ordered.at(-1)!];
  return [
    {
      id: 'selection',
      title: `On validation from ${formatValue(least.estimate)} (${least.name}) to ${formatValue(most.estimate)} (${most.name})`,
      caption:
        `Each dot is the value on validation of a way of learning, each bar its ${formatShare(most.estimate.level)} interval. ` +
        `All are of the same decisions, so that they differ by less than their bars say.${clippedText(ordered)}`,
      legend: [
        { label: 'kept', colour: 'model', mark: 'dot' },
        { label: 'others', colour: 'baseline', mark: 'dot' },
      ],
      draw: (width) => drawIntervals(ordered, 'value on validation', width),
    },
  ];
}

function table({ candidates }: SelectionReport): Block {
  const rows = candidates.map((one) => [
    candidateName(one),
    formatNumber(Math.round(one.passes)),
    formatNumber(Math.round(one.keptPass)),
    formatEstimate(one.value),
    one.divergence === null ? '' : 'diverged',
  ]);
  return numberTable(
    'Ways of learning, in the order in which they were tried',
    ['Way of learning', 'Passes', 'Kept after', 'Value on validation', ''],
    rows,
    candidateName(candidates.find(({ isKept }) => isKept)!),
  );
}

const divergences = ({ candidates }: SelectionReport): Block[] =>
  candidates.flatMap((one) =>
    one.divergence === null ? [] : [paragraph(`${candidateName(one)} diverged: ${one.divergence}.`)],
  );

const methodTerms: Readonly<Record<TriedCandidate['method'], string>> = {
  'one-step': 'a regression on what followed what was done, and then the best action by it.',
  dqn:
    'double Q-learning. Weight: how much values of actions are pushed down where others were logged. ' +
    'Threshold: only actions at least so likely in the log as this share of the likeliest.',
  iql: 'implicit Q-learning, which asks for values of actions that were taken alone.',
};

function terms({ candidates }: SelectionReport): Block[] {
  const methods = new Set(candidates.map(({ method }) => method));
  return [
    ...[...methods].map((method) => note(method, methodTerms[method])),
    note(
      'Gamma',
      'how much what comes of the next decision counts beside what comes of this one; 0: nothing.',
    ),
  ];
}

export const selection: Section<SelectionData> = {
  key: 'selection',
  data: (report) => {
    const { selection: all } = report;
    if (all === undefined || all.candidates.length < 2) return undefined;
    const values = logValuesOf(report);
    const myopic = values?.policies.find(({ name }) => name === 'myopic');
    return { selection: all, overMyopic: values && myopic && knownDifference(values, myopic) };
  },
  blocks: (data) => {
    const { selection: all } = data;
    return [
      heading('How the way of learning was chosen'),
      paragraph([opening(all), ...horizonText(data)].join(' ')),
      ...figures(figureOf(all)),
      table(all),
      ...divergences(all),
      ...terms(all),
    ];
  },
  summary: ({ selection: all }) => [
    wrapped(
      `Of ${all.candidates.length} ways of learning that were tried, ${candidateName(keptOf(all))} was best on validation.`,
      '',
    ),
  ],
};

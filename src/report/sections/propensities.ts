/** How likely the logged actions were: what every weight is made of. */
import type { Block } from '../blocks';
import { facts, figures, heading, paragraph, type Table } from '../blocks';
import { actionGroups, actionLegend, colourOf } from '../charts/action-colours';
import { drawCalibration } from '../charts/calibration';
import type { Figure } from '../charts/figure';
import { logValuesOf } from '../content/log-values';
import { thresholdsOf } from '../content/thresholds';
import { formatFixed, formatShare, formatShort } from '../format';
import type { OffPolicy } from '../report';
import type { Section } from './section';

type Behaviour = NonNullable<OffPolicy['behaviour']>;

/** Actions with a row and a colour. */
const MOST_ACTIONS = 12;

interface Propensities {
  readonly behaviour: Behaviour;
  readonly actions: readonly string[];
  /** Probability below which an action is hardly ever to be expected; undefined where the report does not say. */
  readonly floor: number | undefined;
}

const kinds: Readonly<Record<string, string>> = {
  shares: 'the shares of the actions alone',
  logistic: 'a logistic regression',
  network: 'a small network',
};

/** `a logistic regression and a small network, each on half of the decisions` */
function fitsText({ fits }: Behaviour): string {
  const names = [...new Set(fits.map(({ kind }) => kinds[kind] ?? kind))].join(' and ');
  return fits.length < 2 ? names : `${names}, fitted on one part of the decisions and asked about the other`;
}

function opening({ behaviour }: Propensities): string {
  return behaviour.source === 'logged'
    ? 'The log itself says how likely each action was when it was taken, which is the best that can be had.'
    : `The log does not say how likely each action was, so that is estimated by ${fitsText(behaviour)}; where that is wrong, every value here is.`;
}

function lossText({ logLoss, marginalLogLoss }: Behaviour['card']): string {
  const pair = `log-loss ${formatFixed(logLoss, 3)}, by the shares of the actions alone ${formatFixed(marginalLogLoss, 3)}`;
  return logLoss < marginalLogLoss
    ? `They foretell what was done better than the shares of the actions do (${pair}).`
    : `They foretell what was done no better than the shares of the actions do (${pair}): who was contacted depends on nothing that they know.`;
}

/** Digits below that tell nobody anything. */
const smallText = (least: number) => (least < 0.0001 ? '< 0.0001' : formatShort(least));

function factsOf({ behaviour: { card }, floor }: Propensities): string[] {
  const below = floor === undefined ? 'the floor' : formatShort(floor);
  return [
    lossText(card),
    `The least likely of the actions taken had a probability of ${smallText(card.least)}; ${formatShare(card.belowFloor)} of the decisions lie below ${below}.`,
    ...(card.expectedCalibrationError === null
      ? []
      : [
          `What is said to be likely and what came about differ by ${formatFixed(100 * card.expectedCalibrationError, 1)} percentage points on average.`,
        ]),
  ];
}

/** Actions that were possible at all; of many those that were taken most. */
function possible({ behaviour: { card }, actions }: Propensities) {
  const all = (card.actions ?? []).flatMap((calibration, i) =>
    calibration.least === null ? [] : [{ ...calibration, name: actions[i] ?? String(i) }],
  );
  const shown = new Set([...all].sort((a, b) => b.share - a.share).slice(0, MOST_ACTIONS));
  return all.filter((one) => shown.has(one));
}

function figureOf(data: Propensities): Figure[] {
  const all = possible(data);
  if (all.length === 0) return [];
  const names = all.map(({ name }) => name);
  const groups = actionGroups(data.actions, [names]);
  return [
    {
      id: 'calibration',
      title: 'What was said to be likely, against what came about',
      caption:
        'Each dot is a tenth of the decisions or less: right, the probability of an action; up, the share in which it was taken. On the line both are the same.',
      legend: actionLegend(groups, names),
      draw: (width) =>
        drawCalibration(
          all.map(({ name, bins }) => ({ name, colour: colourOf(groups, name), bins })),
          width,
        ),
    },
  ];
}

function table(data: Propensities): Block[] {
  const all = possible(data);
  if (all.length === 0) return [];
  const labels = ['Share taken', 'Smallest probability', 'Widest gap'];
  const columns: Table['columns'] = [
    { label: 'Action', align: 'left' },
    ...labels.map((label) => ({ label, align: 'right' as const })),
  ];
  const rows = all.map(({ name, share, least, bins }) => {
    const widest = bins.reduce((a, b) =>
      Math.abs(b.observed - b.predicted) > Math.abs(a.observed - a.predicted) ? b : a,
    );
    return [
      ...[name, formatShare(share), smallText(least!)],
      `${formatShare(widest.predicted)} → ${formatShare(widest.observed)}`,
    ];
  });
  return [
    {
      kind: 'table',
      caption: 'The probabilities of each action; the widest gap is from what was said to what came about',
      columns,
      rows,
      highlighted: null,
    },
  ];
}

export const propensities: Section<Propensities> = {
  key: 'propensities',
  data: (report) => {
    const behaviour = logValuesOf(report)?.offPolicy.behaviour;
    if (!behaviour) return undefined;
    return { behaviour, actions: report.actions, floor: thresholdsOf(report.config).floor };
  },
  blocks: (data) => [
    heading('How likely the logged actions were'),
    paragraph(opening(data)),
    facts(factsOf(data)),
    ...figures(figureOf(data)),
    ...table(data),
  ],
};

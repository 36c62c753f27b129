/** The pictures of a report on a customer model. */
import { negativeEstimate } from '../core/estimate';
import type { Figure, LegendEntry } from './charts/figure';
import { clippedText } from './charts/interval-axis';
import { bestFirst, drawIntervals } from './charts/intervals';
import { drawPredictedActual } from './charts/predicted-actual';
import { drawQiniCurve } from './charts/qini-curve';
import { actionPalette, OTHER_ACTIONS, type Colour } from './charts/theme';
import { notBeaten, notBeatenWords } from './content/customer-model';
import type { Judgement, SideBySide, Way } from './customer-model';
import { formatEstimate } from './format';

export function calibrationFigures({ calibration }: Judgement): Figure[] {
  if (calibration === null) return [];
  const { quantity, groups } = calibration;
  const dots = groups.filter(({ actual }) => actual.value !== null);
  // One group is all customers: it tells nobody from anybody.
  if (dots.length < 2) return [];
  const off = dots.filter(
    ({ predicted, actual: { low, high } }) =>
      low !== null && high !== null && (predicted < low || predicted > high),
  );
  return [
    {
      id: 'calibration',
      title:
        off.length === 0
          ? `What was predicted is about what came, in all ${dots.length} groups`
          : `In ${off.length} of ${dots.length} groups another ${quantity} came than was predicted`,
      caption: `Customers in groups by their predicted ${quantity}, the lowest left. A dot above the dashed line: more came than was predicted. Bars are 95 % intervals of what came, each of its own: of 20 groups predicted rightly one is off by chance.`,
      legend: [],
      draw: (width) => drawPredictedActual(dots, quantity, width),
    },
  ];
}

export function qiniFigures({ gains, names, beside: { decision } }: Judgement): Figure[] {
  if (gains === undefined) return [];
  const { outcome, curve, all } = gains;
  // One treatment alone is what the model sends.
  const alone = gains.treatments.length === 1 ? [] : gains.treatments;
  const colourOf = (place: number): Colour => actionPalette[place + 1] ?? OTHER_ACTIONS;
  const lines = alone.map(({ gained }, place) => ({ colour: colourOf(place), gained }));
  const dots = curve.filter(({ gained }) => gained.value !== null);
  if (dots.length === 0) return [];
  const shown = {
    ...{ better: 'gains more than', worse: 'gains less than' },
    ...{
      'not shown better': 'is not shown to gain more than',
      'cannot tell': 'is not shown to gain more than',
    },
  }[decision];
  return [
    {
      id: 'qini',
      title: `Contacting the first by ${names.model} ${shown} as many at random`,
      caption: `${outcome} gained per decision over contacting nobody, by the share that is contacted, those of the most expected effect first; bars are 95 % intervals. Dashed: as many contacts at random, up to contacting all (${formatEstimate(all)}). The area between the two is the Qini area, which is not divided by that of the best order.${alone.length > 0 ? ' Dotted: one treatment alone, to as many at random of those who may get it.' : ''}`,
      legend: [
        { label: 'by the model', colour: 'model', mark: 'dot' },
        { label: 'at random', colour: 'muted', mark: 'dashed' },
        ...alone.map(({ name }, place): LegendEntry => ({
          ...{ label: `${name} alone, at random`, colour: colourOf(place), mark: 'dotted' },
        })),
        { label: 'nobody', colour: 'muted', mark: 'solid' },
      ],
      draw: (width) => drawQiniCurve(dots, lines, outcome, width),
    },
  ];
}

export function partFigures({ parts, names }: Judgement): Figure[] {
  const [verb, gained] = names.better === 'high' ? ['gains', 'gained'] : ['saves', 'saved'];
  return parts.flatMap(({ by, parts: all }, place) => {
    const rows = all
      .filter(({ gain }) => gain.value !== null)
      .map(({ name, gain, decision }) => ({ name, estimate: gain, highlighted: decision === 'better' }));
    if (rows.length === 0) return [];
    const better = rows.filter(({ highlighted }) => highlighted).length;
    return [
      {
        id: `parts-${place}`,
        title: `By ${by}: better for ${better} of ${rows.length} kinds of customers`,
        caption: `How much ${names.loss} the model ${verb} against ${names.anchor}, with intervals as wide as so many at once need: where a bar lies right of 0 the model works for them.${clippedText(rows)}`,
        legend: [],
        draw: (width: number) => drawIntervals(rows, `${names.loss} ${gained}`, width),
      },
    ];
  });
}

/** Names are told of two ways at most, else how many there are. */
function standing(open: readonly Way[], others: number): string {
  if (open.length === 0) return 'better than every way without it';
  if (open.length <= 2) return notBeatenWords(open);
  const worse = open.filter(({ decision }) => decision === 'worse').length;
  const but = worse === 0 ? '' : `, and worse than ${worse}`;
  return `shown better than ${others - open.length} of ${others} ways without it${but}`;
}

/** Of values each way's own; of losses what the model saves against each, for all vary with the same customers. */
function waysFigure({ names }: Judgement, beside: SideBySide, place: number): Figure[] {
  const { measure, better, ways } = beside;
  const open = notBeaten(beside);
  const rows = ways.flatMap(({ name, role, value, modelMinus, decision }) => {
    const saved = modelMinus === null ? null : negativeEstimate(modelMinus);
    const estimate = better === 'high' ? value : saved;
    const highlighted = better === 'high' ? role === 'model' : decision === 'better';
    return (estimate?.value ?? null) === null ? [] : [{ name, estimate: estimate!, highlighted }];
  });
  if (rows.length === 0) return [];
  const drawn = bestFirst(rows);
  const [told, axis] =
    better === 'high'
      ? [`What each way is worth, ${measure}, with 95 % intervals, each of its own.`, measure]
      : [
          `How much less ${measure} ${names.model} has than each: right of 0 the model is better. 95 % intervals, each of its own, of the same customers.`,
          `${measure} saved`,
        ];
  return [
    {
      id: `ways-${place}`,
      title: `By ${measure} the model is ${standing(open, ways.length - 1)}`,
      caption: `${told}${clippedText(drawn)}`,
      legend: [],
      draw: (width) => drawIntervals(drawn, axis, width),
    },
  ];
}

export const sideBySideFigures = (judged: Judgement): Figure[] =>
  judged.sideBySide.flatMap((beside, place) => waysFigure(judged, beside, place));

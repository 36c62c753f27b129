/** Charts of runs side by side: their values with intervals, and how they learned. */
import { drawCurves } from './charts/curves';
import type { Figure } from './charts/figure';
import { WIDE } from './charts/figure';
import { clippedText, lowerFence } from './charts/interval-axis';
import { drawIntervals } from './charts/intervals';
import { actionPalette } from './charts/theme';
import type { ComparedRuns } from './compared-runs';
import { commonMeasure, measureLabel, withoutBeginning } from './content/compared-runs';
import { formatShare, formatValue } from './format';

/** The first is grey, which is no run's colour. */
const colours = actionPalette.slice(1);

/** Letters of a name for which a chart has room. */
const MOST_LETTERS = { wide: 24, narrow: 13 };

/** In the order in which the runs were named. Empty where the values do not mean the same, or none is known. */
export function valuesFigure(compared: ComparedRuns): Figure[] {
  const known = compared.runs.filter(({ value }) => value.value !== null);
  if (!compared.comparable || commonMeasure(compared) === null || known.length === 0) return [];
  // No run stands out: that would be a ranking.
  const rows = known.map(({ name, value }) => ({ name, estimate: value, highlighted: false }));
  const ordered = known.map(({ value }) => value).sort((a, b) => a.value! - b.value!);
  const [least, largest] = [formatValue(ordered[0]!), formatValue(ordered.at(-1)!)];
  const label = measureLabel(compared);
  return [
    {
      id: 'runs',
      title: `${label}: ${least === largest ? least : `from ${least} to ${largest}`} over ${rows.length} ${rows.length === 1 ? 'run' : 'runs'}`,
      caption:
        `Each dot is the value of a run's model, each bar its ${formatShare(rows[0]!.estimate.level)} interval (often narrower ` +
        `than the dot), in the order in which the runs were named. Further right is better.${clippedText(rows)}`,
      legend: [],
      draw: (width) => {
        const most = width >= WIDE ? MOST_LETTERS.wide : MOST_LETTERS.narrow;
        const shown = rows.map((row) => ({ ...row, name: withoutBeginning(row.name, most) }));
        return drawIntervals(shown, label, width);
      },
    },
  ];
}

/** Only where the values of all evaluations mean the same, which those of a log do not. */
export function curvesFigure(compared: ComparedRuns): Figure[] {
  const { kind, judgedDifferently, runs } = compared;
  const learned = runs.filter(({ learningCurve }) => learningCurve.some(({ value }) => value.value !== null));
  const drawn = learned.slice(0, colours.length);
  if (kind === 'logged' || judgedDifferently.length > 0 || drawn.length < 2) return [];
  const curves = drawn.map((run, i) => ({
    ...{ name: run.name, points: run.learningCurve, colour: colours[i]! },
  }));
  const floor = lowerFence(curves.flatMap(({ points }) => points.flatMap(({ value }) => value.value ?? [])));
  const left = learned.length - drawn.length;
  return [
    {
      id: 'curves',
      title: `How ${drawn.length} runs learned`,
      caption:
        'Each dot is an evaluation without exploration; what lies far below the rest is cut off.' +
        (left > 0 ? ` The first ${drawn.length} runs are drawn, ${left} more are not.` : ''),
      legend: curves.map(({ name, colour }) => ({ label: name, colour, mark: 'solid' as const })),
      draw: (width) => drawCurves(curves, floor, measureLabel(compared), width),
    },
  ];
}

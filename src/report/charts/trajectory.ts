/** One episode under the model: the features as lines, the actions as a coloured strip below them. */
import type { EChartsOption } from 'echarts';
import { formatTick } from '../format';
import type { Trajectory } from '../report';
import type { ActionGroup } from './action-colours';
import { actionLegend, colourOf } from './action-colours';
import type { Drawing, LegendEntry } from './figure';
import { WIDE } from './figure';
import { axisText, fixedGrid, FONT_FAMILY, marker, valueAxisStyle } from './theme';

const HEIGHT = 330;
const LEFT = 52;
const STRIP = 22;

const lineColours = ['model', 'ink', 'baseline'] as const;
const lineMarks = ['solid', 'dashed', 'dotted'] as const;

/** Lines that can be told apart. */
export const MOST_LINES = lineColours.length * lineMarks.length;

/** The first three differ in colour and mark, the next three have the marks of their neighbours, and so on. */
function lineStyle(
  feature: number,
): Pick<LegendEntry, 'colour' | 'mark'> & { mark: (typeof lineMarks)[number] } {
  const round = Math.floor(feature / lineColours.length);
  return {
    colour: lineColours[feature % lineColours.length]!,
    mark: lineMarks[(feature + round) % lineMarks.length]!,
  };
}

/** Lines of the features, then squares of the actions that occur. */
export function trajectoryLegend(trajectory: Trajectory, groups: readonly ActionGroup[]): LegendEntry[] {
  return [
    ...trajectory.features.slice(0, MOST_LINES).map((label, index) => ({ label, ...lineStyle(index) })),
    ...actionLegend(groups, trajectory.actions),
  ];
}

interface Run {
  readonly action: string;
  readonly from: number;
  /** First period after the run. */
  readonly to: number;
}

/** Neighbouring periods with the same action as one stretch. */
export function actionRuns(actions: readonly string[]): Run[] {
  const runs: Run[] = [];
  actions.forEach((action, period) => {
    const current = runs.at(-1);
    if (current?.action === action) runs[runs.length - 1] = { ...current, to: period + 1 };
    else runs.push({ action, from: period, to: period + 1 });
  });
  return runs;
}

function stripSeries(trajectory: Trajectory, groups: readonly ActionGroup[]): object {
  return {
    type: 'scatter',
    xAxisIndex: 1,
    yAxisIndex: 1,
    data: [],
    silent: true,
    markArea: {
      silent: true,
      data: actionRuns(trajectory.actions).map(({ action, from, to }) => [
        { coord: [from, 0], itemStyle: { color: marker(colourOf(groups, action)), opacity: 1 } },
        { coord: [to, 1] },
      ]),
    },
  };
}

/** At most `MOST_LINES` features are drawn, the first ones. */
export function drawTrajectory(
  trajectory: Trajectory,
  groups: readonly ActionGroup[],
  width: number,
): Drawing {
  const periods = trajectory.actions.length;
  const xAxis = { type: 'value' as const, min: 0, max: periods, ...valueAxisStyle };
  const labels = { ...axisText, formatter: formatTick };
  const option: EChartsOption = {
    textStyle: { fontFamily: FONT_FAMILY },
    grid: [
      { ...fixedGrid, left: LEFT, right: 16, top: 30, bottom: 100 },
      { ...fixedGrid, left: LEFT, right: 16, bottom: 48, height: STRIP },
    ],
    xAxis: [
      { ...xAxis, gridIndex: 0, splitLine: { show: false }, axisLabel: { show: false } },
      {
        ...xAxis,
        gridIndex: 1,
        splitLine: { show: false },
        name: 'period',
        nameLocation: 'middle',
        nameGap: 26,
        splitNumber: width >= WIDE ? 10 : 5,
        axisLabel: labels,
      },
    ],
    yAxis: [
      {
        type: 'value',
        gridIndex: 0,
        name: trajectory.valueName ?? 'value',
        ...valueAxisStyle,
        nameTextStyle: { ...axisText, align: 'left', padding: [0, 0, 0, -46] },
        axisLabel: labels,
      },
      {
        type: 'value',
        gridIndex: 1,
        min: 0,
        max: 1,
        show: true,
        name: 'action',
        nameLocation: 'middle',
        nameRotate: 0,
        nameGap: 8,
        ...valueAxisStyle,
        nameTextStyle: { ...axisText, align: 'right' },
        splitLine: { show: false },
        axisLabel: { show: false },
      },
    ],
    series: [
      ...trajectory.values.slice(0, MOST_LINES).map((values, feature) => ({
        type: 'line' as const,
        xAxisIndex: 0,
        yAxisIndex: 0,
        silent: true,
        symbol: 'none',
        emphasis: { disabled: true },
        lineStyle: {
          color: marker(lineStyle(feature).colour),
          type: lineStyle(feature).mark,
          width: 2.2,
        },
        data: values.map((value, period) => [period, value]),
      })),
      stripSeries(trajectory, groups),
    ] as NonNullable<EChartsOption['series']>,
  };
  return { width, height: HEIGHT, option };
}

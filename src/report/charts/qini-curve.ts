/**
 * What contacting the first so many gains, by the share that is contacted, with intervals; a dashed line where they are drawn
 * at random, dotted ones where all of these get one treatment, and 0 where nobody gets any.
 */
import type { EChartsOption, MarkLineComponentOption } from 'echarts';
import type { Estimate } from '../../core/estimate';
import { formatTick } from '../format';
import type { Drawing } from './figure';
import { axisText, fixedGrid, FONT_FAMILY, marker, valueAxisStyle, type Colour } from './theme';

export interface CurvePoint {
  /** In (0, 1], rising. */
  readonly share: number;
  readonly gained: Estimate;
}

/** One treatment alone, to as many at random; what all for whom it is allowed gain by it is its end. */
export interface TreatmentLine {
  readonly colour: Colour;
  readonly gained: Estimate;
}

const LEFT = 72;
const TOP = 12;
const BOTTOM = 48;
const RIGHT = 24;
const PLOT = 260;

type Line = NonNullable<MarkLineComponentOption['data']>[number];

const axis = (name: string, gap: number) => ({
  ...{ type: 'value' as const, name, nameLocation: 'middle' as const, nameGap: gap },
  ...{ ...valueAxisStyle, splitNumber: 5 },
});

function straightLine(end: readonly [number, number], colour: Colour, type: 'dashed' | 'dotted' | 'solid') {
  return {
    ...{ type: 'line' as const, silent: true, symbol: 'none', emphasis: { disabled: true } },
    lineStyle: { color: marker(colour), type, width: type === 'dotted' ? 2 : 1 },
    data: [[0, 0], [...end]],
  };
}

/** @param points the last one of all customers @throws RangeError without a point */
export function drawQiniCurve(
  points: readonly CurvePoint[],
  treatments: readonly TreatmentLine[],
  quantity: string,
  width: number,
): Drawing {
  const last = points.at(-1);
  if (last === undefined) throw new RangeError('drawQiniCurve: expected at least one point');
  const bars = points.flatMap(({ share, gained: { low, high } }): Line[] =>
    low === null || high === null ? [] : [[{ coord: [share, low] }, { coord: [share, high] }]],
  );
  const lines = treatments.filter(({ gained }) => gained.value !== null);
  const ends = [
    ...points.flatMap(({ gained: { value, low, high } }) => [value!, low ?? 0, high ?? 0]),
    ...lines.map(({ gained }) => gained.value!),
  ];
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const room = 0.05 * Math.max(high - low, 1e-9);
  const option: EChartsOption = {
    textStyle: { fontFamily: FONT_FAMILY },
    grid: { ...fixedGrid, left: LEFT, top: TOP, width: width - LEFT - RIGHT, height: PLOT },
    xAxis: {
      ...{ ...axis('share contacted', 28), min: 0, max: 1 },
      axisLabel: { ...axisText, formatter: (share: number) => `${Math.round(100 * share)} %` },
    },
    yAxis: {
      ...{ ...axis(`${quantity} gained`, 52), min: low - room, max: high + room },
      axisLabel: { ...axisText, formatter: formatTick, showMinLabel: false, showMaxLabel: false },
    },
    series: [
      straightLine([1, 0], 'muted', 'solid'),
      straightLine([last.share, last.gained.value!], 'muted', 'dashed'),
      ...lines.map(({ colour, gained }) => straightLine([1, gained.value!], colour, 'dotted')),
      {
        ...{ type: 'line', silent: true, symbol: 'circle', symbolSize: 6, emphasis: { disabled: true } },
        lineStyle: { color: marker('model'), width: 2 },
        itemStyle: { color: marker('model') },
        data: [[0, 0], ...points.map(({ share, gained }) => [share, gained.value!])],
        markLine: {
          ...{ silent: true, symbol: 'none', label: { show: false }, data: bars },
          lineStyle: { color: marker('model'), type: 'solid', width: 3, opacity: 0.45 },
        },
      },
    ],
  };
  return { width, height: TOP + PLOT + BOTTOM, option };
}

/** What contacting the first so many gains, by the share that is contacted, with intervals; a dashed line where they are drawn at random. */
import type { EChartsOption, MarkLineComponentOption } from 'echarts';
import type { Estimate } from '../../core/estimate';
import { formatTick } from '../format';
import type { Drawing } from './figure';
import { axisText, fixedGrid, FONT_FAMILY, marker, valueAxisStyle } from './theme';

export interface CurvePoint {
  /** In (0, 1], rising. */
  readonly share: number;
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

/** @param points the last one of all customers @throws RangeError without a point */
export function drawQiniCurve(points: readonly CurvePoint[], quantity: string, width: number): Drawing {
  const last = points.at(-1);
  if (last === undefined) throw new RangeError('drawQiniCurve: expected at least one point');
  const bars = points.flatMap(({ share, gained: { low, high } }): Line[] =>
    low === null || high === null ? [] : [[{ coord: [share, low] }, { coord: [share, high] }]],
  );
  const ends = points.flatMap(({ gained: { value, low, high } }) => [value!, low ?? 0, high ?? 0]);
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
      {
        ...{ type: 'line', silent: true, symbol: 'none', emphasis: { disabled: true } },
        lineStyle: { color: marker('muted'), type: 'dashed', width: 1 },
        data: [
          [0, 0],
          [last.share, last.gained.value!],
        ],
      },
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

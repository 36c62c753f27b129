/** Horizontal bars of shares that add up to the whole: one row per period, one colour per group. */
import type { EChartsOption, SeriesOption } from 'echarts';
import type { Drawing } from './figure';
import { WIDE } from './figure';
import { nameLabel, nameRoom } from './name-labels';
import type { Colour } from './theme';
import { axisText, fixedGrid, marker, valueAxisStyle } from './theme';

export interface ShareGroup {
  readonly name: string;
  readonly colour: Colour;
  /** [rows] in [0, 1] */
  readonly shares: readonly number[];
}

const ROW = 24;
const TOP = 8;
const FOOT = 30;

/** Rows from the top down; a row whose shares are all 0 stays empty. */
export function drawStackedBars(
  rows: readonly string[],
  groups: readonly ShareGroup[],
  width: number,
): Drawing {
  const left = nameRoom(rows, width >= WIDE ? 150 : 96, width);
  const height = rows.length * ROW;
  const series = groups.map(({ name, colour, shares }): SeriesOption => ({
    ...{ type: 'bar', stack: 'shares', name, barWidth: ROW - 8, silent: true, emphasis: { disabled: true } },
    itemStyle: { color: marker(colour) },
    data: shares.map((share) => 100 * share),
  }));
  const option: EChartsOption = {
    grid: { ...fixedGrid, left, top: TOP, width: width - left - 28, height },
    xAxis: {
      ...{ type: 'value', min: 0, max: 100, ...valueAxisStyle, interval: 25 },
      axisLabel: { ...axisText, formatter: (value: number) => `${value} %` },
    },
    yAxis: {
      ...{ type: 'category', inverse: true, data: [...rows] },
      axisLine: { lineStyle: { color: marker('muted') } },
      axisTick: { show: false },
      axisLabel: nameLabel(left),
    },
    series,
  };
  return { width, height: TOP + height + FOOT, option };
}

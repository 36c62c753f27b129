/** Dots with intervals, one row per policy: who is how good, and how sure that is. */
import type { EChartsOption, MarkLineComponentOption, YAXisComponentOption } from 'echarts';
import { formatEstimate, formatTick, formatValue } from '../format';
import type { Drawing } from './figure';
import { WIDE } from './figure';
import { axisRange, highOf, lowOf } from './interval-axis';
import type { IntervalRow, Range } from './interval-axis';
import { nameLabel, nameRoom } from './name-labels';
import { axisText, fixedGrid, FONT_FAMILY, marker, valueAxisStyle } from './theme';

const ROW = 26;
const HEAD = 8;
const FOOT = 46;

/** Rows with a value, best first. */
export function bestFirst(rows: readonly IntervalRow[]): IntervalRow[] {
  return rows
    .filter((row) => row.estimate.value !== null)
    .sort((a, b) => b.estimate.value! - a.estimate.value!);
}

function names(rows: readonly IntervalRow[], width: number): YAXisComponentOption {
  return {
    type: 'category',
    inverse: true,
    data: rows.map(({ name, highlighted }) =>
      highlighted ? { value: name, textStyle: { color: marker('ink'), fontWeight: 'bold' } } : name,
    ),
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: true, lineStyle: { color: marker('grid'), type: 'dotted' } },
    axisLabel: nameLabel(width),
  };
}

/** The numbers themselves, at the right end of each row; with their intervals where there is room. */
function numbers(rows: readonly IntervalRow[], width: number, wide: boolean): YAXisComponentOption {
  const texts = rows.map(({ estimate }) => (wide ? formatEstimate(estimate) : formatValue(estimate)));
  return {
    ...names(rows, width),
    // A number is never cut.
    axisLabel: { ...axisText, interval: 0 },
    position: 'right',
    data: texts.map((value, i) => ({
      value,
      textStyle: rows[i]!.highlighted ? { color: marker('ink'), fontWeight: 'bold' } : {},
    })),
    splitLine: { show: false },
  };
}

/** An arrow at an end of the axis, half its size within the plot. */
function arrow(row: IntervalRow, index: number, end: number, way: 1 | -1) {
  return {
    value: [end, index],
    ...{ symbol: 'triangle', symbolRotate: way * 90, symbolOffset: [`${way * 50}%`, 0] },
    symbolSize: row.highlighted ? 12 : 9,
    itemStyle: { color: marker(row.highlighted ? 'model' : 'baseline'), opacity: 1 },
  };
}

/** The value where it is on the axis, and an arrow at each end that the interval or the value is beyond. */
function marksOf(row: IntervalRow, index: number, { min, max }: Range) {
  const value = row.estimate.value!;
  return [
    ...(lowOf(row) < min ? [arrow(row, index, min, 1)] : []),
    ...(value < min
      ? []
      : [{ ...arrow(row, index, value, 1), symbol: 'circle', symbolRotate: 0, symbolOffset: [0, 0] }]),
    ...(highOf(row) > max ? [arrow(row, index, max, -1)] : []),
  ];
}

const zeroLine = { xAxis: 0, lineStyle: { color: marker('muted'), type: 'solid' as const, width: 1 } };

type Line = NonNullable<MarkLineComponentOption['data']>[number];

/** What of its interval is on the axis; none where nothing is. */
function barOf(row: IntervalRow, index: number, { min, max }: Range): Line[] {
  const { low, high } = row.estimate;
  if (low === null || high === null || high < min) return [];
  const color = marker(row.highlighted ? 'model' : 'baseline');
  const lineStyle = { color, type: 'solid' as const, width: 3, opacity: 0.55 };
  return [[{ coord: [Math.max(low, min), index], lineStyle }, { coord: [Math.min(high, max), index] }]];
}

function dots(rows: readonly IntervalRow[], range: Range): NonNullable<EChartsOption['series']> {
  return {
    type: 'scatter',
    silent: true,
    emphasis: { disabled: true },
    data: rows.flatMap((row, index) => marksOf(row, index, range)),
    markLine: {
      silent: true,
      symbol: 'none',
      label: { show: false },
      data: [
        ...(range.min < 0 && range.max > 0 ? [zeroLine] : []),
        ...rows.flatMap((row, index) => barOf(row, index, range)),
      ],
    },
  };
}

/**
 * @param rows estimates with a value, best first (see `bestFirst`)
 * @param axisName quantity and unit
 * @throws RangeError if there is no row
 */
export function drawIntervals(rows: readonly IntervalRow[], axisName: string, width: number): Drawing {
  if (rows.length === 0) throw new RangeError('drawIntervals: expected at least one estimate');
  const wide = width >= WIDE;
  const left = nameRoom(
    rows.map(({ name }) => name),
    wide ? 190 : 126,
    width,
  );
  const right = wide ? 170 : 84;
  const range = axisRange(rows);
  const option: EChartsOption = {
    textStyle: { fontFamily: FONT_FAMILY },
    grid: { ...fixedGrid, left, right, top: HEAD, height: rows.length * ROW },
    xAxis: {
      type: 'value',
      name: axisName,
      nameLocation: 'middle',
      nameGap: 28,
      min: range.min,
      max: range.max,
      splitNumber: wide ? 5 : 2,
      ...valueAxisStyle,
      axisLabel: { ...axisText, formatter: formatTick, showMinLabel: range.min === 0, showMaxLabel: false },
    },
    yAxis: [names(rows, left), numbers(rows, right, wide)],
    series: dots(rows, range),
  };
  return { width, height: HEAD + rows.length * ROW + FOOT, option };
}

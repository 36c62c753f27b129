/** Dots with intervals, one row per policy: who is how good, and how sure that is. */
import type { EChartsOption, YAXisComponentOption } from 'echarts';
import type { Estimate } from '../../core/estimate';
import { formatEstimate, formatNumber, formatTick } from '../format';
import type { Drawing } from './figure';
import { WIDE } from './figure';
import { nameLabel, nameRoom } from './name-labels';
import { axisText, fixedGrid, FONT_FAMILY, marker, valueAxisStyle } from './theme';

export interface IntervalRow {
  readonly name: string;
  readonly estimate: Estimate;
  readonly highlighted: boolean;
}

const ROW = 26;
const HEAD = 8;
const FOOT = 46;

function quantile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  return low + (position - below) * ((sorted[below + 1] ?? low) - low);
}

/**
 * Where to cut an axis so that a very bad policy does not squash the others: Tukey's lower fence, the lower quartile
 * minus 1.5 interquartile ranges. Good values are never cut.
 *
 * @returns -Infinity for fewer than four values, which have no outliers
 */
export function lowerFence(values: readonly number[]): number {
  if (values.length < 4) return -Infinity;
  const sorted = [...values].sort((a, b) => a - b);
  const quartile = quantile(sorted, 0.25);
  return quartile - 1.5 * (quantile(sorted, 0.75) - quartile);
}

/** Rows with a value, best first. */
export function bestFirst(rows: readonly IntervalRow[]): IntervalRow[] {
  return rows
    .filter((row) => row.estimate.value !== null)
    .sort((a, b) => b.estimate.value! - a.estimate.value!);
}

interface Range {
  readonly min: number;
  readonly max: number;
  isClipped(row: IntervalRow): boolean;
}

function axisRange(rows: readonly IntervalRow[]): Range {
  const values = rows.map((row) => row.estimate.value!);
  const lowest = lowerFence(values);
  // Where nobody lies beyond it there is nothing to cut, least of all the intervals of the others.
  const fence = values.some((value) => value < lowest) ? lowest : -Infinity;
  const isClipped = (row: IntervalRow): boolean => row.estimate.value! < fence;
  const shown = rows.filter((row) => !isClipped(row));
  const lows = shown.map(({ estimate }) => Math.max(estimate.low ?? estimate.value!, fence));
  const highs = shown.map(({ estimate }) => estimate.high ?? estimate.value!);
  const low = Math.min(...lows);
  const high = Math.max(...highs);
  const pad = 0.06 * (high - low) || Math.abs(high) * 0.01 || 1;
  return { min: low - pad, max: high + pad, isClipped };
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
  const texts = rows.map(({ estimate }) => (wide ? formatEstimate(estimate) : formatNumber(estimate.value)));
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

function dots(rows: readonly IntervalRow[], range: Range): NonNullable<EChartsOption['series']> {
  return {
    type: 'scatter',
    silent: true,
    emphasis: { disabled: true },
    data: rows.map((row, index) => {
      const clipped = range.isClipped(row);
      return {
        value: [clipped ? range.min : row.estimate.value!, index],
        symbol: clipped ? 'triangle' : 'circle',
        symbolRotate: clipped ? 90 : 0,
        symbolOffset: clipped ? ['50%', 0] : [0, 0],
        symbolSize: row.highlighted ? 12 : 9,
        itemStyle: { color: marker(row.highlighted ? 'model' : 'baseline'), opacity: 1 },
      };
    }),
    markLine: {
      silent: true,
      symbol: 'none',
      label: { show: false },
      data: rows.flatMap((row, index) => {
        const { low, high } = row.estimate;
        if (low === null || high === null || range.isClipped(row)) return [];
        const colour = marker(row.highlighted ? 'model' : 'baseline');
        const lineStyle = { color: colour, type: 'solid' as const, width: 3, opacity: 0.55 };
        return [[{ coord: [Math.max(low, range.min), index], lineStyle }, { coord: [high, index] }]];
      }),
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
      axisLabel: { ...axisText, formatter: formatTick, showMinLabel: false, showMaxLabel: false },
    },
    yAxis: [names(rows, left), numbers(rows, right, wide)],
    series: dots(rows, range),
  };
  return { width, height: HEAD + rows.length * ROW + FOOT, option };
}

/** Names of the rows that are beyond the axis, for the caption. */
export function clippedNames(rows: readonly IntervalRow[]): string[] {
  const range = axisRange(rows);
  return rows.filter((row) => range.isClipped(row)).map((row) => row.name);
}

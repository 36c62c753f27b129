/** The learning curve: the value at each evaluation, its interval as a band, baselines as labelled lines. */
import type { EChartsOption } from 'echarts';
import { formatTick } from '../format';
import type { LearningPoint } from '../report';
import type { Drawing } from './figure';
import { WIDE } from './figure';
import { axisText, fixedGrid, FONT_FAMILY, marker, valueAxisStyle } from './theme';

export interface ReferenceLine {
  readonly name: string;
  readonly value: number;
}

export const HEIGHT = 320;
const TOP = 34;
const BOTTOM = 48;
const LABEL_HEIGHT = 15;

/** @param floor what lies below is cut off; -Infinity shows all */
export function axisRange(
  points: readonly LearningPoint[],
  lines: readonly ReferenceLine[],
  floor: number,
): [number, number] {
  const values = [...points.flatMap(({ value }) => value.value ?? []), ...lines.map((line) => line.value)];
  const ends = points.flatMap(({ value }) => [value.low ?? [], value.high ?? []].flat());
  const low = Math.max(floor, Math.min(...values, ...ends));
  const high = Math.max(...values, ...ends);
  const pad = 0.05 * (high - low) || Math.abs(high) * 0.01 || 1;
  return [low - pad, high + pad];
}

/** Moves labels down, as little as possible, so that none lies on another: [labels] pixels from the top, sorted. */
export function spreadLabels(tops: readonly number[], height: number): number[] {
  const spread: number[] = [];
  for (const top of tops) spread.push(Math.max(top, (spread.at(-1) ?? -Infinity) + height));
  return spread;
}

/** Labelled lines, best first; `pixels` says how far below the top of the plot a value lies. */
function referenceLines(
  baselines: readonly ReferenceLine[],
  pixels: (value: number) => number,
  room: number,
): object[] {
  const lines = [...baselines].sort((a, b) => b.value - a.value);
  const tops = lines.map((line) => pixels(line.value));
  const labels = spreadLabels(tops, LABEL_HEIGHT);
  return lines.map((line, i) => ({
    yAxis: line.value,
    lineStyle: { color: marker('muted'), type: 'dashed', width: 1 },
    label: {
      ...axisText,
      position: 'end',
      formatter: () => line.name,
      width: room,
      overflow: 'truncate',
      offset: [0, labels[i]! - tops[i]!],
    },
  }));
}

/** A band is the low line, invisible, with the width of the interval stacked on it. */
function bandSeries(points: readonly LearningPoint[]): object[] {
  const part = (values: (number | '-')[], opacity: number): object => ({
    type: 'line',
    stack: 'interval',
    stackStrategy: 'all',
    silent: true,
    symbol: 'none',
    emphasis: { disabled: true },
    lineStyle: { opacity: 0 },
    areaStyle: { color: marker('model'), opacity },
    data: points.map((point, i) => [point.environmentSteps, values[i]!]),
  });
  const known = points.map(({ value }) => value.low !== null && value.high !== null);
  return [
    part(
      points.map(({ value }, i) => (known[i] ? value.low! : '-')),
      0,
    ),
    part(
      points.map(({ value }, i) => (known[i] ? value.high! - value.low! : '-')),
      0.22,
    ),
  ];
}

function curveSeries(points: readonly LearningPoint[], lines: object[]): object {
  return {
    type: 'line',
    silent: true,
    emphasis: { disabled: true },
    symbol: 'circle',
    symbolSize: points.length > 40 ? 3 : 6,
    lineStyle: { color: marker('model'), width: 2.5 },
    itemStyle: { color: marker('model') },
    data: points.map((point) => [point.environmentSteps, point.value.value ?? '-']),
    markLine: { silent: true, symbol: 'none', data: lines },
  };
}

/** Steps to the right, values upwards. @param right room beside the plot */
export function curveAxes(
  valueName: string,
  [min, max]: readonly [number, number],
  right: number,
  width: number,
): EChartsOption {
  return {
    textStyle: { fontFamily: FONT_FAMILY },
    grid: { ...fixedGrid, left: 56, right, top: TOP, bottom: BOTTOM },
    xAxis: {
      type: 'value',
      name: 'environment steps',
      nameLocation: 'middle',
      nameGap: 28,
      min: 'dataMin',
      max: 'dataMax',
      splitNumber: width >= WIDE ? 6 : 3,
      ...valueAxisStyle,
      splitLine: { show: false },
      axisLine: { lineStyle: { color: marker('muted') } },
      // Where it begins and ends is no round number, and would be cut off at the edge.
      axisLabel: {
        ...axisText,
        formatter: (steps: number) => formatTick(Number(steps.toPrecision(3))),
        hideOverlap: true,
      },
    },
    yAxis: {
      type: 'value',
      name: valueName,
      min,
      max,
      ...valueAxisStyle,
      nameTextStyle: { ...axisText, align: 'left', padding: [0, 0, 0, -50] },
      axisLabel: { ...axisText, formatter: formatTick, showMinLabel: false, showMaxLabel: false },
    },
  };
}

/**
 * @param points evaluations in the order of training, at least one with a value
 * @param baselines lines to compare with; those below the axis are left out
 * @param floor what lies below is cut off; -Infinity shows all
 * @param valueName quantity and unit of the value
 */
export function drawLearningCurve(
  points: readonly LearningPoint[],
  baselines: readonly ReferenceLine[],
  floor: number,
  valueName: string,
  width: number,
): Drawing {
  const right = width >= WIDE ? 190 : 126;
  const [min, max] = axisRange(points, baselines, floor);
  const plot = HEIGHT - TOP - BOTTOM;
  const lines = referenceLines(
    baselines.filter((line) => line.value >= min),
    (value) => (plot * (max - value)) / (max - min),
    right - 12,
  );
  const series = [...bandSeries(points), curveSeries(points, lines)] as NonNullable<EChartsOption['series']>;
  return { width, height: HEIGHT, option: { ...curveAxes(valueName, [min, max], right, width), series } };
}

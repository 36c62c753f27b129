/** The learning curve: the value at each evaluation, its interval as a band, baselines as labelled lines. */
import type { EChartsOption } from 'echarts';
import { formatTick } from '../format';
import type { LearningPoint } from '../report';
import type { Drawing } from './figure';
import { WIDE } from './figure';
import { lowerFence } from './intervals';
import { axisText, FONT_FAMILY, marker, valueAxisStyle } from './theme';

export interface ReferenceLine {
  readonly name: string;
  readonly value: number;
}

const HEIGHT = 300;
const TOP = 14;
const BOTTOM = 48;
const LABEL_HEIGHT = 16;

function axisRange(points: readonly LearningPoint[], lines: readonly ReferenceLine[]): [number, number] {
  const values = [...points.flatMap(({ value }) => value.value ?? []), ...lines.map((line) => line.value)];
  const ends = points.flatMap(({ value }) => [value.low ?? [], value.high ?? []].flat());
  const low = lowerFence(values) ?? Math.min(...values, ...ends);
  const high = Math.max(...values, ...ends);
  const pad = 0.05 * (high - low) || Math.abs(high) * 0.01 || 1;
  return [low - pad, high + pad];
}

/** Lines whose labels would overlap share one label, at the best of them: "threshold, look-ahead". */
export function groupedLines(lines: readonly ReferenceLine[], smallestGap: number): ReferenceLine[] {
  const groups: ReferenceLine[] = [];
  for (const line of [...lines].sort((a, b) => b.value - a.value)) {
    const above = groups.at(-1);
    if (above !== undefined && above.value - line.value < smallestGap) {
      groups[groups.length - 1] = { name: `${above.name}, ${line.name}`, value: above.value };
    } else {
      groups.push(line);
    }
  }
  return groups;
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

function curveSeries(
  points: readonly LearningPoint[],
  lines: readonly ReferenceLine[],
  room: number,
): object {
  return {
    type: 'line',
    silent: true,
    emphasis: { disabled: true },
    symbol: 'circle',
    symbolSize: points.length > 40 ? 3 : 6,
    lineStyle: { color: marker('model'), width: 2.5 },
    itemStyle: { color: marker('model') },
    data: points.map((point) => [point.environmentSteps, point.value.value ?? '-']),
    markLine: {
      silent: true,
      symbol: 'none',
      data: lines.map((line) => ({
        yAxis: line.value,
        lineStyle: { color: marker('muted'), type: 'dashed', width: 1 },
        label: {
          ...axisText,
          position: 'end',
          formatter: () => line.name,
          width: room,
          overflow: 'truncate',
        },
      })),
    },
  };
}

/**
 * @param points evaluations in the order of training, at least one with a value
 * @param baselines lines to compare with; those below the axis are left out
 * @param valueName quantity and unit of the value
 */
export function drawLearningCurve(
  points: readonly LearningPoint[],
  baselines: readonly ReferenceLine[],
  valueName: string,
  width: number,
): Drawing {
  const right = width >= WIDE ? 190 : 104;
  const [min, max] = axisRange(points, baselines);
  const shown = baselines.filter((line) => line.value >= min);
  const gap = ((max - min) * LABEL_HEIGHT) / (HEIGHT - TOP - BOTTOM);
  const option: EChartsOption = {
    textStyle: { fontFamily: FONT_FAMILY },
    grid: { left: 56, right, top: TOP + 20, bottom: BOTTOM },
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
      axisLabel: { ...axisText, formatter: formatTick, hideOverlap: true },
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
    series: [...bandSeries(points), curveSeries(points, groupedLines(shown, gap), right - 12)] as NonNullable<
      EChartsOption['series']
    >,
  };
  return { width, height: HEIGHT, option };
}

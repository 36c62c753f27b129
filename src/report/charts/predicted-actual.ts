/** What was predicted of groups of customers against what came of them, with intervals: on the line both are the same. */
import type { EChartsOption, MarkLineComponentOption } from 'echarts';
import type { Estimate } from '../../core/estimate';
import { formatTick } from '../format';
import type { Drawing } from './figure';
import { WIDE } from './figure';
import { axisText, fixedGrid, FONT_FAMILY, marker, valueAxisStyle } from './theme';

export interface PredictedDot {
  readonly predicted: number;
  readonly actual: Estimate;
}

const LEFT = 64;
const TOP = 12;
const BOTTOM = 48;
const RIGHT = 20;
const LARGEST = 460;

function axis(name: string, gap: number, min: number, max: number) {
  return {
    ...{ type: 'value' as const, min, max, name, nameLocation: 'middle' as const, nameGap: gap },
    ...{ ...valueAxisStyle, splitNumber: 4 },
    axisLabel: { ...axisText, formatter: formatTick },
  };
}

/** A round number at or above. */
function roundUp(value: number): number {
  const size = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / size) * size;
}

type Line = NonNullable<MarkLineComponentOption['data']>[number];

/** @param quantity of both axes @throws RangeError without a dot */
export function drawPredictedActual(dots: readonly PredictedDot[], quantity: string, width: number): Drawing {
  if (dots.length === 0) throw new RangeError('drawPredictedActual: expected at least one group');
  const side = Math.min(LARGEST, width - LEFT - RIGHT);
  const height = width >= WIDE ? side * 0.75 : side;
  const ends = dots.flatMap(({ predicted, actual }) => [
    predicted,
    actual.value!,
    actual.low ?? 0,
    actual.high ?? 0,
  ]);
  const max = roundUp(Math.max(...ends, 1e-9));
  const min = Math.min(0, ...ends);
  const bars = dots.flatMap(({ predicted, actual: { low, high } }): Line[] =>
    low === null || high === null ? [] : [[{ coord: [predicted, low] }, { coord: [predicted, high] }]],
  );
  const option: EChartsOption = {
    textStyle: { fontFamily: FONT_FAMILY },
    grid: { ...fixedGrid, left: LEFT, top: TOP, width: side, height },
    xAxis: axis(`predicted ${quantity}`, 28, min, max),
    yAxis: axis('what came', 44, min, max),
    series: [
      {
        ...{ type: 'line', silent: true, symbol: 'none', emphasis: { disabled: true } },
        lineStyle: { color: marker('muted'), type: 'dashed', width: 1 },
        data: [
          [min, min],
          [max, max],
        ],
      },
      {
        ...{ type: 'scatter', silent: true, emphasis: { disabled: true }, symbolSize: 9 },
        itemStyle: { color: marker('model'), opacity: 1 },
        data: dots.map(({ predicted, actual }) => [predicted, actual.value!]),
        markLine: {
          ...{ silent: true, symbol: 'none', label: { show: false }, data: bars },
          lineStyle: { color: marker('model'), type: 'solid', width: 3, opacity: 0.55 },
        },
      },
    ],
  };
  return { width: LEFT + side + RIGHT, height: TOP + height + BOTTOM, option };
}

/** Probabilities against what came about: a dot a bin, a line where both are the same. */
import type { EChartsOption } from 'echarts';
import { formatTick } from '../format';
import type { Drawing } from './figure';
import { WIDE } from './figure';
import type { Colour } from './theme';
import { axisText, fixedGrid, FONT_FAMILY, marker, valueAxisStyle } from './theme';

export interface CalibrationDots {
  /** Of the action. */
  readonly name: string;
  readonly colour: Colour;
  /** Shares in [0, 1]. */
  readonly bins: readonly { readonly predicted: number; readonly observed: number; readonly share: number }[];
}

const LEFT = 56;
const TOP = 12;
const BOTTOM = 48;
const RIGHT = 20;
const LARGEST = 420;

/** Dots by area, so that a bin of a tenth of the decisions looks ten times one of a hundredth. */
const sizeOf = (share: number) => Math.max(4, Math.min(16, 40 * Math.sqrt(share)));

function axis(name: string, gap: number) {
  return {
    ...{ type: 'value' as const, min: 0, max: 1, name, nameLocation: 'middle' as const, nameGap: gap },
    ...{ ...valueAxisStyle, splitNumber: 4 },
    axisLabel: { ...axisText, formatter: formatTick },
  };
}

/** @throws RangeError if there is no action */
export function drawCalibration(all: readonly CalibrationDots[], width: number): Drawing {
  if (all.length === 0) throw new RangeError('drawCalibration: expected at least one action');
  const side = Math.min(LARGEST, width - LEFT - RIGHT);
  const option: EChartsOption = {
    textStyle: { fontFamily: FONT_FAMILY },
    grid: { ...fixedGrid, left: LEFT, top: TOP, width: side, height: width >= WIDE ? side * 0.75 : side },
    xAxis: axis('probability', 28),
    yAxis: axis('share in which it was taken', 36),
    series: [
      {
        ...{ type: 'line', silent: true, symbol: 'none', emphasis: { disabled: true } },
        lineStyle: { color: marker('muted'), type: 'dashed', width: 1 },
        data: [
          [0, 0],
          [1, 1],
        ],
      },
      ...all.map(({ name, colour, bins }) => ({
        ...{ type: 'scatter' as const, name, silent: true, emphasis: { disabled: true } },
        data: bins.map(({ predicted, observed, share }) => ({
          value: [predicted, observed],
          symbolSize: sizeOf(share),
          itemStyle: { color: marker(colour), opacity: 1, borderColor: marker('surface'), borderWidth: 1 },
        })),
      })),
    ],
  };
  const height = TOP + (width >= WIDE ? side * 0.75 : side) + BOTTOM;
  return { width: LEFT + side + RIGHT, height, option };
}

/** Value against cost: a dot with its interval for each price, a line through them, and what chance would do with the money. */
import type { EChartsOption, MarkLineComponentOption } from 'echarts';
import type { Estimate } from '../../core/estimate';
import { formatTick } from '../format';
import type { Drawing } from './figure';
import { WIDE } from './figure';
import { axisText, fixedGrid, FONT_FAMILY, marker, valueAxisStyle } from './theme';

export interface FrontierDot {
  /** A number. */
  readonly cost: number;
  /** With a value. */
  readonly value: Estimate;
  /** The policy that is judged, another price of its cost, or what was done. */
  readonly kind: 'chosen' | 'other' | 'logged';
}

const LEFT = 64;
const TOP = 34;
const BOTTOM = 48;
const RIGHT = 24;
const colours = { chosen: 'model', other: 'modelSoft', logged: 'baseline' } as const;
const sizes = { chosen: 13, other: 8, logged: 11 } as const;

const lowOf = ({ value: { value, low } }: FrontierDot) => Math.min(low ?? value!, value!);
const highOf = ({ value: { value, high } }: FrontierDot) => Math.max(high ?? value!, value!);

/** All of them with room on both sides. */
function rangeOf(least: number, most: number): { readonly min: number; readonly max: number } {
  const pad = 0.06 * (most - least) || Math.abs(most) * 0.01 || 1;
  // Nothing can cost less than nothing.
  return { min: least >= 0 && least < pad ? 0 : least - pad, max: most + pad };
}

/** A share of an axis that is too little to read from. */
const READABLE = 0.5;

/** Whether a further dot would leave the others so small a part of an axis that nobody could read them. */
export function wouldCrowd(dots: readonly FrontierDot[], further: FrontierDot): boolean {
  const isCrowded = (low: (dot: FrontierDot) => number, high: (dot: FrontierDot) => number) => {
    const [least, most] = [Math.min(...dots.map(low)), Math.max(...dots.map(high))];
    const all = Math.max(most, high(further)) - Math.min(least, low(further));
    return most - least < READABLE * all;
  };
  return (
    isCrowded(
      (dot) => dot.cost,
      (dot) => dot.cost,
    ) || isCrowded(lowOf, highOf)
  );
}

type Line = NonNullable<MarkLineComponentOption['data']>[number];

function barOf({ cost, value: { low, high }, kind }: FrontierDot): Line[] {
  if (low === null || high === null) return [];
  const lineStyle = { color: marker(colours[kind]), type: 'solid' as const, width: 3, opacity: 0.55 };
  return [[{ coord: [cost, low], lineStyle }, { coord: [cost, high] }]];
}

function line(dots: readonly FrontierDot[], type: 'solid' | 'dashed') {
  return {
    ...{ type: 'line' as const, silent: true, symbol: 'none', emphasis: { disabled: true } },
    lineStyle: { color: marker('muted'), type, width: 1 },
    data: dots.map(({ cost, value }) => [cost, value.value!]),
  };
}

function marks(dots: readonly FrontierDot[]) {
  return {
    ...{ type: 'scatter' as const, silent: true, emphasis: { disabled: true } },
    data: dots.map(({ cost, value, kind }) => ({
      ...{ value: [cost, value.value!], symbolSize: sizes[kind] },
      itemStyle: { color: marker(colours[kind]), opacity: 1 },
    })),
    markLine: { silent: true, symbol: 'none', label: { show: false }, data: dots.flatMap(barOf) },
  };
}

/**
 * @param dots in the order of their cost, but for what was done; two at least of the policy's
 * @param names quantity and unit of both axes
 * @throws RangeError if there are fewer
 */
export function drawFrontier(
  dots: readonly FrontierDot[],
  names: { readonly cost: string; readonly value: string },
  width: number,
): Drawing {
  const own = dots.filter(({ kind }) => kind !== 'logged');
  if (own.length < 2) throw new RangeError(`drawFrontier: expected two prices at least, got ${own.length}`);
  const costs = dots.map(({ cost }) => cost);
  const height = width >= WIDE ? 340 : 300;
  const option: EChartsOption = {
    textStyle: { fontFamily: FONT_FAMILY },
    grid: { ...fixedGrid, left: LEFT, right: RIGHT, top: TOP, bottom: BOTTOM },
    xAxis: {
      ...{ type: 'value', name: names.cost, nameLocation: 'middle', nameGap: 28 },
      ...rangeOf(Math.min(...costs), Math.max(...costs)),
      ...{ ...valueAxisStyle, splitNumber: width >= WIDE ? 6 : 3, splitLine: { show: false } },
      axisLine: { lineStyle: { color: marker('muted') } },
      axisLabel: { ...axisText, formatter: formatTick, hideOverlap: true, showMaxLabel: false },
    },
    yAxis: {
      ...{ type: 'value', name: names.value },
      ...rangeOf(Math.min(...dots.map(lowOf)), Math.max(...dots.map(highOf))),
      ...valueAxisStyle,
      nameTextStyle: { ...axisText, align: 'left', padding: [0, 0, 0, -58] },
      axisLabel: { ...axisText, formatter: formatTick, showMinLabel: false, showMaxLabel: false },
    },
    series: [line([own[0]!, own.at(-1)!], 'dashed'), line(own, 'solid'), marks(dots)],
  };
  return { width, height, option };
}

/** A number over the periods of a log, beside the middle of what simulated logs have: a line on a band. */
import type { EChartsOption } from 'echarts';
import { formatTick } from '../format';
import type { Drawing } from './figure';
import { WIDE } from './figure';
import { axisText, fixedGrid, FONT_FAMILY, marker, valueAxisStyle } from './theme';

export interface Course {
  /** [periods + 1] */
  readonly logged: readonly number[];
  /** [periods + 1] mean of simulated logs, and the ends of their middle */
  readonly simulated: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

const HEIGHT = 260;

const line = (values: readonly number[], more: object) => ({
  ...{ type: 'line', silent: true, symbol: 'none', emphasis: { disabled: true } },
  data: values.map((value, period) => [period, value]),
  ...more,
});

/** A band is the low line, invisible, with its width stacked on it. */
const band = (values: readonly number[], opacity: number) =>
  line(values, {
    ...{ stack: 'band', stackStrategy: 'all', lineStyle: { opacity: 0 } },
    areaStyle: { color: marker('baseline'), opacity },
  });

/** @param quantity of the upward axis */
export function drawCourse(
  { logged, simulated, low, high }: Course,
  quantity: string,
  width: number,
): Drawing {
  const values = [...logged, ...low, ...high];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const pad = 0.05 * (most - least) || 1;
  const axis = { ...valueAxisStyle, axisLabel: { ...axisText, formatter: formatTick } };
  const series = [
    band(low, 0),
    band(
      high.map((value, period) => value - low[period]!),
      0.3,
    ),
    line(simulated, { lineStyle: { color: marker('baseline'), type: 'dashed', width: 1.5 } }),
    line(logged, { lineStyle: { color: marker('model'), width: 2.5 } }),
  ] as NonNullable<EChartsOption['series']>;
  return {
    width,
    height: HEIGHT,
    option: {
      textStyle: { fontFamily: FONT_FAMILY },
      grid: { ...fixedGrid, left: 56, right: 24, top: 34, bottom: 48 },
      xAxis: {
        ...{ type: 'value', name: 'periods', nameLocation: 'middle', nameGap: 28 },
        ...{ min: 0, max: logged.length - 1, splitNumber: width >= WIDE ? 8 : 4 },
        ...{ ...axis, splitLine: { show: false } },
      },
      yAxis: {
        ...{ type: 'value', name: quantity, min: Math.max(0, least - pad), max: most + pad, ...axis },
        nameTextStyle: { ...axisText, align: 'left', padding: [0, 0, 0, -50] },
        axisLabel: { ...axis.axisLabel, showMinLabel: false, showMaxLabel: false },
      },
      series,
    },
  };
}

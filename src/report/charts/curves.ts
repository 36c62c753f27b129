/** Learning curves of several runs over each other. */
import type { EChartsOption } from 'echarts';
import type { LearningPoint } from '../report';
import type { Drawing } from './figure';
import { axisRange, curveAxes, HEIGHT } from './lines';
import type { Colour } from './theme';
import { marker } from './theme';

export interface Curve {
  readonly name: string;
  readonly colour: Colour;
  /** In the order of training. */
  readonly points: readonly LearningPoint[];
}

/** Beside the plot: the last step's label stands half outside it. */
const RIGHT = 24;

/**
 * @param curves at least one point of them with a value
 * @param floor what lies below is cut off; -Infinity shows all
 * @param valueName quantity and unit of the value
 */
export function drawCurves(
  curves: readonly Curve[],
  floor: number,
  valueName: string,
  width: number,
): Drawing {
  // Bands would lie over each other: the ends of the intervals have no part in the axis.
  const points = curves.flatMap((curve) =>
    curve.points.map((point) => ({ ...point, value: { ...point.value, low: null, high: null } })),
  );
  const series = curves.map((curve) => ({
    ...{ type: 'line', name: curve.name, silent: true, emphasis: { disabled: true } },
    ...{ symbol: 'circle', symbolSize: curve.points.length > 40 ? 3 : 5 },
    lineStyle: { color: marker(curve.colour), width: 2 },
    itemStyle: { color: marker(curve.colour) },
    data: curve.points.map((point) => [point.environmentSteps, point.value.value ?? '-']),
  })) as NonNullable<EChartsOption['series']>;
  return {
    width,
    height: HEIGHT,
    option: { ...curveAxes(valueName, axisRange(points, [], floor), RIGHT, width), series },
  };
}

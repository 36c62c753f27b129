/** Which action the model takes where: one coloured cell per state over two shares. */
import type { EChartsOption } from 'echarts';
import { formatTick } from '../format';
import type { ActionMap } from '../report';
import type { ActionGroup } from './action-colours';
import type { Drawing } from './figure';
import { axisText, fixedGrid, FONT_FAMILY, marker, valueAxisStyle } from './theme';

const LARGEST = 520;
const LEFT = 52;
const RIGHT = 14;
const TOP = 30;
const BOTTOM = 48;

/** The actions that occur, most frequent first. */
export function mapActions(map: ActionMap): { action: string; share: number }[] {
  const counts = new Map<string, number>();
  for (const { action } of map.points) counts.set(action, (counts.get(action) ?? 0) + 1);
  return [...counts]
    .map(([action, count]) => ({ action, share: count / map.points.length }))
    .sort((a, b) => b.share - a.share);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Cells beside each other, drawn as one: a page with a mark for each of 820 cells is more than twice as long. */
interface Strip extends Point {
  /** In cells. */
  readonly length: number;
}

/** The fewest strips, row by row, that cover exactly the cells with these centres. */
export function strips(centres: readonly Point[], cell: number): Strip[] {
  const rounding = cell / 1000;
  const made: { first: number; y: number; length: number }[] = [];
  for (const { x, y } of [...centres].sort((a, b) => a.y - b.y || a.x - b.x)) {
    const last = made.at(-1);
    const follows = last?.y === y && Math.abs(x - (last.first + last.length * cell)) < rounding;
    if (follows) last.length += 1;
    else made.push({ first: x, y, length: 1 });
  }
  return made.map(({ first, y, length }) => ({ x: first + ((length - 1) / 2) * cell, y, length }));
}

/** Points are the centres of cells; the drawing is square, so that both shares have one scale. */
export function drawActionMap(map: ActionMap, groups: readonly ActionGroup[], room: number): Drawing {
  const width = Math.min(room, LARGEST);
  const side = width - LEFT - RIGHT;
  const axis = { type: 'value' as const, min: 0, max: 1, interval: 0.2, ...valueAxisStyle };
  // Half a pixel more than the cells, so that no seam shows between neighbours.
  const pixels = (cells: number) => cells * map.cell * side + 0.5;
  const option: EChartsOption = {
    textStyle: { fontFamily: FONT_FAMILY },
    grid: { ...fixedGrid, left: LEFT, top: TOP, width: side, height: side },
    xAxis: {
      ...axis,
      name: map.xLabel,
      nameLocation: 'middle',
      nameGap: 28,
      axisLabel: { ...axisText, formatter: formatTick },
    },
    yAxis: {
      ...axis,
      name: map.yLabel,
      nameTextStyle: { ...axisText, align: 'left', padding: [0, 0, 0, -46] },
      axisLabel: { ...axisText, formatter: formatTick },
    },
    series: groups.flatMap(({ colour, actions }) => {
      const points = map.points.filter(({ action }) => actions.has(action));
      if (points.length === 0) return [];
      return [
        {
          type: 'scatter' as const,
          symbol: 'rect',
          symbolSize: ([, , length]: number[]) => [pixels(length!), pixels(1)],
          silent: true,
          progressive: 0,
          clip: true,
          emphasis: { disabled: true },
          itemStyle: { color: marker(colour), opacity: 1 },
          data: strips(points, map.cell).map(({ x, y, length }) => [x, y, length]),
        },
      ];
    }),
  };
  return { width, height: TOP + side + BOTTOM, option };
}

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

/** Cells beside each other, drawn as one: a page with a mark for each of 820 cells is thrice as long. */
interface Strip {
  /** Of its centre. */
  readonly x: number;
  readonly y: number;
  /** In cells. */
  readonly length: number;
}

/** The fewest strips, row by row, that cover exactly the cells with these centres. */
export function strips(centres: readonly { x: number; y: number }[], cell: number): Strip[] {
  const cells = centres
    .map(({ x, y }) => ({ column: Math.floor(x / cell), row: Math.floor(y / cell) }))
    .sort((a, b) => a.row - b.row || a.column - b.column);
  const made: { first: number; row: number; length: number }[] = [];
  for (const { column, row } of cells) {
    const last = made.at(-1);
    if (last?.row === row && last.first + last.length === column) last.length += 1;
    else made.push({ first: column, row, length: 1 });
  }
  return made.map(({ first, row, length }) => ({
    x: (first + length / 2) * cell,
    y: (row + 0.5) * cell,
    length,
  }));
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

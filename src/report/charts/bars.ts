/** Horizontal bars: one row per policy, one panel per quantity, panels beside each other where there is room. */
import type {
  CustomSeriesRenderItem,
  EChartsOption,
  GridComponentOption,
  SeriesOption,
  XAXisComponentOption,
  YAXisComponentOption,
} from 'echarts';
import { formatNumber, formatTick } from '../format';
import type { Drawing } from './figure';
import { WIDE } from './figure';
import { nameLabel, nameRoom } from './name-labels';
import type { Colour } from './theme';
import { axisText, fixedGrid, FONT_FAMILY, marker, valueAxisStyle } from './theme';

/** Bars of one kind, such as the held-out rows. */
export interface BarGroup {
  readonly name: string;
  /** [rows] null where undefined */
  readonly values: readonly (number | null)[];
  /** [rows] */
  readonly colours: readonly Colour[];
  /** [rows] what a bar is to be compared with, drawn as a tick across it */
  readonly references?: readonly (number | null)[];
}

export interface BarPanel {
  /** Quantity and unit, above the panel. */
  readonly title: string;
  readonly groups: readonly BarGroup[];
}

export interface BarRow {
  readonly name: string;
  readonly highlighted: boolean;
}

const BAR = 11;
const BAR_GAP = 2;
const PANEL_HEAD = 26;
const PANEL_FOOT = 26;
const PANEL_GAP = 18;

interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function places(panels: number, wide: boolean, width: number, names: number, height: number): Place[] {
  const across = wide ? panels : 1;
  const room = (width - names - PANEL_GAP * (across - 1)) / across;
  return Array.from({ length: panels }, (_, panel) => ({
    left: names + (wide ? panel * (room + PANEL_GAP) : 0),
    top: PANEL_HEAD + (wide ? 0 : panel * (PANEL_HEAD + height + PANEL_FOOT)),
    width: room,
    height,
  }));
}

/** Bars of a group stand centred in their row; the tick of a bar has to find it there. */
function referenceTicks(group: BarGroup, index: number, groups: number, panel: number): SeriesOption {
  const offset = (index - (groups - 1) / 2) * (BAR + BAR_GAP);
  const renderItem: CustomSeriesRenderItem = (_params, api) => {
    const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
    const shape = { x: x - 1, y: y + offset - BAR / 2 - 1, width: 2.5, height: BAR + 2 };
    return { type: 'rect', shape, style: { fill: marker('ink') } };
  };
  const data = (group.references ?? []).flatMap((value, row) => (value === null ? [] : [[value, row]]));
  return { type: 'custom', xAxisIndex: panel, yAxisIndex: panel, renderItem, data, silent: true, z: 5 };
}

function barSeries(group: BarGroup, panel: number): SeriesOption {
  return {
    type: 'bar',
    name: group.name,
    xAxisIndex: panel,
    yAxisIndex: panel,
    barWidth: BAR,
    barGap: `${Math.round((100 * BAR_GAP) / BAR)}%`,
    silent: true,
    emphasis: { disabled: true },
    data: group.values.map((value, row) => ({
      // An undefined value has a label and so needs a place: a bar without length.
      value: value ?? 0,
      itemStyle: { color: marker(group.colours[row]!) },
    })),
    label: {
      show: true,
      position: 'right',
      color: marker('ink'),
      fontSize: 11,
      fontFamily: FONT_FAMILY,
      formatter: ({ dataIndex }) => formatNumber(group.values[dataIndex] ?? null),
    },
  };
}

/** Room on both sides for the numbers at the ends of the bars. */
function bounds(panel: BarPanel): { min: number; max: number } {
  const values = panel.groups.flatMap((group) => [...group.values, ...(group.references ?? [])]);
  const low = Math.min(0, ...values.map((value) => value ?? 0));
  const high = Math.max(0, ...values.map((value) => value ?? 0));
  const span = high - low || 1;
  return { min: low < 0 ? low - 0.28 * span : 0, max: high > 0 || low === 0 ? high + 0.28 * span : 0 };
}

/** Share of an axis at either end in which half a tick's label would reach over the edge of the drawing. */
const EDGE = 0.05;

function xAxis(panel: BarPanel, index: number): XAXisComponentOption {
  const { min, max } = bounds(panel);
  const margin = EDGE * (max - min);
  return {
    type: 'value',
    gridIndex: index,
    ...{ min, max },
    ...valueAxisStyle,
    splitNumber: 3,
    position: 'bottom',
    axisLabel: {
      ...axisText,
      formatter: (value: number) =>
        value > max - margin || (value < min + margin && value !== 0) ? '' : formatTick(value),
      hideOverlap: true,
      showMinLabel: false,
      showMaxLabel: false,
    },
  };
}

function yAxis(rows: readonly BarRow[], index: number, named: boolean, names: number): YAXisComponentOption {
  return {
    type: 'category',
    gridIndex: index,
    inverse: true,
    data: rows.map(({ name, highlighted }) =>
      highlighted ? { value: name, textStyle: { color: marker('ink'), fontWeight: 'bold' } } : name,
    ),
    axisLine: { onZero: true, lineStyle: { color: marker('muted') } },
    axisTick: { show: false },
    axisLabel: { ...nameLabel(names), show: named },
  };
}

/** Bar panels in the room given: beside each other when it is wide, else below each other. */
export function drawBarPanels(rows: readonly BarRow[], panels: readonly BarPanel[], width: number): Drawing {
  const wide = width >= WIDE;
  const names = nameRoom(
    rows.map(({ name }) => name),
    wide ? 150 : 126,
    width,
  );
  const groups = Math.max(...panels.map((panel) => panel.groups.length));
  const height = rows.length * (groups * (BAR + BAR_GAP) + 11);
  const grids = places(panels.length, wide, width, names, height);
  const option: EChartsOption = {
    title: panels.map((panel, index) => ({
      text: panel.title,
      left: grids[index]!.left,
      top: grids[index]!.top - PANEL_HEAD + 2,
      padding: 0,
      textStyle: { ...axisText, color: marker('ink'), fontWeight: 'bold' as const },
    })),
    grid: grids.map((place): GridComponentOption => ({ ...fixedGrid, ...place })),
    xAxis: panels.map(xAxis),
    yAxis: panels.map((_, index) => yAxis(rows, index, !wide || index === 0, names)),
    series: panels.flatMap((panel, index) => [
      ...panel.groups.map((group) => barSeries(group, index)),
      ...panel.groups
        .filter((group) => group.references !== undefined)
        .map((group) => referenceTicks(group, panel.groups.indexOf(group), panel.groups.length, index)),
    ]),
  };
  const stacked = wide ? 1 : panels.length;
  return { width, height: stacked * (PANEL_HEAD + height + PANEL_FOOT), option };
}

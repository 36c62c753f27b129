/**
 * Colours and text of all charts. An option names colours by markers: colours that no chart would choose, which
 * `render` rewrites to CSS variables, so that one SVG serves light and dark pages.
 */

const colours = {
  ink: '#0a0f01',
  muted: '#0a0f02',
  grid: '#0a0f03',
  surface: '#0a0f04',
  model: '#0a0f05',
  modelSoft: '#0a0f06',
  baseline: '#0a0f07',
  baselineSoft: '#0a0f08',
  action0: '#0a0f10',
  action1: '#0a0f11',
  action2: '#0a0f12',
  action3: '#0a0f13',
  action4: '#0a0f14',
  action5: '#0a0f15',
  action6: '#0a0f16',
  action7: '#0a0f17',
} as const;

export type Colour = keyof typeof colours;

/** The marker to put into an option. */
export function marker(colour: Colour): string {
  return colours[colour];
}

/** The CSS variable that a page must define for a colour. */
export function cssVariable(colour: Colour): string {
  return `--${colour.replace(/([A-Z]|\d)/g, '-$1').toLowerCase()}`;
}

/** An SVG with markers replaced by CSS variables. */
export function withCssVariables(svg: string): string {
  return (Object.keys(colours) as Colour[]).reduce(
    (text, colour) => text.replaceAll(colours[colour], `var(${cssVariable(colour)})`),
    svg,
  );
}

/** Colours of actions; the first, grey, is No Action's. */
export const actionPalette = [
  'action0',
  'action1',
  'action2',
  'action3',
  'action4',
  'action5',
  'action6',
  'action7',
] as const satisfies readonly Colour[];

/** Shared by the actions for which no colour is left. */
export const OTHER_ACTIONS = 'muted' satisfies Colour;

export const FONT_SIZE = 12;
export const FONT_FAMILY = 'system-ui, sans-serif';

/** Text style of axis names and labels. */
export const axisText = { color: marker('muted'), fontSize: FONT_SIZE, fontFamily: FONT_FAMILY };

/** Style of a value axis: light grid, no ticks. */
export const valueAxisStyle = {
  axisLine: { show: false },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: marker('grid') } },
  nameTextStyle: axisText,
} as const;

/** Plots stay where they are put: panels must line up, and echarts would move them to make room for labels. */
export const fixedGrid = { outerBoundsMode: 'none' } as const;

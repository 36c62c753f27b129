/** A chart with the words around it; what is drawn is data until `render` makes an SVG of it. */
import type { EChartsOption } from 'echarts';
import type { Colour } from './theme';

export interface Drawing {
  /** CSS pixels; at most what was asked for. */
  readonly width: number;
  readonly height: number;
  readonly option: EChartsOption;
}

export interface LegendEntry {
  readonly label: string;
  readonly colour: Colour;
  readonly mark: 'square' | 'dot' | 'solid' | 'dashed' | 'dotted' | 'tick';
}

export interface Figure {
  /** Unique on the page; letters and hyphens. */
  readonly id: string;
  /** What is seen, with its numbers. */
  readonly title: string;
  /** How to read it. */
  readonly caption: string;
  readonly legend: readonly LegendEntry[];
  /** What is drawn, line by line, for pages without pictures; `depth` is how far a line is set in. @default none */
  readonly outline?: readonly { readonly depth: number; readonly text: string }[];
  /** @param width room in CSS pixels */
  draw(width: number): Drawing;
}

/** From this room on a chart has its wide form. */
export const WIDE = 600;

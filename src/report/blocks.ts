/** A page as a list of blocks: its words and numbers are made once and set as Markdown or as HTML. */
import type { Figure } from './charts/figure';

export interface TableColumn {
  readonly label: string;
  readonly align: 'left' | 'right';
}

export interface Table {
  readonly kind: 'table';
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  /** One string per column; the first names the row. */
  readonly rows: readonly (readonly string[])[];
  /** Name of the row or column to make bold. */
  readonly highlighted: string | null;
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** What limits the conclusions stands out; facts do not. */
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly tone: 'limits' | 'facts' }
  /** Explains terms to a newcomer. */
  | { readonly kind: 'note'; readonly term: string; readonly text: string }
  | { readonly kind: 'figure'; readonly figure: Figure }
  | Table;

export const heading = (text: string): Block => ({ kind: 'heading', text });
export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const list = (items: readonly string[]): Block => ({ kind: 'list', items, tone: 'limits' });
export const facts = (items: readonly string[]): Block => ({ kind: 'list', items, tone: 'facts' });
export const note = (term: string, text: string): Block => ({ kind: 'note', term, text });
export const figures = (all: readonly Figure[]): Block[] => all.map((figure) => ({ kind: 'figure', figure }));

/** A table whose first column is text and whose others are numbers. */
export function numberTable(
  caption: string,
  labels: readonly string[],
  rows: readonly (readonly string[])[],
  highlighted: string | null = null,
): Table {
  const columns = labels.map((label, j) => ({
    label,
    align: j === 0 ? ('left' as const) : ('right' as const),
  }));
  return { kind: 'table', caption, columns, rows, highlighted };
}

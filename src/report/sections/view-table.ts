/** The view of a table that a world brings with its own words. */
import { InputError, show } from '../../core/errors';
import { numberTable } from '../blocks';
import { formatNumber } from '../format';
import type { ViewTable } from '../report';
import type { ViewSection } from './view-section';

/** Text stands at the left: a column is numbers if no cell of it is text. */
export const viewTable: ViewSection<ViewTable> = {
  isEmpty: ({ rows }) => rows.length === 0,
  shownActions: () => [],
  blocks: ({ caption, columns, rows }) => {
    const wrong = rows.find((row) => row.length !== columns.length);
    if (wrong) {
      const place = `report: view ${show(caption)}`;
      throw new InputError(`${place}: expected ${columns.length} cells a row, got ${wrong.length}`);
    }
    const cells = rows.map((row) =>
      row.map((cell) => (typeof cell === 'string' ? cell : formatNumber(cell))),
    );
    const table = numberTable(caption, columns, cells);
    const isText = (j: number): boolean => rows.some((row) => typeof row[j] === 'string');
    return [
      {
        ...table,
        columns: table.columns.map((column, j) => (isText(j) ? { ...column, align: 'left' } : column)),
      },
    ];
  },
};

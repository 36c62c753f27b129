/** Which rows of a log a run trains on, and which it holds out. */
import { rowCount, selectRows, type LoggedRows } from '../../dataset/logged-rows';
import { splitRows } from '../../dataset/split';
import type { LoggedSettings } from './settings';

export interface LoggedSplits {
  readonly all: LoggedRows;
  readonly train: LoggedRows;
  readonly test: LoggedRows;
}

/** @throws InputError if there are too few rows for either side to have one */
export function splitLog(rows: LoggedRows, { testShare, seed }: LoggedSettings['split']): LoggedSplits {
  const { train, test } = splitRows(rowCount(rows), testShare, seed);
  return { all: rows, train: selectRows(rows, train), test: selectRows(rows, test) };
}

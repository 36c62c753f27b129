/** Which rows of a log a run trains on, and which it holds out. */
import type { LoadedRows } from '../../dataset/load-logged-rows';
import { rowCount, selectRows, type LoggedRows } from '../../dataset/logged-rows';
import { splitRows } from '../../dataset/split';
import type { LoggedRunConfig } from '../run-config';
import { expectSameLog } from './log-source';

export interface LoggedSplits {
  readonly all: LoggedRows;
  readonly train: LoggedRows;
  readonly test: LoggedRows;
}

/** @throws InputError if the log is not the one trained on */
export function splitLog(config: LoggedRunConfig, file: string, log: LoadedRows): LoggedSplits {
  expectSameLog(file, log, config.dataHash);
  const { rows } = log;
  const { testShare, seed } = config.settings.split;
  const { train, test } = splitRows(rowCount(rows), testShare, seed);
  return { all: rows, train: selectRows(rows, train), test: selectRows(rows, test) };
}

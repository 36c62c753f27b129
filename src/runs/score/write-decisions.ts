/** The file of decisions: CSV as it goes along, or Parquet made of that. */
import { closeSync, openSync, rmSync } from 'node:fs';
import { writeFully } from '../../core/files';
import type { RawBatch } from '../../dataset/features/raw-batches';
import { csvToParquet } from '../../dataset/read/csv-to-parquet';
import type { Decided } from '../../decide/decide';
import { DecisionLines, decisionsColumns, type DecisionsForm } from './decision-lines';

export type WriteBatch = (batch: RawBatch, decided: Decided, reasonOf: (row: number) => string) => void;

/**
 * @param all gives every batch to be written; says null if it was stopped
 * @throws InputError, or what the file system says
 */
export async function writeDecisions<Result>(
  out: string,
  format: 'csv' | 'parquet',
  form: DecisionsForm,
  all: (write: WriteBatch) => Promise<Result | null>,
): Promise<Result | null> {
  const csv = format === 'csv' ? out : `${out}.csv`;
  try {
    const lines = new DecisionLines(form);
    const handle = openSync(csv, 'w');
    let result: Result | null;
    try {
      writeFully(handle, lines.header());
      result = await all((batch, decided, reasonOf) =>
        writeFully(handle, lines.lines(batch, decided, reasonOf)),
      );
    } finally {
      closeSync(handle);
    }
    if (result !== null && format === 'parquet') await csvToParquet(csv, out, decisionsColumns(form));
    return result;
  } finally {
    if (csv !== out) rmSync(csv, { force: true });
  }
}

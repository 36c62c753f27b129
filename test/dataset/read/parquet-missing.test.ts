/** Where the engine has no library for the machine, Parquet is refused in words; CSV needs none. */
import { NumberColumn } from '../../../src/dataset/read/columns';
import { readTable } from '../../../src/dataset/read/read-table';
import { inputError } from '../../support/input-error';
import { useTestFiles } from '../../support/test-files';

jest.mock('@duckdb/node-api', () => {
  throw new Error("Cannot find module '@duckdb/node-bindings-linux-x64/duckdb.node'");
});

const file = useTestFiles();

it('says what to do instead', async () => {
  const path = file('log.parquet', 'PAR1....PAR1');
  await expect(readTable([path], [new NumberColumn('x')])).rejects.toThrow(
    inputError(
      `${path}: expected CSV, as Parquet cannot be read on this machine: @duckdb/node-api does not load; convert it to CSV`,
    ),
  );
  expect((await readTable([file('log.csv', 'x\n1\n')], [new NumberColumn('x')])).rows).toBe(1);
});

/** A drafted schema as a file. */
import { existsSync, readFileSync } from 'node:fs';
import { writeSchema } from '../../src/runs/write-schema';
import { useTestFiles } from '../support/test-files';

const file = useTestFiles();
const LOG = 'channel,margin,age\nemail,1,30\nnone,0,41\nnone,0,28\n';

it('writes a draft, and replaces a file only if it may', async () => {
  const data = file('log.csv', LOG);
  const out = file('schema.yaml');
  const { action } = await writeSchema(data, out, false);
  expect(action?.value).toBe('channel');
  const first = readFileSync(out, 'utf8');
  await expect(writeSchema(data, out, false)).rejects.toThrow(
    `--write-schema: expected a file that is not there yet, found ${out}; --overwrite replaces it`,
  );
  file('schema.yaml', 'corrected by hand');
  await writeSchema(data, out, true);
  expect(readFileSync(out, 'utf8')).toBe(first);
});

it('writes nothing of a log that cannot be read, nor onto the log', async () => {
  const out = file('other.yaml');
  await expect(writeSchema(file('ragged.csv', 'a,b\n1\n'), out, false)).rejects.toThrow(/ragged.csv:2/);
  expect(existsSync(out)).toBe(false);
  const data = file('log.csv', LOG);
  await expect(writeSchema(data, data, true)).rejects.toThrow(/expected another file than --data/);
  expect(readFileSync(data, 'utf8')).toBe(LOG);
});

/** A log of ten rows with its schema file. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { logSource, type LogSource } from '../../src/runs/logged/log-source';

/**
 * Row r has the age 20 + r and earned r; rows 0, 3, 6 and 9 were left alone, 1, 4 and 7 got a mail, 2, 5 and 8 a call.
 *
 * @param shaping terms that the schema file sets
 */
export function smallLog(folder: string, shaping: Readonly<Record<string, number>> = {}): LogSource {
  const file = join(folder, 'contacts.csv');
  const schema = join(folder, 'schema.json');
  const channels = ['none', 'mail', 'call'];
  const rows = Array.from({ length: 10 }, (_, row) => `${20 + row},${channels[row % 3]!},${row}`);
  writeFileSync(file, `${['age,channel,profit', ...rows].join('\n')}\n`);
  const columns = { state: ['age'], action: 'channel', reward: 'profit', noAction: 'none' };
  writeFileSync(schema, JSON.stringify({ ...columns, costs: { mail: 1, call: 2 }, shaping }));
  return logSource(file, { schema });
}

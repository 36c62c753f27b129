/**
 * Goes the whole way from a file to decisions, measures itself, and prints one line of JSON.
 * Usage: decide-ours FILE [CACHE], the folder in which what was read is kept for the next time
 */
import { decisionsOf } from '../../src/dataset/decisions/decisions';
import { readCompanyLog } from '../../src/runs/logged/read-company-log';
import { quietHost } from '../../src/runs/quiet-host';
import { columns, logSchemaOf } from './make-log';

async function main(file: string, cache: string | undefined): Promise<void> {
  const host = { ...quietHost(), logCache: cache === undefined ? null : { folder: cache, smallest: 0 } };
  const schema = logSchemaOf();
  const start = performance.now();
  const startOfProcessor = process.cpuUsage();
  const log = await readCompanyLog([file], schema, {}, host);
  const secondsToOrder = (performance.now() - start) / 1000;
  const decisions = decisionsOf(log, schema);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(startOfProcessor);
  const sums = [
    log.rewards,
    ...['count_7', 'score_6', 'spend_4'].map((name) => {
      const column = decisions.features.find((feature) => feature.name === name);
      if (column === undefined || column.kind === 'category') throw new Error(`${name}: expected numbers`);
      return column.values;
    }),
  ].map((values) => values.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value), 0));
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  if (decisions.features.length !== columns.features.length) throw new Error('features were lost');
  const measured = { seconds, processorSeconds: (user + system) / 1e6, peakMegabytes, secondsToOrder };
  const versions = { Node: process.versions.node };
  process.stdout.write(`${JSON.stringify({ ...measured, versions, rows: decisions.count, sums })}\n`);
}

void main(process.argv[2]!, process.argv[3]);

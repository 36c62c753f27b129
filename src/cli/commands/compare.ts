/** `compare`: finished runs side by side, from their reports. */
import { z } from 'zod';
import { expectWritableFolder } from '../../core/files';
import { comparedRunsText } from '../../report/compared-runs-text';
import { compareRuns } from '../../runs/compare/compare-runs';
import { worlds } from '../../runs/worlds';
import { defineCommand } from '../command';
import { createContext } from '../context';

const flags = z.strictObject({
  runs: z.array(z.string().min(1)).default([]).describe("two or more finished runs' folders"),
  out: z.string().optional().describe('folder for comparison.html, with charts, and comparison.md'),
  json: z.boolean().default(false).describe('print one JSON document'),
});

export const compare = defineCommand({
  name: 'compare',
  description: 'Put finished runs side by side: verdicts, values, and the settings that differ',
  flags,
  words: 'runs',
  examples: [
    ['$0 compare models/first models/second', 'two runs'],
    ['$0 compare models/seed-* --out comparison', 'several, as a page with charts'],
  ],
  async run({ runs, out, json }) {
    const context = createContext(json);
    const compared = compareRuns(runs, worlds);
    if (out !== undefined) expectWritableFolder(out);
    context.print(
      json ? JSON.stringify({ schemaVersion: 1, ...compared }, null, 2) : comparedRunsText(compared),
    );
    if (out !== undefined) {
      const { writeComparison } = await import('../../report/compared-runs-page.js');
      context.logger.info(`written: ${writeComparison(out, compared).join(', ')}`);
    }
    return 0;
  },
});

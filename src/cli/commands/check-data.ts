/** `check-data`: what in a log limits what can be learned or concluded from it. */
import { z } from 'zod';
import { InputError, show } from '../../core/errors';
import { expectNotThere, expectWritableFile, writeFileAtomically } from '../../core/files';
import { expectNotInput } from '../../core/input-paths';
import { checkedLogText } from '../../report/checked-log-text';
import { checkData as check } from '../../runs/check-data';
import { presetNames } from '../../runs/logged/log-source';
import { defineCommand } from '../command';
import { calledAsThis, pathWord } from '../command-line';
import { createContext, type Context } from '../context';
import { noCacheFlag } from '../shared-flags';

const GATE_CLOSED = 3;

const flags = z.strictObject({
  data: z.string().describe('CSV or Parquet file of logged contacts, or a pattern of several'),
  schema: z
    .string()
    .optional()
    .describe(
      'JSON or YAML file that says what the columns are (default: the columns State, Action and Reward)',
    ),
  preset: z.enum(presetNames).optional().describe('a known schema instead'),
  writeSchema: z
    .string()
    .optional()
    .describe('YAML schema file to draft from the columns instead, with the reason of every guess'),
  overwrite: z.boolean().default(false).describe('replace the file that --out or --write-schema names'),
  set: z
    .array(z.string())
    .optional()
    .describe('key=value of a threshold of the audit, such as fewestUnits=30; may be repeated'),
  gate: z.boolean().default(false).describe('exit with 3 if any finding blocks'),
  out: z.string().optional().describe('HTML page to write, such as data.html'),
  noCache: noCacheFlag,
  quiet: z.boolean().default(false).describe('only warnings beside the result'),
  json: z.boolean().default(false).describe('print one JSON document'),
});

/** Writes the draft and says what its owner should look at. */
async function draft(data: string, file: string, overwrite: boolean, context: Context): Promise<number> {
  const { writeSchema } = await import('../../runs/write-schema.js');
  const { action, reward } = await writeSchema(data, file, overwrite);
  const lacking = Object.entries({ action, reward }).flatMap(([key, guess]) => (guess === null ? [key] : []));
  const next =
    lacking.length > 0
      ? `fill in ${lacking.join(' and ')}, which no column looks like`
      : 'read its comments, correct what was guessed wrong';
  const command = calledAsThis(`check-data --data ${pathWord(data)} --schema ${pathWord(file)}`);
  context.print(`written: ${file}\n${next}, then: ${command}`);
  return 0;
}

export const checkData = defineCommand({
  name: 'check-data',
  description: 'Look at a log of contacts: what it holds, and what it cannot tell',
  flags,
  examples: [
    [
      '$0 check-data --data contacts.csv --write-schema contacts.yaml',
      'draft the schema file; correct it, then check the log by it',
    ],
    ['$0 check-data --data contacts.csv --schema contacts.yaml', 'columns, actions and findings'],
    [
      '$0 check-data --data contacts.csv --schema contacts.yaml --gate --quiet',
      'in a pipeline: exit with 3 where what is learned would be wrong',
    ],
    [
      '$0 check-data --data data/sales-channel/prepared.csv --preset sales-channel --out data.html',
      'the published contacts, as a page with charts',
    ],
  ],
  async run(given) {
    const { data, schema, out, writeSchema, overwrite } = given;
    if (writeSchema !== undefined && schema !== undefined)
      throw new InputError(
        `--schema: expected without --write-schema, which drafts one, got ${show(schema)}`,
      );
    if (writeSchema !== undefined) return draft(data, writeSchema, overwrite, createContext(given.quiet));
    if (out !== undefined) {
      const inputs = Object.entries({ data, schema }).flatMap(([flag, path]) =>
        path === undefined ? [] : [{ flag: `--${flag}`, path }],
      );
      expectNotInput([{ flag: '--out', path: out }], inputs);
      expectNotThere('--out', [out], overwrite);
      expectWritableFile(out);
    }
    const context = createContext(given.quiet, !given.noCache);
    const checked = await check(given, context);
    context.print(
      given.json ? JSON.stringify({ schemaVersion: 1, ...checked }, null, 2) : checkedLogText(checked),
    );
    if (out !== undefined) {
      const { checkedLogHtml } = await import('../../report/checked-log-page.js');
      writeFileAtomically(out, checkedLogHtml(checked));
      context.logger.info(`written: ${out}`);
    }
    return given.gate && checked.findings.some(({ severity }) => severity === 'block') ? GATE_CLOSED : 0;
  },
});

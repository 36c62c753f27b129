/** The drafts of public contact files, as far as they lie beside the repository: what a user still has to correct. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readContactLog } from '../../src/dataset/contacts/read-contact-log';
import { draftSchema } from '../../src/dataset/schema/draft-schema';
import { logSchema } from '../../src/dataset/schema/log-schema';

const FOLDER = join(__dirname, '../../../shared/data/public');

interface PublicLog {
  readonly file: string;
  readonly rows: number;
  /** No Action included. */
  readonly actions: number;
  /** Parts that the draft must have right. */
  readonly drafted: object;
  /** Columns that must not be features. */
  readonly leftOut: readonly string[];
  /** Lines that a user corrects, at most three. */
  readonly corrected: object;
}

const BANDIT = {
  drafted: { time: 'timestamp', action: 'item_id', reward: 'click', propensity: 'propensity_score' },
  leftOut: ['', 'item_id'],
  corrected: {},
};

const logs: readonly PublicLog[] = [
  {
    ...{ file: 'hillstrom/hillstrom.csv.gz', rows: 64_000, actions: 3 },
    drafted: {
      ...{ action: 'segment', noAction: 'No E-Mail', reward: 'spend', outcomes: ['visit', 'conversion'] },
    },
    leftOut: ['segment', 'visit', 'conversion', 'spend'],
    corrected: {},
  },
  {
    ...{ file: 'starbucks/waves.csv.gz', rows: 102_000, actions: 4 },
    drafted: {
      ...{ customer: 'customer_id', time: 'time_hours', timeUnit: 'hours', action: 'action' },
      ...{ noAction: 'no_offer', reward: 'reward', outcomes: ['spend', 'payout'], propensity: 'propensity' },
    },
    leftOut: ['customer_id', 'spend', 'payout'],
    corrected: {},
  },
  {
    ...{ file: 'bank-marketing/bank-additional-full.csv.gz', rows: 41_188, actions: 3 },
    drafted: { action: 'contact', reward: 'y', outcomes: ['duration'] },
    leftOut: ['duration'],
    corrected: {},
  },
  { ...BANDIT, file: 'open-bandit/random/men/men.csv.gz', rows: 10_000, actions: 35 },
  { ...BANDIT, file: 'open-bandit/bts/women/women.csv.gz', rows: 10_000, actions: 47 },
];

const here = logs.filter(({ file }) => existsSync(join(FOLDER, file)));

if (here.length === 0) it.skip(`the public files are not at ${FOLDER}`, () => undefined);
else
  it.each(here)('drafts what reads $file', async ({ file, rows, actions, drafted, leftOut, corrected }) => {
    const path = join(FOLDER, file);
    const draft = parse((await draftSchema(path, { rows: 20_000 })).text) as object;
    expect(draft).toMatchObject(drafted);
    expect(Object.keys(corrected).length).toBeLessThanOrEqual(3);
    const schema = logSchema.parse({ ...draft, ...corrected });
    for (const name of leftOut) expect(Object.keys(schema.features!)).not.toContain(name);
    const log = await readContactLog([path], schema, schema.features!);
    expect([log.rows, log.actions.length]).toEqual([rows, actions]);
  });

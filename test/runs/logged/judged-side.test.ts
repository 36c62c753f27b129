/** On which rows of which file a model is judged, and what is guaranteed there. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge, train } from '../../../src';
import type { OffPolicy } from '../../../src/evaluate/off-policy/result';
import type { LoggedReport } from '../../../src/report/report';
import { logSource } from '../../../src/runs/logged/log-source';
import { hearingHost } from '../../support/hosts';
import { csvOf } from '../../support/public-logs';

/** A coin decided between nobody and a mail, which brings 3 rather than 1. */
const rows = Array.from({ length: 200 }, (_, i) => ({
  ...{ age: 20 + (i % 7), channel: i % 2 === 0 ? 'none' : 'mail', p: 0.5, margin: i % 2 === 0 ? 1 : 3 },
}));

const schema = {
  ...{ action: 'channel', noAction: 'none', reward: 'margin', rewardRange: [0, 4], propensity: 'p' },
  features: { age: 'number' },
};

const OVERLAP = 'the log may hold rows that the model was trained on';
const TRAINED_ON = 'what is judged was not fixed on other data';

/** Enough to see whether there is a guarantee, which no resample moves. */
const set = ['offPolicy.resamples=100'];

describe('a model is guaranteed something', () => {
  let folder: string;
  let heldOut: number;
  const fileOf = (name: string, some: typeof rows) => {
    const data = join(folder, name);
    writeFileSync(data, csvOf(some));
    return logSource(data, { schema: join(folder, 'schema.json') });
  };
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
    writeFileSync(join(folder, 'schema.json'), JSON.stringify(schema));
    const settings = { steps: 60, environments: 2, dqn: { hiddenLayers: [4] } };
    const { report } = await train(fileOf('own.csv', rows), settings, {
      out: join(folder, 'run'),
      method: 'replay-study',
      backend: 'cpu',
    });
    heldOut = (report as LoggedReport).splits.test.rows;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // The split keeps some rows together, so that not exactly a fifth is held out.
  it.each<[string, typeof rows, { split?: 'all' }, string | null, number | null]>([
    ['on the rows that its run held out', rows, {}, null, null],
    ['not on the rows that it was trained on', rows, { split: 'all' }, TRAINED_ON, 200],
    // A row more makes it another file, of which all rows but one are those of the run.
    ['not on any other file', [...rows, rows[0]!], {}, OVERLAP, 201],
    ['not on any other file, asked for all of it', rows.slice(1), { split: 'all' }, OVERLAP, 199],
  ])('%s', async (_, some, split, reason, decisions) => {
    const asked = { ...split, backend: 'cpu' as const, host: hearingHost(), set };
    const { document } = await judge(join(folder, 'run'), fileOf('log.csv', some), asked);
    const { guarantee, decisions: judged } = (document as { offPolicy: OffPolicy }).offPolicy;
    expect([judged, guarantee.reason]).toEqual([decisions ?? heldOut, reason]);
    expect([guarantee.low, guarantee.high].includes(null)).toBe(reason !== null);
  });
});

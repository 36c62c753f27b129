import { readFileSync } from 'node:fs';
import { InputError } from '../../src/core/errors';
import { loadLoggedRows } from '../../src/dataset/load-logged-rows';
import { readFeaturePipeline, writeFeaturePipeline } from '../../src/dataset/feature-pipeline';
import { writePreparedCsv } from '../../src/dataset/prepared-csv';
import {
  prepareSalesChannel,
  salesChannelSchema,
  type SalesChannelPreparation,
} from '../../src/dataset/presets/sales-channel';
import reference from '../support/sales-channel-reference-rows.json';
import { useTestFiles } from '../support/test-files';

const RAW = 'data/sales-channel/contacts.csv';
const PREPARED = 'data/sales-channel/prepared.csv';
const file = useTestFiles();

describe('the published raw file', () => {
  let prepared: SalesChannelPreparation;
  beforeAll(async () => {
    prepared = await prepareSalesChannel(RAW);
  });

  it('keeps the published raw rows, in the published order', () => {
    expect([...prepared.rows.lines].map((line) => line - 2)).toEqual(reference.pickedRawRows);
  });

  it('becomes the published prepared file, byte by byte', () => {
    const path = file('prepared.csv');
    writePreparedCsv(path, prepared);
    expect(readFileSync(path).equals(readFileSync(PREPARED))).toBe(true);
  });

  it('loses and changes at each step what the study says', () => {
    expect(prepared.steps.map(({ rows }) => rows)).toEqual([1000, 1000, 1000, 1000, 991, 296, 296]);
    expect(prepared.steps.map(({ note }) => note).slice(1)).toEqual([
      '12 numeric columns to [0, 1]',
      'state of 20 numbers',
      '0 dropped',
      '9 other contacts dropped',
      '148 of each action',
      '212 rows',
    ]);
  });

  it('is the same rows as loading the prepared file', async () => {
    const { rows } = await loadLoggedRows(PREPARED, salesChannelSchema);
    expect({ ...prepared.rows, lines: rows.lines }).toEqual(rows);
  });

  it('keeps other rows, of the same number, under another seed', async () => {
    const other = await prepareSalesChannel(RAW, { seed: 7 });
    expect(other.rows.lines).toHaveLength(296);
    expect(other.rows.lines).not.toEqual(prepared.rows.lines);
  });

  it('becomes the same file when its own fit, written and read back, is applied to it', async () => {
    const fit = file('fit.json');
    writeFeaturePipeline(fit, prepared.pipeline);
    const again = await prepareSalesChannel(RAW, { pipeline: readFeaturePipeline(fit) });
    const path = file('again.csv');
    writePreparedCsv(path, again);
    expect(readFileSync(path).equals(readFileSync(PREPARED))).toBe(true);
    expect(again.steps[1]!.note).toBe(
      '12 numeric columns as fitted earlier; values outside the fitted range: 0',
    );
    expect(again.pipeline).toEqual(prepared.pipeline);
  });

  it('is known by the hash of its bytes, and tells how far it is read', async () => {
    const heard: number[] = [];
    const { dataHash } = await prepareSalesChannel(RAW, { onProgress: (rows) => heard.push(rows) });
    expect(dataHash).toBe(prepared.dataHash);
    expect(heard).toEqual([1000]);
  });
});

describe('another raw file', () => {
  const header = readFileSync(RAW, 'utf8').split('\r\n')[0]!.split(',');

  /** A contact that differs from a plain e-mail in the columns given. */
  function contact(changes: Readonly<Record<string, string | number>>): string {
    const plain: Readonly<Record<string, string | number>> = {
      Description: 'EMsent',
      Age_segment: '41-60',
      Segment: 'Singles',
    };
    return header.map((name) => changes[name] ?? plain[name] ?? 0).join(',');
  }

  function write(name: string, ...contacts: string[]): string {
    return file(name, [header.join(','), ...contacts, ''].join('\n'));
  }

  it('has its numbers scaled over all rows, also those dropped later', async () => {
    const path = write(
      'scaled.csv',
      contact({ TotalEMsSent: 2, Reward: 1 }),
      contact({ TotalEMsSent: 3, Description: 'DM_sent', Reward: 2 }),
      contact({ TotalEMsSent: 4, Description: 'DM_Informationsent' }),
      contact({ TotalEMsSent: 6, Reward: 51 }),
    );
    const { rows, states, steps } = await prepareSalesChannel(path);
    expect(steps.map((step) => step.rows)).toEqual([4, 4, 4, 3, 2, 2, 2]);
    expect([...states].filter((_, i) => i % 20 === 1)).toEqual([0.25, 0]); // (3 - 2) / 4 and (2 - 2) / 4
    expect([...rows.rewards]).toEqual([2, 1]);
    expect([...rows.lines]).toEqual([3, 2]); // DM_sent before EMsent
  });

  it('keeps the published categories and adds its own, sorted', async () => {
    const path = write('young.csv', contact({ Age_segment: '18-40' }), contact({ Description: 'DM_sent' }));
    const { rows, states } = await prepareSalesChannel(path);
    const ages = rows.features.slice(12, 16);
    expect(ages).toEqual(['18-40', '41-60', '61-80', '80+'].map((age) => `Age_segment_${age}`));
    expect([...states.slice(12, 16)]).toEqual([0, 1, 0, 0]);
    expect([...states.slice(21 + 12, 21 + 16)]).toEqual([1, 0, 0, 0]);
  });

  it('gives a customer of two files the same state when the fit of the first is applied to the second', async () => {
    const same = { TotalEMsSent: 3, Nr_of_Sales: 1, Segment: 'Family' };
    const first = write(
      'first.csv',
      contact({ TotalEMsSent: 2 }),
      contact({ ...same, Description: 'DM_sent' }),
      contact({ TotalEMsSent: 6, Nr_of_Sales: 4 }),
    );
    const second = write(
      'second.csv',
      contact({ TotalEMsSent: 10 }),
      contact({ ...same, Description: 'DM_sent' }),
    );
    const { states, pipeline } = await prepareSalesChannel(first);
    const refitted = await prepareSalesChannel(second);
    const applied = await prepareSalesChannel(second, { pipeline });
    const firstRow = (values: Float64Array): number[] => [...values.subarray(0, 20)]; // the direct mail
    expect(firstRow(applied.states)).toEqual(firstRow(states));
    expect(firstRow(refitted.states)).not.toEqual(firstRow(states));
    expect(applied.states[20 + 1]).toBe((10 - 2) / 4); // beyond the fitted range, and counted
    expect(applied.steps[1]!.note).toBe(
      '12 numeric columns as fitted earlier; values outside the fitted range: 1',
    );
    expect(applied.rows.features).toEqual(pipeline.features.map(({ name }) => name));
  });

  it('counts numbers on both sides of the fitted range', async () => {
    const rows = [contact({ Nr_of_Opens: 5 }), contact({ Nr_of_Opens: 7, Description: 'DM_sent' })];
    const { pipeline } = await prepareSalesChannel(write('range.csv', ...rows));
    const wider = [4, 5, 7, 8].map((opens) => contact({ Nr_of_Opens: opens }));
    const path = write('wider.csv', ...wider, contact({ Nr_of_Opens: 6, Description: 'DM_sent' }));
    const { steps } = await prepareSalesChannel(path, { pipeline });
    expect(steps[1]!.note).toMatch(/: 2$/);
  });

  it('is refused for a category, or without a column, that the fit knows nothing of', async () => {
    const { pipeline } = await prepareSalesChannel(RAW);
    const young = write('unknown.csv', contact({}), contact({ Age_segment: '18-40' }));
    await expect(prepareSalesChannel(young, { pipeline })).rejects.toThrow(
      new InputError(
        `${young}:3 Age_segment: expected one of "41-60", "61-80", "80+" as in the pipeline, got "18-40"`,
      ),
    );
    const visits = { name: 'Visits', kind: 'min-max', column: 'Visits', min: 0, max: 1 } as const;
    const path = write('unvisited.csv', contact({}), contact({ Description: 'DM_sent' }));
    await expect(
      prepareSalesChannel(path, { pipeline: { schemaVersion: 1, features: [visits] } }),
    ).rejects.toThrow(/:1 Visits: expected a column of this name, got columns /);
  });

  it.each([
    [
      'one kind of contact',
      contact({}),
      ' Description: expected contacts of both kinds, got 0 of DM_sent and 1 of EMsent',
    ],
    ['a missing number', contact({ Nr_of_Opens: '' }), ':2 Nr_of_Opens: expected a number, got ""'],
    ['a missing segment', contact({ Segment: '' }), ':2 Segment: expected a name, got ""'],
  ])('is refused for %s', async (name, row, after) => {
    const path = write(`${name}.csv`, row);
    await expect(prepareSalesChannel(path)).rejects.toThrow(new InputError(`${path}${after}`));
  });
});

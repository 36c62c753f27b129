/**
 * The CDNOW sample as a company's transactions, against what its authors published of it. It is not ours to ship: where it
 * does not lie beside the repository these tests are skipped.
 *
 * @see Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24(2)
 * @see Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value, table 1: 946 repeat buyers, mean 35.08
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProfileTable } from '../../../src/profiles/profile/profile-table';
import { profilesAsOf } from '../../../src/profiles/profile/profiles-as-of';
import { openCompany } from '../../../src/profiles/tables/open-company';
import { readCompany } from '../../../src/profiles/tables/read-company';
import { useFreshFolders } from '../../support/fresh-folders';
import { describeOn, publicLog } from '../../support/public-logs';

const SAMPLE = 'cdnow/CDNOW_sample.txt';
const COMPANY =
  'transactions: { file: transactions.csv, customer: customer, time: day, amount: dollars, quantity: cds }\n';

const freshFolder = useFreshFolders();

/** Lines of "master id, sample id, 19970118, CDs, dollars", between blanks. */
function writeSample(folder: string): string {
  const lines = readFileSync(publicLog(SAMPLE), 'utf8').trim().split(/\r?\n/);
  const rows = lines.map((line) => {
    const [, customer, day, cds, dollars] = line.trim().split(/\s+/);
    return [customer, day!.replace(/(....)(..)(..)/, '$1-$2-$3'), cds, dollars].join(',');
  });
  writeFileSync(join(folder, 'transactions.csv'), ['customer,day,cds,dollars', ...rows, ''].join('\n'));
  writeFileSync(join(folder, 'company.yaml'), COMPANY);
  return join(folder, 'company.yaml');
}

function valuesOf({ columns }: ProfileTable, name: string): number[] {
  const column = columns.find((one) => one.name === name)!;
  return column.kind === 'category' ? [] : [...column.values];
}

describeOn(SAMPLE)('CDNOW, calibrated to the end of 30 September 1997', () => {
  let profiles: ProfileTable;
  beforeAll(async () => {
    const tables = await readCompany(await openCompany(writeSample(freshFolder())));
    profiles = profilesAsOf(tables, Date.UTC(1997, 9, 1));
  });

  it('has the published numbers of repeat purchases', () => {
    const frequency = valuesOf(profiles, 'frequency');
    const count = (is: (x: number) => boolean) => frequency.filter(is).length;
    expect(frequency.length).toBe(2357);
    expect([0, 1, 2, 3, 4, 5, 6].map((x) => count((one) => one === x))).toEqual([
      1411, 439, 214, 100, 62, 38, 29,
    ]);
    expect(count((x) => x >= 7)).toBe(64);
  });

  it('has the published x, t_x and T of the first customers, in weeks', () => {
    const weeks = (name: string) => valuesOf(profiles, name).map((days) => Number((days / 7).toFixed(2)));
    const [x, recency, age] = [valuesOf(profiles, 'frequency'), weeks('recency_days'), weeks('age_days')];
    const first = Array.from({ length: 9 }, (_, i) => [profiles.customers[i], x[i], recency[i], age[i]]);
    expect(first).toEqual([
      ['0001', 2, 30.43, 38.86],
      ['0002', 1, 1.71, 38.86],
      ['0003', 0, 0, 38.86],
      ['0004', 0, 0, 38.86],
      ['0005', 0, 0, 38.86],
      ['0006', 7, 29.43, 38.86],
      ['0007', 1, 5, 38.86],
      ['0008', 0, 0, 38.86],
      ['0009', 2, 35.71, 38.86],
    ]);
  });

  it('has the published mean spend of repeat purchases', () => {
    const money = valuesOf(profiles, 'monetary_value').filter((value) => !Number.isNaN(value));
    expect(money.length).toBe(946);
    expect(money.reduce((sum, value) => sum + value, 0) / 946).toBeCloseTo(35.08, 2);
    expect([Math.min(...money), Math.max(...money)].map((value) => value.toFixed(2))).toEqual([
      '2.99',
      '299.63',
    ]);
  });
});

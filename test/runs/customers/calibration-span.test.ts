/** Which periods a world is calibrated by, and what is refused of those that are asked for. */
import { Random } from '../../../src/core/random';
import { openCompany } from '../../../src/profiles/tables/open-company';
import { readCompany } from '../../../src/profiles/tables/read-company';
import { lengthsOf, spanOf, type SpanRequest } from '../../../src/runs/customers/calibration-span';
import { writeCompany } from '../../support/company-files';
import { useFreshFolders } from '../../support/fresh-folders';
import { inputError } from '../../support/input-error';
import { playedCompany, playedLengths } from '../../support/played-company';

const fresh = useFreshFolders();
const buys = [0, 1, 2].map(() => [0.5, 0.5, 0.5]);

/** Twelve weeks from Monday 2026-01-05 on; the first purchase is on the Thursday. */
async function spanFor(changes: Partial<SpanRequest> = {}, ends: Parameters<typeof writeCompany>[3] = {}) {
  const request = { ...playedLengths, ...changes };
  const rows = playedCompany({ customers: 9, weeks: 12, buys, sd: 0, amount: 1 }, Random.fromSeed(1));
  const company = await openCompany(writeCompany(fresh(), rows, '', ends));
  return spanOf(await readCompany(company), company, request, lengthsOf(request));
}

it('begins when it is known who has lapsed, whole periods after the log, and ends with the tables', async () => {
  // Four weeks after the first Thursday is a Thursday; the next Monday is the sixth. The tables end on the last Thursday.
  const { from, periods } = await spanFor();
  expect(new Date(from).toISOString()).toBe('2026-02-09T00:00:00.000Z');
  expect(periods).toBe(6);
  expect(await spanFor({ from: '2026-02-16', asOf: '2026-03-10' })).toMatchObject({
    ...{ from: Date.parse('2026-02-16'), periods: 3 },
  });
});

it.each<[Partial<SpanRequest>, string]>([
  [{ period: 'week' }, '--period: expected a length of time such as 14d, 36h or 2w, got "week"'],
  [
    { period: '2w' },
    '--active-for: expected at least --period 2w, so that who buys in a period is active after it, got "7d"',
  ],
  [{ lapsedAfter: '7d' }, '--lapsed-after: expected more than --active-for 7d, got "7d"'],
  [
    { from: '2026-01-12' },
    '--from: expected 2026-02-05T00:00:00.000Z or later, when the contact log has begun and the first transaction is --lapsed-after 28d past, got "2026-01-12"',
  ],
  [{ from: 'then' }, '--from: expected a date or time such as 2026-11-28, got "then"'],
  [
    { lapsedAfter: '52w' },
    '--period: expected at least one between 2027-01-11T00:00:00.000Z and the end of the log, 2026-03-27T00:00:00.000Z, got "7d"',
  ],
])('refuses %o', async (changes, message) => {
  await expect(spanFor(changes)).rejects.toThrow(inputError(message));
});

it('refuses periods after the end of the purchases', async () => {
  await expect(spanFor({ asOf: '2027-01-01' })).rejects.toThrow(
    /company\.yaml transactions: expected to be known until 2027-01-01T00:00:00\.000Z, as --as-of says, got 2026-03-27T00:00:00\.000Z, the end of the day of its last row/,
  );
});

it('refuses periods after the end of the contact log, in which nobody would seem to be contacted', async () => {
  // The last decision is of Monday 2026-03-23; its period ends a week later.
  const ends = { transactions: '2026-06-01' };
  expect(await spanFor({ asOf: '2026-03-30' }, ends)).toMatchObject({ periods: 7 });
  await expect(spanFor({ asOf: '2026-05-25' }, ends)).rejects.toThrow(
    inputError(
      '--as-of: expected 2026-03-30T00:00:00.000Z or earlier, until when the contact log tells who was contacted, got "2026-05-25"',
    ),
  );
  expect(await spanFor({ asOf: '2026-05-25' }, { ...ends, contacts: '2026-06-01' })).toMatchObject({
    periods: 15,
  });
});

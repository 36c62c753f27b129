/** A log without fault, drawn at random. */
import fc from 'fast-check';
import { auditor, historyRows, historySchema } from '../../support/audited';
import { useTestFiles } from '../../support/test-files';

const audited = auditor(useTestFiles());

it('says nothing but the range of the probabilities about a log without fault', async () => {
  const findings = await audited(historyRows(), historySchema);
  expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['propensity-range', 'note']]);
});

it('blocks no log without fault', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 60, max: 200 }), fc.nat(10_000), async (customers, seed) => {
      const findings = await audited(historyRows(customers, seed), historySchema);
      expect(findings.filter(({ severity }) => severity === 'block')).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

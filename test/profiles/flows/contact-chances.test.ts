/** By what chance contacts were given, in a span. */
import { contactChances } from '../../../src/profiles/flows/contact-chances';
import type { Decisions } from '../../../src/profiles/tables/company-tables';

const decisions = (propensities: readonly number[] | null): Decisions => ({
  ...{ rows: 6, starts: Int32Array.from([0, 6]), times: Float64Array.from([1, 2, 3, 4, 5, 6]) },
  ...{ actions: Int32Array.from([1, 0, 1, 2, 1, 2]), actionNames: ['No Action', 'email', 'call', 'mail'] },
  propensities: propensities && Float64Array.from(propensities),
  ...{ allowed: null, costs: null, came: { opened: null, clicked: null, answered: null }, window: 0 },
});

it('has the least and the most of each contact that was given in the span', () => {
  expect(contactChances(decisions([0.9, 0.5, 0.2, 0.1, 0.3, NaN]), 2, 6)).toEqual([
    { action: 'email', least: 0.2, most: 0.3 },
    { action: 'call', least: 0.1, most: 0.1 },
  ]);
});

it('knows nothing where the log says none', () => {
  expect(contactChances(decisions(null), 0, 9)).toBeNull();
});

import { supportedActions } from '../../src/agents/supported-actions';
import { unloggedValuesSchema, withUnloggedValues } from '../../src/agents/unlogged-values';
import { BY_ONE_FEATURE } from '../support/support-filters';

/** Two states, four actions. */
const network = () => Float32Array.of(9, 1, 2, 3, 8, 4, 6, 5);

it('replaces what a network guesses of No Action, and of a new action, by what somebody said', () => {
  const both = { noActionReward: 0.5, startsFrom: [{ action: 3, from: 2 }] };
  expect([...withUnloggedValues(both, 4, network())]).toEqual([0.5, 1, 2, 2, 0.5, 4, 6, 6]);
  const newAlone = { noActionReward: null, startsFrom: [{ action: 3, from: 0 }] };
  expect([...withUnloggedValues(newAlone, 4, network())]).toEqual([9, 1, 2, 9, 8, 4, 6, 8]);
  expect([...withUnloggedValues(undefined, 4, network())]).toEqual([...network()]);
  expect(withUnloggedValues(both, 4, new Float32Array(0))).toHaveLength(0);
});

it.each([
  [
    'one action twice',
    [
      { action: 2, from: 1 },
      { action: 2, from: 3 },
    ],
    null,
    'every new action once',
  ],
  [
    'a new one that starts from a new one',
    [
      { action: 2, from: 1 },
      { action: 3, from: 2 },
    ],
    null,
    'from logged ones',
  ],
  ['one that starts from what is assumed', [{ action: 2, from: 0 }], 0, 'from logged ones'],
])('refuses %s', (_what, startsFrom, noActionReward, message) => {
  expect(unloggedValuesSchema.safeParse({ noActionReward, startsFrom }).error?.issues[0]?.message).toContain(
    message,
  );
});

describe('a filter of a log that never shows No Action', () => {
  // Of customers who were called or mailed; at x = 10 each is as likely.
  const filter = {
    ...BY_ONE_FEATURE,
    customers: [0, 70, 49],
    behaviour: {
      ...{ kind: 'logistic' as const, width: 1, parameters: [1, -1, 0, 0], temperature: 1 },
      shares: { frequent: [1, 2], rare: [0, 0, 0], weights: [1, 1, 1], rows: 300 },
    },
  };
  const x = Float32Array.of(10, 10, 10, 10);
  const allowed = Uint8Array.of(1, 1, 1, 0, 1, 1, 1, 0, 1, 0, 0, 1);

  it('lets it pass where its value is assumed, and so asks for no contact that is not supported', () => {
    // Calls were taken by 49 of the 50 customers that are asked for.
    expect([...supportedActions(filter, x, allowed, true)]).toEqual([1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1]);
  });

  it('does not where nobody assumed anything: then the likeliest contact is left', () => {
    expect([...supportedActions(filter, x, allowed)]).toEqual([0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1]);
  });
});

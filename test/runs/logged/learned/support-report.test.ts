/** Where a log supports which action, counted at decisions of which it is known. */
import type { Model } from '../../../../src/agents/model';
import { supportedActions } from '../../../../src/agents/supported-actions';
import type { SupportFilter } from '../../../../src/agents/support-filter';
import { supportReport } from '../../../../src/runs/logged/learned/support-report';
import { loggedRows } from '../../../support/logged-rows';
import { BY_ONE_FEATURE, CALL, MAIL } from '../../../support/support-filters';

// At MAIL a phone call has 1 of 91, at CALL a mail; at 10 each has a third. .05 is asked for.
const rows = loggedRows([MAIL, MAIL, MAIL, CALL, 10].map((x) => [[x], 0, 0] as const));
/** At the first decision nobody may phone, at the fourth nobody may be left alone. */
const masked = { ...rows, allowed: Uint8Array.from([1, 1, 0, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1]) };

const modelOf = (changes: Partial<SupportFilter>, noActionReward: number | null = null) =>
  ({
    actions: rows.actions,
    support: { ...BY_ONE_FEATURE, ...changes },
    ...(noActionReward !== null && { unlogged: { noActionReward, startsFrom: [] } }),
  }) as unknown as Model;

const countsOf = (changes: Partial<SupportFilter>, log = masked) =>
  supportReport(modelOf(changes), log).actions.map(({ allowed, unsupported, reason }) => [
    allowed,
    unsupported,
    reason,
  ]);

it.each<[string, Partial<SupportFilter>, ReturnType<typeof countsOf>]>([
  [
    'too unlikely',
    {},
    [
      [4, 0, null],
      [5, 1, 'too unlikely'],
      [4, 2, 'too unlikely'],
    ],
  ],
  [
    'too few customers, wherever it is allowed',
    { customers: [80, 70, 49] },
    [
      [4, 0, null],
      [5, 1, 'too unlikely'],
      [4, 4, 'too few'],
    ],
  ],
  [
    'too unlikely beside the likeliest, which has 81 of 91 at MAIL',
    { leastOfLikeliest: 0.2 },
    [
      [4, 3, 'too unlikely'],
      [5, 1, 'too unlikely'],
      [4, 2, 'too unlikely'],
    ],
  ],
])('counts decisions at which an action is %s', (_, changes, counts) => {
  expect(countsOf(changes)).toEqual(counts);
});

it('names what was never logged', () => {
  const [, , phone] = supportReport(modelOf({ customers: [80, 70, 0] }), masked).actions;
  expect(phone).toEqual({
    action: 'phone',
    customers: 0,
    allowed: 4,
    unsupported: 4,
    reason: 'never logged',
  });
});

it('leaves out No Action whose value is assumed, which needs no support', () => {
  const { actions, ...rest } = supportReport(modelOf({}, -1), masked);
  expect(actions.map(({ action }) => action)).toEqual(['mail', 'phone']);
  expect(rest).toEqual({
    ...{ decisions: 5, leastProbability: 0.05, leastOfLikeliest: 0, leastCustomers: 50, unit: 'customer' },
  });
});

it('counts what the filter bars', () => {
  const open = supportedActions(BY_ONE_FEATURE, masked.observations, masked.allowed);
  for (const [action, { allowed, unsupported }] of supportReport(modelOf({}), masked).actions.entries())
    expect(open.filter((_, at) => at % 3 === action).reduce((sum, one) => sum + one, 0)).toBe(
      allowed - unsupported,
    );
});

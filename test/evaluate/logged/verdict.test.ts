import { version } from '../../../src/core/version';
import { loggedPolicies, loggedVerdict, offPolicyOf } from '../../../src/evaluate/logged/verdict';
import { loggedRows } from '../../support/logged-rows';

const rows = loggedRows([
  [[0], 1, -1],
  [[1], 2, 4],
]);
const warning = (code: string) => ({ code, message: `about ${code}` });

describe('loggedPolicies', () => {
  it('lists the model, what was logged and the baselines, with the rows behind them', () => {
    expect(loggedPolicies(rows).map(({ name, role }) => [name, role])).toEqual([
      ['model', 'model'],
      ['logged', 'logged'],
      ...['no-action', 'always-mail', 'always-phone', 'oracle', 'uniform'].map((name) => [name, 'baseline']),
    ]);
    for (const { episodes, metrics } of loggedPolicies(rows)) expect([episodes, metrics]).toEqual([2, {}]);
  });
});

describe('offPolicyOf', () => {
  it('identifies no policy, and names only the warnings that leave estimators without support', () => {
    const found = offPolicyOf(loggedPolicies(rows).slice(0, 2), [
      warning('no-overlap'),
      warning('balanced-actions'),
      warning('unlogged-action'),
    ]);
    const result = {
      identified: false,
      reasons: [
        `contact-dqn ${version} has no off-policy estimator`,
        'the log: no-overlap',
        'the log: unlogged-action',
      ],
      effectiveSampleSize: null,
      estimates: {},
    };
    expect(found).toEqual({ unit: 'row', policies: { model: result, logged: result } });
  });
});

describe('loggedVerdict', () => {
  it('cannot tell, compares nothing and guarantees nothing', () => {
    expect(loggedVerdict([])).toEqual({
      decision: 'cannot tell',
      baseline: null,
      reasons: [expect.stringContaining('matched actions count what the log earned') as string],
      guaranteed: null,
      comparisons: [],
    });
  });

  it('names every warning about the data', () => {
    expect(loggedVerdict([warning('no-overlap'), warning('balanced-actions')]).reasons[1]).toBe(
      'the data has limits of its own: no-overlap, balanced-actions',
    );
  });
});

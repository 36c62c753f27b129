/** Why a decision is what it is, by hand. */
import { BarList } from '../../src/dataset/decisions/bars';
import { barredReasons, BEST, decisionReasons, TRIED } from '../../src/decide/reasons';
import { BY_ONE_FEATURE } from '../support/support-filters';

const ACTIONS = ['No Action', 'mail', 'call'];

function reasonsOf(values: readonly number[][], actions: readonly number[], best = actions) {
  const bars = new BarList(values.length, ACTIONS.length);
  const supported = new Uint8Array(values.length * ACTIONS.length).fill(1);
  const decided = {
    ...{ rows: values.length, bars, supported, probabilities: null },
    ...{ qValues: Float32Array.from(values.flat()), values: Float32Array.from(values.flat()) },
    ...{ actions: Int32Array.from(actions), best: Int32Array.from(best) },
  };
  return {
    bars,
    supported,
    reasonOf: decisionReasons({ actions: ACTIONS, support: BY_ONE_FEATURE }, decided),
  };
}

it('says what bars better actions, the best first, and nothing of worse ones', () => {
  const { bars, supported, reasonOf } = reasonsOf(
    [
      [1, 2, 3],
      [1, 2, 3],
      [3, 2, 1],
      [1, 3, 2],
    ],
    [0, 1, 0, 0],
  );
  bars.bar(0, 1, 'a rule');
  bars.bar(0, 2, 'not eligible');
  bars.bar(1, 2, 'not eligible');
  bars.bar(2, 1, 'a rule');
  bars.bar(3, 2, 'not eligible');
  supported[10] = 0;
  expect([0, 1, 2, 3].map(reasonOf)).toEqual([
    'call barred: not eligible; mail barred: a rule',
    'call barred: not eligible',
    BEST,
    'mail barred: logged too rarely where customers are like this one (less often than 0.05); call barred: not eligible',
  ]);
});

it('says of what was tried that it was', () => {
  const { reasonOf } = reasonsOf([[1, 2, 3]], [1], [2]);
  expect(reasonOf(0)).toBe(TRIED);
});

it('counts one customer in the singular', () => {
  const support = { ...BY_ONE_FEATURE, customers: [80, 1, 2] };
  const supported = Uint8Array.of(1, 0, 0);
  const against = barredReasons({ actions: ACTIONS, support }, { bars: null, supported });
  expect([against(0, 1), against(0, 2)]).toEqual([
    'logged for 1 customer, fewer than 50',
    'logged for 2 customers, fewer than 50',
  ]);
});

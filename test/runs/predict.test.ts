/** Single states, asked of the shipped model of the segment world. */
import { predict } from '../../src/runs/predict';
import { quietHost } from '../../src/runs/quiet-host';
import { shipped } from '../support/run-cli';
import { inputError } from '../support/input-error';

const ask = (...states: readonly string[]) =>
  predict(shipped('models/segment'), { states, backend: 'wasm' }, quietHost());

it('answers every state with the action of the highest value', async () => {
  const { actions, predictions } = await ask('5000,1000,500', ' [ 5000, 1000, 500 ] ', '100,200,6000');
  expect(actions).toEqual(['none', 'email', 'coupon', 'resurrection', 'special']);
  expect(predictions.map(({ state }) => state)).toEqual([
    { active: 5000, semiActive: 1000, nonActive: 500 },
    { active: 5000, semiActive: 1000, nonActive: 500 },
    { active: 100, semiActive: 200, nonActive: 6000 },
  ]);
  expect(predictions[1]).toEqual(predictions[0]);
  for (const { action, qValues } of predictions) {
    expect(Object.keys(qValues)).toEqual(actions);
    expect(qValues[action]).toBe(Math.max(...Object.values(qValues).map(Number)));
  }
});

it('answers a state alone as it does among others', async () => {
  const [alone] = (await ask('100,200,6000')).predictions;
  expect((await ask('5000,1000,500', '100,200,6000')).predictions[1]).toEqual(alone);
});

it.each([
  ['1,2', '--state: expected 3 numbers (active, semiActive, nonActive), got 2'],
  ['1,x,3', '--state: expected numbers between commas, got "x"'],
  ['1,,3', '--state: expected numbers between commas, got ""'],
  // The network computes in single precision, which ends at 3.4e38.
  ['1,2,3e39', '--state: expected numbers between commas, got "3e39"'],
  [
    '3e38,3e38,3e38',
    '--state: expected numbers of the size that the model was trained on, got "3e38,3e38,3e38": its values are not finite',
  ],
])('refuses %s in words', async (state, message) => {
  await expect(ask('1,2,3', state)).rejects.toThrow(inputError(message));
});

/** What `predict` prints of its answers. */
import { predictionsText, writtenText } from '../../src/cli/predictions-text';
import type { Predictions } from '../../src/runs/predict';

/** Actions and features called by numbers, which an object keeps in the order of the numbers. */
const answer: Predictions = {
  ...{ actions: ['No Action', '20', '10'], features: ['2', '1'], isRaw: false },
  predictions: [
    { state: { '2': 7, '1': 8 }, action: '20', qValues: { 'No Action': 1, '20': 3, '10': 2 } },
    { state: { '2': 5, '1': 6 }, action: 'No Action', qValues: { 'No Action': 4, '20': null, '10': 0 } },
    { state: { '2': 5, '1': 6 }, action: '20', qValues: { 'No Action': 4, '20': 5, '10': 0 } },
  ],
};

it('shows each value under its action, and features in the order that they are given in', () => {
  const [head, , first, second] = predictionsText(answer, false).split('\n');
  expect(head!.split(/ {2,}/)).toEqual(['state', 'best action', 'No Action', '20', '10']);
  expect(first!.split(/ {2,}/)).toEqual(['7, 8', '20', '1', '3', '2']);
  expect(second!.split(/ {2,}/)).toEqual(['5, 6', 'No Action', '4', 'not allowed', '0']);
});

it('says beside the value of an action why it is not supported', () => {
  const predictions = [
    { ...answer.predictions[0]!, action: '10', unsupported: { '20': 'probability 0.003 below 0.01' } },
    { ...answer.predictions[1]!, unsupported: {} },
  ];
  const [, , first, second] = predictionsText({ ...answer, predictions }, false).split('\n');
  expect(first!.split(/ {2,}/)).toEqual(['7, 8', '10', '1', '3: probability 0.003 below 0.01', '2']);
  expect(second!.split(/ {2,}/)).toEqual(['5, 6', 'No Action', '4', 'not allowed', '0']);
  expect(JSON.parse(predictionsText({ ...answer, predictions }, true))).toMatchObject({ predictions });
});

it('says what each action is charged where it decides', () => {
  const charged = { ...answer, charges: { 'No Action': 0, '20': 2.5, '10': 0.1 } };
  const said = 'The best action is that of value less charge: 20 2.500, 10 0.1000, others nothing.';
  expect(predictionsText(charged, false).split('\n').at(-1)).toBe(said);
  expect(writtenText(charged, 'decided.csv', false)).toContain(said);
  expect(JSON.parse(predictionsText(charged, true))).toMatchObject({ charges: charged.charges });
});

it('counts the actions of a file that was written, those never best too', () => {
  expect(writtenText(answer, 'decided.csv', false).split('\n').slice(2)).toEqual([
    'No Action       1',
    '20              2',
    '10              0',
    'written: decided.csv',
  ]);
  expect(JSON.parse(writtenText(answer, 'decided.csv', true))).toEqual({
    actions: ['No Action', '20', '10'],
    counts: [
      { action: 'No Action', rows: 1 },
      { action: '20', rows: 2 },
      { action: '10', rows: 0 },
    ],
    out: 'decided.csv',
  });
});

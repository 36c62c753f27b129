import { waysOfLearning, type Candidate } from '../../../../src/runs/logged/learned/candidates';
import { learnedSettings } from '../../../../src/runs/logged/learned/settings';

const tried = (settings: object, ahead = true, declared: number | null = null): string[] =>
  waysOfLearning(learnedSettings.parse(settings), { ahead, declared }).map(inShort);

function inShort({ method, gamma, conservativeWeight, relativeThreshold }: Candidate): string {
  const weight = conservativeWeight === null ? '' : ` weight ${conservativeWeight}`;
  return `${method} ${gamma}${weight}${relativeThreshold > 0 ? ` over ${relativeThreshold}` : ''}`;
}

it('tries every method and every gamma, and what holds dqn back with the furthest gamma alone', () => {
  expect(tried({})).toEqual([
    'one-step declared',
    'one-step 0.9',
    'one-step 0.5',
    'one-step 0',
    'dqn declared weight 0',
    'dqn 0.9 weight 0',
    'dqn 0.5 weight 0',
    'dqn declared weight 0.1',
    'dqn declared weight 1',
    'dqn declared weight 0 over 0.3',
    'iql declared',
  ]);
});

it('tries one regression where later decisions count nothing, and what holds it back', () => {
  expect(tried({}, false)).toEqual([
    'one-step 0',
    'dqn 0 weight 0.1',
    'dqn 0 weight 1',
    'dqn 0 weight 0 over 0.3',
  ]);
  expect(tried({ method: 'iql' }, false)).toEqual(['iql 0']);
  // What is declared of histories that are not there is nothing.
  expect(tried({ method: 'one-step', gamma: 'declared' }, false)).toEqual(['one-step 0']);
});

it('tries what is named alone', () => {
  expect(tried({ method: 'one-step' })).toEqual([
    'one-step declared',
    'one-step 0.9',
    'one-step 0.5',
    'one-step 0',
  ]);
  expect(tried({ method: 'iql', gamma: 0.7 })).toEqual(['iql 0.7']);
  expect(tried({ method: 'dqn', gamma: 0.7, conservativeWeight: 0.5, relativeThreshold: 0.2 })).toEqual([
    'dqn 0.7 weight 0.5 over 0.2',
  ]);
  expect(tried({ method: 'dqn', gamma: 0.7, conservativeWeight: 0 })).toEqual([
    'dqn 0.7 weight 0',
    'dqn 0.7 weight 0 over 0.3',
  ]);
  // A named gamma counts where nobody declared one.
  expect(tried({ method: 'one-step', gamma: 0.7 }, false)).toEqual(['one-step 0.7']);
});

it('tries a gamma once that is declared and on the list', () => {
  expect(tried({ method: 'one-step' }, true, 0.9)).toEqual([
    'one-step declared',
    'one-step 0.5',
    'one-step 0',
  ]);
  expect(tried({ method: 'one-step' }, true, 0.8)).toHaveLength(4);
});

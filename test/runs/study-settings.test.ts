/** The two settings files of the sales-channel study ask for the same training per transition. */
import { join } from 'node:path';
import { readJsonFile } from '../../src/core/files';
import { loggedSettings } from '../../src/runs/logged/settings';

function settings(name: string) {
  return loggedSettings.parse(readJsonFile(join(__dirname, '../../data/sales-channel', `${name}.json`)));
}

const published = settings('published-settings');
const largeBatch = settings('large-batch');

it('draws as many samples per transition in large batches as the published settings', () => {
  expect(largeBatch.dqn.batchSize * largeBatch.dqn.updatesPerTransition).toBe(32);
  expect(published.dqn.batchSize * published.dqn.updatesPerTransition).toBe(32);
});

it('moves the weights as far per sample: the learning rate grows as the batch does', () => {
  const perSample = ({ dqn }: typeof published) => dqn.learningRate / dqn.batchSize;
  expect(perSample(largeBatch)).toBeCloseTo(perSample(published), 15);
});

it('moves the target network once per 5,000 transitions, to the nearest update', () => {
  const { target, updatesPerTransition } = published.dqn;
  expect(target.period / updatesPerTransition).toBe(5000);
  expect(largeBatch.dqn.target.period).toBe(Math.round(5000 * largeBatch.dqn.updatesPerTransition));
});

it('evaluates as often in a run, and differs from the published settings in nothing else', () => {
  expect(largeBatch.evaluation.interval / largeBatch.steps).toBe(
    published.evaluation.interval / published.steps,
  );
  const { batchSize, learningRate, updatesPerTransition } = published.dqn;
  const target = { ...largeBatch.dqn.target, period: published.dqn.target.period };
  expect({ ...largeBatch.dqn, batchSize, learningRate, updatesPerTransition, target }).toEqual(published.dqn);
  expect(largeBatch.shaping).toEqual(published.shaping);
  expect(largeBatch.split).toEqual(published.split);
});

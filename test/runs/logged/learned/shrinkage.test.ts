/** What is kept of learned differences where nothing can be known of them, and where something can. */
import { chooseBackend } from '../../../../src/tensor/backend';
import type { Model } from '../../../../src/agents/model';
import type {
  AdvantageCalibration,
  UnknownCalibration,
} from '../../../../src/evaluate/off-policy/advantage-calibration';
import { shrunkModel } from '../../../../src/runs/logged/learned/shrinkage';
import { BY_ONE_FEATURE } from '../../../support/support-filters';

// Values [x, -x] of the one feature.
const model: Model = {
  ...{ head: 'plain', actions: ['none', 'mail'], hiddenLayers: [], features: ['x'] },
  weights: Float32Array.of(1, -1, 0, 0),
  scaling: { observationOffset: [0], observationScale: [1], rewardScale: 1 },
};
const half: AdvantageCalibration = {
  ...{ means: [0, 0], kept: 0.5, slope: { value: 0.5, low: 0.4, high: 0.6, level: 0.95 } },
};
const filtered = (customers: number[]): Model => ({ ...model, support: { ...BY_ONE_FEATURE, customers } });
const found = (calibration: AdvantageCalibration | UnknownCalibration) => ({
  calibration: () => Promise.resolve(calibration),
});

beforeAll(() => chooseBackend('cpu', {}));

it('half of what sets decisions apart is kept where half came true', async () => {
  const shrunk = await shrunkModel(filtered([60, 60]), found(half));
  expect(shrunk.calibration).toBe(half);
  expect([...shrunk.model.weights]).toEqual([0.5, -0.5, 0, 0]);
});

it('a model stays as it is where the log never shows one of its actions', async () => {
  const filteredModel = filtered([60, 0]);
  const { model: kept, calibration } = await shrunkModel(filteredModel, found(half));
  expect(kept).toBe(filteredModel);
  expect(calibration).toEqual({ unknown: 'the log never shows mail' });
});

it('a model stays as it is where the validation side tells nothing', async () => {
  const filteredModel = filtered([60, 60]);
  const unknown = { unknown: 'nothing was left to chance' };
  const { model: kept, calibration } = await shrunkModel(filteredModel, found(unknown));
  expect(kept).toBe(filteredModel);
  expect(calibration).toBe(unknown);
});

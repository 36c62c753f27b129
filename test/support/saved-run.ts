/** A run's folder that holds nothing but a model. */
import type { ParityModel } from '../../scripts/parity/models';
import { saveModel } from '../../src/store/model-store';

const details = {
  ...{
    version: '0.1.0',
    createdAt: '2026-11-28T00:00:00.000Z',
    configHash: 'x',
    dataHash: 'y',
    environment: null,
  },
  ...{ gamma: 0, seed: 7, training: { environmentSteps: 10, gradientUpdates: 10 } },
};

/** @returns the folder */
export async function savedRun(folder: string, { model, raw }: ParityModel): Promise<string> {
  await saveModel(folder, model, { ...details, raw });
  return folder;
}

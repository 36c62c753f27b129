/** A model for TensorFlow.js, in a page or in Node: the layers model, what deciding takes beside it, and the code that decides. */
import type { Model } from '../../agents/model';
import type { RawInputs } from '../../dataset/features/raw-inputs';
import type { ExportedFile } from '../exported-file';
import { layersModelFiles, WEIGHTS_FILE } from './layers-model';
import { policyModuleText } from './module-text';
import type { PolicyData } from './policy-data';

/** Runs on the backend in use. @param raw absent where the features are what a caller gives */
export async function exportTfjs(model: Model, raw: RawInputs | undefined): Promise<ExportedFile[]> {
  const { features, actions, support, unlogged, charges } = model;
  const data: PolicyData = { features, actions, raw, support, unlogged, charges };
  const network = await layersModelFiles(model);
  return [
    { path: 'model.json', data: network.model },
    { path: WEIGHTS_FILE, data: network.weights },
    { path: 'policy.json', data: `${JSON.stringify(data, null, 2)}\n` },
    { path: 'policy.mjs', data: policyModuleText() },
  ];
}

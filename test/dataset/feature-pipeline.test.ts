import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../../src/core/errors';
import {
  pipelinePath,
  readFeaturePipeline,
  writeFeaturePipeline,
  type FeaturePipeline,
} from '../../src/dataset/feature-pipeline';
import { useTestFiles } from '../support/test-files';

const file = useTestFiles();

const visits = { name: 'visits', kind: 'min-max', column: 'Visits', min: 0.1, max: 3e-7 + 7 } as const;
const young = { name: 'age_young', kind: 'one-hot', column: 'age', category: 'young' } as const;
const pipeline: FeaturePipeline = { schemaVersion: 1, features: [visits, young] };

it('comes back as it was written, number by number, and nothing lies beside it', () => {
  const path = pipelinePath(file('good/prepared.csv'));
  expect(path).toMatch(/prepared\.csv\.pipeline\.json$/);
  writeFeaturePipeline(path, pipeline);
  expect(readFeaturePipeline(path)).toEqual(pipeline);
  expect(readdirSync(dirname(path))).toHaveLength(1);
  expect(readFileSync(path, 'utf8').endsWith('}\n')).toBe(true);
});

it.each<[string, unknown, RegExp]>([
  ['a later version', { ...pipeline, schemaVersion: 2 }, / schemaVersion: expected 1, got 2$/],
  ['no feature', { ...pipeline, features: [] }, / features: expected a list with >= 1 entries, got \[\]$/],
  ['another kind', { ...pipeline, features: [{ ...young, kind: 'hash' }] }, / features\.0\.kind: /],
  [
    'a range upside down',
    { ...pipeline, features: [young, { ...visits, min: 8 }] },
    / features\.1\.max: expected max >= min/,
  ],
  [
    'a feature twice',
    { ...pipeline, features: [young, young] },
    / features: expected every feature name once/,
  ],
  ['a key too many', { ...pipeline, features: [{ ...young, mean: 1 }] }, / features\.0: no key "mean"$/],
])('is refused with %s', (name, value, message) => {
  const path = file(`${name}.json`, JSON.stringify(value));
  expect(() => readFeaturePipeline(path)).toThrow(InputError);
  expect(() => readFeaturePipeline(path)).toThrow(message);
});

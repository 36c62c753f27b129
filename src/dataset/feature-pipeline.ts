/** How raw columns became the numbers of a state: kept, so that other rows can be given the same state. */
import { z } from 'zod';
import { parseInput } from '../core/errors';
import { readJsonFile, writeFileAtomically } from '../core/files';

const name = z.string().min(1);

const minMaxSchema = z
  .strictObject({
    name,
    kind: z.literal('min-max'),
    column: name,
    min: z.number().describe('becomes 0'),
    max: z.number().describe('becomes 1; a constant column becomes 0'),
  })
  .refine(({ min, max }) => min <= max, { path: ['max'], message: 'expected max >= min' })
  .readonly();

const oneHotSchema = z
  .strictObject({
    name,
    kind: z.literal('one-hot'),
    column: name,
    category: name.describe('becomes 1, any other category of the column 0'),
  })
  .readonly();

export const featurePipelineSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    features: z
      .array(z.discriminatedUnion('kind', [minMaxSchema, oneHotSchema]))
      .min(1)
      .refine((features) => new Set(features.map((feature) => feature.name)).size === features.length, {
        message: 'expected every feature name once',
      })
      .readonly()
      .describe('of a state, in order'),
  })
  .readonly();

export type FeaturePipeline = z.output<typeof featurePipelineSchema>;
export type FeatureFit = FeaturePipeline['features'][number];

/** Where the pipeline of a prepared file lies. */
export function pipelinePath(preparedFile: string): string {
  return `${preparedFile}.pipeline.json`;
}

/** @throws InputError naming the file, and the key that is wrong */
export function readFeaturePipeline(path: string): FeaturePipeline {
  return parseInput(path, featurePipelineSchema, readJsonFile(path));
}

/** @throws InputError if the file cannot be written; a file of that name is then untouched */
export function writeFeaturePipeline(path: string, pipeline: FeaturePipeline): void {
  writeFileAtomically(path, `${JSON.stringify(pipeline, null, 2)}\n`);
}

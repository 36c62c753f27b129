/** Raw contact rows to state-action-reward rows, and the fit of their features beside them. */
import { expectNotThere } from '../core/files';
import { expectNotInput } from '../core/input-paths';
import { pipelinePath, readFeaturePipeline, writeFeaturePipeline } from '../dataset/feature-pipeline';
import { prepareSalesChannel, type PreparationStep } from '../dataset/presets/sales-channel';
import { writePreparedCsv } from '../dataset/prepared-csv';
import type { Host } from './host';

export interface PrepareRequest {
  /** CSV of raw contacts. */
  readonly data: string;
  /** Of the undersampling. */
  readonly seed: number;
  /** An earlier fit to scale and encode by. @default a fit on these rows */
  readonly pipeline?: string | undefined;
  /** CSV to write. */
  readonly out: string;
  /** Replace the files that are there. */
  readonly overwrite: boolean;
}

export interface Prepared {
  readonly steps: readonly PreparationStep[];
  /** SHA-256 of the raw file's bytes. */
  readonly dataHash: string;
  /** Where the fit was written. */
  readonly pipeline: string;
}

/** @throws InputError if a file would be replaced that is read, or that is there and may not be */
function expectOutputs(outputs: readonly string[], { data, pipeline, overwrite }: PrepareRequest): void {
  const inputs = [{ flag: '--data', path: data }];
  if (pipeline !== undefined) inputs.push({ flag: '--pipeline', path: pipeline });
  expectNotInput(
    outputs.map((path) => ({ flag: '--out', path })),
    inputs,
  );
  expectNotThere('--out', outputs, overwrite);
}

/** @throws InputError with file, line, column, expectation and value; nothing is then written */
export async function prepare(request: PrepareRequest, { logger }: Pick<Host, 'logger'>): Promise<Prepared> {
  const { data, seed, pipeline, out } = request;
  const written = pipelinePath(out);
  expectOutputs([out, written], request);
  const prepared = await prepareSalesChannel(data, {
    seed,
    ...(pipeline !== undefined && { pipeline: readFeaturePipeline(pipeline) }),
    onProgress: (rows) => {
      if (rows % 100_000 === 0) logger.info(`${data}: ${rows} rows read`);
    },
  });
  writePreparedCsv(out, prepared);
  writeFeaturePipeline(written, prepared.pipeline);
  return { steps: prepared.steps, dataHash: prepared.dataHash, pipeline: written };
}

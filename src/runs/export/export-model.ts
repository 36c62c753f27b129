/** `export`: a saved model in the formats that others serve. */
import { InputError } from '../../core/errors';
import { version } from '../../core/version';
import type { ExportedFile } from '../../export/exported-file';
import type { ExportFormat } from '../../export/formats';
import { OPSET, onnxModel } from '../../export/onnx/onnx-model';
import { exportSavedModel } from '../../export/savedmodel/saved-model';
import { exportTfjs } from '../../export/tfjs/export-tfjs';
import type { Host } from '../host';
import { openModel, runFolderOf, type OpenModel } from '../open-model';
import { modelCard } from './model-card';
import { askedFormats, type ExportRequest } from './request';
import { exportRules } from './rules-of-run';
import { expectExportFolder, writeExport } from './write-export';

export interface Exported {
  readonly out: string;
  readonly formats: readonly ExportFormat[];
  /** Why a format was left out, by its name. */
  readonly leftOut: Readonly<Record<string, string>>;
  /** Paths below `out`. */
  readonly files: readonly string[];
}

/** The files of one format, below its own folder. @throws InputError for a model that it cannot hold */
async function filesOf(
  format: ExportFormat,
  run: string,
  { model, manifest }: OpenModel,
): Promise<readonly ExportedFile[]> {
  const { raw, sha256 } = manifest;
  switch (format) {
    case 'tfjs':
      return exportTfjs(model, raw);
    case 'onnx':
      return [{ path: 'model.onnx', data: onnxModel(model, raw, sha256.manifest) }];
    case 'savedmodel':
      return exportSavedModel(model, raw);
    case 'rules':
      return exportRules(run, manifest);
  }
}

interface Made {
  readonly formats: readonly ExportFormat[];
  readonly leftOut: Readonly<Record<string, string>>;
  readonly files: readonly ExportedFile[];
}

/** Of several formats those that can be; a single one that cannot be is an error. */
async function made(formats: readonly ExportFormat[], run: string, opened: OpenModel): Promise<Made> {
  const done: ExportFormat[] = [];
  const leftOut: Record<string, string> = {};
  const files: ExportedFile[] = [];
  for (const format of formats) {
    try {
      const own = await filesOf(format, run, opened);
      files.push(...own.map(({ path, data }) => ({ path: `${format}/${path}`, data })));
      done.push(format);
    } catch (error) {
      if (formats.length === 1 || !(error instanceof InputError)) throw error;
      leftOut[format] = error.message;
    }
  }
  return { formats: done, leftOut, files };
}

/**
 * @throws InputError if there is no model, it is damaged, cannot be written in the format, or `out` may not be written;
 * nothing is then written
 */
export async function exportModel(request: ExportRequest, host: Pick<Host, 'logger'>): Promise<Exported> {
  const { model: folder, out, overwrite = false, all = false } = request;
  const asked = askedFormats(request);
  expectExportFolder(out, folder, overwrite);
  const opened = await openModel(folder, {}, host);
  const run = runFolderOf(folder);
  const { formats, leftOut, files } = await made(asked, run, opened).finally(() =>
    opened.qFunction.dispose(),
  );
  for (const [format, reason] of Object.entries(leftOut)) host.logger.warn(`${format} left out: ${reason}`);
  const card = all ? [{ path: 'model-card.md', data: modelCard(run, opened, formats) }] : [];
  const { sha256 } = opened.manifest;
  const head = {
    versions: { 'contact-dqn': version, onnxOpset: OPSET },
    model: { ...sha256 },
    formats,
    leftOut,
  };
  writeExport(out, head, [...files, ...card]);
  return { out, formats, leftOut, files: [...files, ...card].map(({ path }) => path) };
}

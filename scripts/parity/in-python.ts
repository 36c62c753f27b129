/** Exports run in Python: onnx.checker and onnxruntime, and TensorFlow as it loads a SavedModel. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../src/core/errors';
import { writeFileAtomically } from '../../src/core/files';
import { decisionGraph } from '../../src/export/graph/decision-graph';
import { onnxModel } from '../../src/export/onnx/onnx-model';
import { exportSavedModel } from '../../src/export/savedmodel/saved-model';
import { pythonWith } from '../peers/python';
import { feedsOf } from './feeds';
import { answersOf, type Answers } from './in-onnx-runtime';
import type { Job } from './jobs';

/** Compiled, this file lies in dist/scripts/parity. */
export const here = join(__dirname, '../../../scripts/parity');

const announcement = [
  'onnx, onnxruntime, TensorFlow, DuckDB, pandas and PySpark, by which exports are checked',
  '0.9 GB to download, 2.5 GB on disk',
];

/** The interpreter that has all that exports are checked by. @throws as `pythonWith` */
export function parityPython(say: (line: string) => void): string {
  return pythonWith({ name: 'parity', requirements: join(here, 'requirements.txt'), announcement }, say);
}

function writeJob(folder: string, { exported, questions }: Job): void {
  const { model, raw } = exported;
  const feeds = feedsOf(decisionGraph(model, raw), exported, questions);
  const listed = Object.entries(feeds).map(([name, feed]) => [
    name,
    { ...feed, values: Array.from(feed.values as ArrayLike<unknown>) },
  ]);
  writeFileAtomically(join(folder, 'feeds.json'), JSON.stringify(Object.fromEntries(listed)));
  writeFileAtomically(join(folder, 'onnx/model.onnx'), onnxModel(model, raw, ''));
  for (const { path, data } of exportSavedModel(model, raw))
    writeFileAtomically(join(folder, 'savedmodel', path), data);
}

function numbersOf(path: string): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return buffer.slice(byteOffset, byteOffset + byteLength);
}

export interface PythonAnswers {
  readonly onnx: readonly Answers[];
  readonly savedmodel: readonly Answers[];
}

/** @param folder an empty one @returns in the order of the jobs */
export function answersInPython(
  jobs: readonly Job[],
  folder: string,
  say: (line: string) => void,
): PythonAnswers {
  const python = parityPython(say);
  const folders = jobs.map((job, i) => {
    const own = join(folder, String(i).padStart(2, '0'));
    writeJob(own, job);
    return own;
  });
  const { status } = spawnSync(python, [join(here, 'run_exports.py'), folder], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new InputError(`python: run_exports.py ended with ${String(status)}: see above`);
  const answers = (kind: string) =>
    folders.map((own, i) =>
      answersOf(
        Array.from(new BigInt64Array(numbersOf(join(own, `${kind}.action.bin`))), Number),
        new Float32Array(numbersOf(join(own, `${kind}.q_values.bin`))),
        jobs[i]!.exported.model.actions.length,
      ),
    );
  return { onnx: answers('onnx'), savedmodel: answers('savedmodel') };
}

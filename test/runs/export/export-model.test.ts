/** What an export writes, and what it refuses; formats themselves are tested where they are made. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parityModels } from '../../../scripts/parity/models';
import { exportModel } from '../../../src/runs/export/export-model';
import type { ExportRequest } from '../../../src/runs/export/request';
import { wasmLoader } from '../../../src/tensor/backends/wasm';
import { useBackend } from '../../support/backends';
import { useFreshFolders } from '../../support/fresh-folders';
import { hearingHost } from '../../support/hosts';
import { savedRun } from '../../support/saved-run';

useBackend(wasmLoader);
const freshFolder = useFreshFolders();

/** A folder with a run, and what exports it. */
async function withRun() {
  const folder = freshFolder();
  const run = await savedRun(join(folder, 'run'), parityModels()[0]!);
  const ask = (request: Partial<ExportRequest>) =>
    exportModel({ model: run, out: join(folder, 'out'), ...request }, hearingHost());
  return { folder, ask };
}

it('writes the readable policy of a run', async () => {
  const { folder, ask } = await withRun();
  const rules = [
    {
      id: 'young',
      condition: { age: { lt: 40 }, plan: { notIn: ['basic'] } },
      weights: { email: 0.75, none: 0.25 },
    },
    { id: 'rest', weights: { none: 1 } },
  ];
  writeFileSync(join(folder, 'run/rules.json'), JSON.stringify(rules));
  await ask({ format: 'rules' });
  expect(JSON.parse(readFileSync(join(folder, 'out/rules/rules.json'), 'utf8'))).toEqual({
    notice: expect.stringContaining('must be checked before a variation is taken') as string,
    checkBefore: {
      email: ['eligible: only where may email says yes'],
      mail: ['opt-out: not where no mail is true'],
      call: ['eligible: only where may call says yes'],
    },
    variations: ['none', 'email', 'mail', 'call'],
    leaves: [
      {
        id: 'young',
        condition: { age: { $exists: true, $lt: 40 }, plan: { $exists: true, $nin: ['basic'] } },
        weights: [0.25, 0.75, 0, 0],
      },
      { id: 'rest', condition: {}, weights: [1, 0, 0, 0] },
    ],
  });
});

it('refuses in one line, and leaves everything as it was', async () => {
  const { folder, ask } = await withRun();
  mkdirSync(join(folder, 'mine'));
  writeFileSync(join(folder, 'mine/notes.txt'), 'mine');
  const mine = { format: 'onnx', out: join(folder, 'mine') } as const;
  const refusals: readonly (readonly [Partial<ExportRequest>, string])[] = [
    [{}, '--format: expected one of tfjs, onnx, savedmodel, rules, or --all, got neither'],
    [{ all: true, format: 'onnx' }, 'or --all, got both'],
    [{ format: 'rules' }, 'run: expected a run with rules.json'],
    [mine, 'mine: expected a new or empty folder, found notes.txt'],
    [
      { ...mine, overwrite: true },
      'mine: expected only the files of an export to overwrite, found notes.txt',
    ],
    [{ format: 'onnx', out: join(folder, 'run'), overwrite: true }, 'expected another file than --model'],
    [{ format: 'onnx', out: folder, overwrite: true }, 'expected a folder without --model'],
  ];
  for (const [request, message] of refusals) {
    await expect(ask(request)).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining(message) as string,
    });
  }
  expect(existsSync(join(folder, 'out'))).toBe(false);
  expect(readdirSync(folder).sort()).toEqual(['mine', 'run']);
});

it('replaces an export that is there, and only if it may', async () => {
  const { folder, ask } = await withRun();
  await ask({ format: 'onnx' });
  await expect(ask({ format: 'savedmodel' })).rejects.toThrow('--overwrite replaces an export');
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['export.json', 'onnx']);
  await ask({ format: 'savedmodel', overwrite: true });
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['export.json', 'savedmodel']);
  expect(readdirSync(folder).sort()).toEqual(['out', 'run']);
});

it('takes a folder as people type it: with a slash behind it, or a dot before it', async () => {
  const { folder, ask } = await withRun();
  const typed = `./${relative(process.cwd(), join(folder, 'out'))}/`;
  await ask({ format: 'onnx', out: typed });
  await ask({ format: 'savedmodel', out: typed, overwrite: true });
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['export.json', 'savedmodel']);
  expect(readdirSync(folder).sort()).toEqual(['out', 'run']);
});

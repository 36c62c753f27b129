/** A program that embeds contact-dqn, as its own process. */
import { spawnSync } from 'node:child_process';
import { realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, shipped } from '../support/run-cli';

it.each([
  ['thrown', 'setTimeout(() => { throw new Error("mine"); });'],
  ['rejected', 'Promise.reject(new Error("mine"));'],
])('an error of its own, %s after wasm was loaded, ends it as if there were no wasm', (_how, failing) =>
  inFolder((folder) => {
    const file = join(realpathSync(folder), 'program.js');
    const index = JSON.stringify(shipped('dist/src/index.js'));
    writeFileSync(file, `require(${index}).chooseBackend('wasm').then(() => {\n${failing}\n});\n`);
    const { status, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain(`${file}:2`);
    expect(stderr).toContain('Error: mine');
    expect(stderr).not.toContain('tfjs');
    return Promise.resolve();
  }),
);

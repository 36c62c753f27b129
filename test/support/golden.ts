/** Compares text with a file kept in test/golden; a difference is saved beside it, to look at and to accept. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '..', 'golden');

/** @throws Error saying how to accept the new text, if it differs from the golden file or there is none yet */
export function expectGolden(name: string, text: string): void {
  const path = join(folder, name);
  const fresh = `${path}.new`;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) {
    rmSync(fresh, { force: true });
    return;
  }
  writeFileSync(fresh, text);
  throw new Error(
    `test/golden/${name} differs from what was made. Compare it with test/golden/${name}.new; if the new one is ` +
      `right: mv test/golden/${name}.new test/golden/${name}`,
  );
}

/** The programs of the papers run as they stand there. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { useFreshFolders } from '../support/fresh-folders';

const ROOT = resolve(__dirname, '../..');
const freshFolder = useFreshFolders();

/** Every code block below a mark `<!-- example: NAME -->`. */
function examplesIn(text: string): { readonly name: string; readonly code: string }[] {
  const blocks = text.matchAll(/^<!-- example: ([^\n]+) -->\n+```\w*\n(.*?)^```$/gms);
  return Array.from(blocks, ([, name, code]) => ({ name: name!, code: code! }));
}

const papers = ['README.md', 'models/README.md'].map((paper) => readFileSync(join(ROOT, paper), 'utf8'));
const examples = papers.flatMap(examplesIn);

it('a code block below a mark is an example, under its name', () => {
  const text =
    '```js\nfirst\n```\n\n<!-- example: one of two -->\n\n```js\nimport x;\nx();\n```\n```js\nlast\n```\n';
  expect(examplesIn(text)).toEqual([{ name: 'one of two', code: 'import x;\nx();\n' }]);
});

it('each paper has examples, and every mark has its code', () => {
  for (const paper of papers) {
    expect(examplesIn(paper).length).toBeGreaterThan(0);
    expect(paper.match(/<!-- example:/g)).toHaveLength(examplesIn(paper).length);
  }
});

for (const { name, code } of examples) {
  it(`the example ${name} runs`, async () => {
    const folder = freshFolder();
    const modules = join(folder, 'node_modules');
    mkdirSync(modules);
    symlinkSync(ROOT, join(modules, 'contact-dqn'), 'dir');
    // npm puts what a package needs beside it: a world of one's own imports zod.
    symlinkSync(join(ROOT, 'node_modules/zod'), join(modules, 'zod'), 'dir');
    const file = join(folder, 'example.mjs');
    writeFileSync(file, code);
    // Rejects with what the program wrote, unless it ends well.
    await promisify(execFile)(process.execPath, [file], { cwd: folder });
  });
}

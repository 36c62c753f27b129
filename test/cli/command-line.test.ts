import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { calledBy, quoted, resumeCommand } from '../../src/cli/command-line';

it.each([
  ['cli', 'npm run cli -- train --resume models/run'],
  ['npx', 'npx contact-dqn train --resume models/run'],
  ['test', 'contact-dqn train --resume models/run'],
  [undefined, 'contact-dqn train --resume models/run'],
])('names the command as the script %s called it', (script, expected) => {
  expect(calledBy('train --resume models/run', script)).toBe(expected);
});

describe('a quoted word', () => {
  it.each([
    ['models/segment-20260101-120000', 'models/segment-20260101-120000'],
    ['C:/runs/a+b@c,d', 'C:/runs/a+b@c,d'],
    ['=ls', "'=ls'"],
    ['my runs/one', "'my runs/one'"],
    ["it's", "'it'\\''s'"],
    ['$HOME/`ls`', "'$HOME/`ls`'"],
    ['', "''"],
  ])('%s is %s', (word, expected) => expect(quoted(word)).toBe(expected));

  it('is read by the shell as the word that it was', () => {
    // Any characters but the one that no argument of a process can hold.
    const word = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...`'"\\$\`!*?~#&|;<>(){}[] \n\t`),
        fc.string({ minLength: 1, maxLength: 1 }),
      ),
    });
    const words = fc.array(
      word.map((text) => text.replaceAll('\0', '')),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(words, (given) => {
        const script = `printf '%s\\0' ${given.map(quoted).join(' ')}`;
        expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)).toEqual(
          given,
        );
      }),
      { numRuns: 30 },
    );
  });

  it('names the folder of a command that continues a run', () => {
    expect(resumeCommand('my runs/one')).toMatch(/train --resume 'my runs\/one'$/);
    expect(resumeCommand('-one')).toMatch(/ --resume \.\/-one$/);
  });
});

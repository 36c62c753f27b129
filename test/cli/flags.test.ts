import yargs from 'yargs';
import { z } from 'zod';
import { commands } from '../../src/cli/commands';
import { flagName, parseFlags, withNegativeValues, yargsOptions } from '../../src/cli/flags';

const schema = z.strictObject({
  steps: z.int().positive().optional().describe('a count'),
  gamma: z.number().default(0.99).describe('a share'),
  out: z.string().optional().describe('a folder'),
  backend: z.enum(['auto', 'cpu']).default('auto').describe('a name'),
  set: z.array(z.string()).optional().describe('a list'),
  quiet: z.boolean().default(false).describe('a switch'),
});

function parser() {
  return yargs().options(yargsOptions(schema)).parserConfiguration({ 'parse-numbers': false }).wrap(100);
}

it('--help says of which type a flag is', async () => {
  const help = await parser().getHelp();
  const types = help.matchAll(/--(\w+) .*?\[(\w+)\]/g);
  expect(Object.fromEntries(Array.from(types, ([, name, type]) => [name, type]))).toMatchObject({
    ...{ steps: 'number', gamma: 'number', out: 'string', backend: 'string', set: 'array', quiet: 'boolean' },
  });
});

it('a number is handed over as it was typed', async () => {
  const typed = ['--steps=1e3', '--gamma', '0x10', '--out', '007', '--set', '1', '--set', '2.50'];
  const args = await parser().parse(typed);
  expect(args).toMatchObject({ steps: '1e3', gamma: '0x10', out: '007', set: ['1', '2.50'] });
  expect(await parser().parse(['--steps'])).toMatchObject({ steps: '' });
  expect(await parser().parse(['--steps', '1', '--steps', 'two'])).toMatchObject({ steps: ['1', 'two'] });
});

describe('a value that begins as a negative number does', () => {
  it.each([
    [
      ['predict', '--state', '-0.5, 3'],
      ['predict', '--state=-0.5, 3'],
    ],
    [
      ['--no-action-reward', '-.5', '--json'],
      ['--no-action-reward=-.5', '--json'],
    ],
    [
      ['--state', '1', '-h'],
      ['--state', '1', '-h'],
    ],
    [['-5'], ['-5']],
    [
      ['--seed=1', '-5'],
      ['--seed=1', '-5'],
    ],
  ])('%j is joined to its flag', (typed, joined) => {
    expect(withNegativeValues(typed)).toEqual(joined);
  });
});

describe('a percentage', () => {
  const shares = z.strictObject({
    holdout: z.number().min(0).lt(1).default(0),
    level: z.number().gt(0).lt(1).optional(),
    gap: z.number().min(0).optional(),
  });

  it.each([
    ['holdout', '5%', 0.05],
    ['holdout', '33.3 %', 0.333],
    ['level', '.5%', 0.005],
    ['level', '0.95', 0.95],
  ] as const)('--%s %s is a share', (flag, typed, share) => {
    expect(parseFlags(shares, { [flag]: typed })).toMatchObject({ [flag]: share });
  });

  it.each([
    ['holdout', '100%', /^--holdout: expected .*1.*, got 1$/],
    ['level', '5 percent', /^--level: expected .*, got "5 percent"$/],
    ['gap', '5%', /^--gap: expected .*, got "5%"$/],
  ] as const)('--%s %s is refused', (flag, typed, message) => {
    expect(() => parseFlags(shares, { [flag]: typed })).toThrow(message);
  });
});

/** Flags of numbers from 0 to 1 by command: none of them may be left out by what a share is known by. */
it.each([
  ['score', 'explore'],
  ['score', 'exploreFloor'],
  ['serve', 'epsilon'],
  ['serve', 'floor'],
  ['simulate-log', 'explore'],
  ['simulate-log', 'holdout'],
  ['experiment', 'level'],
  ['experiment', 'rate'],
  ['experiment', 'power'],
] as const)('%s --%s takes 5%% and 0.05', (name, key) => {
  const { flags } = commands.find((one) => one.name === name)!;
  const one = z.strictObject({ [key]: flags.shape[key] as z.ZodType });
  for (const typed of ['5%', '0.05'])
    expect(parseFlags(one, { [flagName(key)]: typed })).toEqual({ [key]: 0.05 });
});

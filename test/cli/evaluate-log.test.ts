/** `evaluate --data`: what a policy would have earned, gates, rules that a person wrote, and what is refused. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useFreshFolders } from '../support/fresh-folders';
import { runHere } from '../support/command-here';

const freshFolder = useFreshFolders();
let folder: string;

/** 400 customers, mailed by the toss of a coin: a mail brings 2 to the young and costs the old 1; an answer is worth 1 in 4. */
function logText(): string {
  const rows = Array.from({ length: 400 }, (_, i) => {
    const age = 20 + (i % 60);
    const channel = (i >> 1) % 2 === 0 ? 'mail' : 'none';
    const noise = ((i * 7) % 5) - 2;
    const reward = (channel === 'mail' ? (age < 50 ? 2 : -1) : 0) + noise;
    return `${age},${i % 3 === 0 ? 'A' : 'B'},${channel},0.5,${reward},${noise > 1 ? 1 : 0}`;
  });
  return ['age,segment,channel,p,margin,opened', ...rows, ''].join('\n');
}

const schema = `action: channel
noAction: none
reward: margin
rewardRange: [-4, 5]
propensity: p
outcomes: [opened]
features: { age: number, segment: category }
`;
const rules = [
  { id: 'young', condition: { age: { lt: 50 } }, weights: { mail: 1 } },
  { id: 'rest', weights: { none: 1 } },
];

beforeEach(() => {
  folder = freshFolder();
  writeFileSync(join(folder, 'log.csv'), logText());
  writeFileSync(join(folder, 'mine.yaml'), schema);
  writeFileSync(join(folder, 'rules.json'), JSON.stringify(rules));
});

const onLog = ['evaluate', '--quiet', '--data', 'log.csv', '--schema', 'mine.yaml'];
const run = (...args: readonly string[]) => runHere([...onLog, ...args], folder);
const settings = ['--policy', 'rules.json'];

it('judges rules that a person wrote, beside every baseline', async () => {
  const { code, stdout } = await run(...settings, '--json');
  expect(code).toBe(0);
  const { offPolicy, verdict, rows } = JSON.parse(stdout) as {
    rows: number;
    offPolicy: {
      subject: string;
      unit: string;
      policies: Record<string, { estimates: Record<string, { value: number }> }>;
    };
    verdict: { decision: string; guaranteed: boolean; comparisons: { against: string; decision: string }[] };
  };
  expect(rows).toBe(400);
  expect(offPolicy).toMatchObject({ subject: 'rules', unit: 'row', estimand: 'decision' });
  expect(Object.keys(offPolicy.policies)).toEqual(
    expect.arrayContaining([
      'logged',
      'no-action',
      'always-mail',
      'uniform',
      'look-alike',
      'uplift',
      'random-skip',
    ]),
  );
  // By hand: of each customer the reward times two where the rules would have done what was done.
  const lines = logText().trim().split('\n').slice(1);
  const sum = lines.reduce((total, line) => {
    const [age, , channel, , margin] = line.split(',');
    return total + ((Number(age) < 50 ? 'mail' : 'none') === channel ? 2 * Number(margin) : 0);
  }, 0);
  expect(offPolicy.policies.rules!.estimates.ips!.value).toBeCloseTo(sum / 400, 9);
  expect(verdict.decision).toBe('better');
  expect(verdict.guaranteed).toBe(true);
  expect(verdict.comparisons.find(({ against }) => against === 'always-mail')!.decision).toBe('better');
});

it('prints a table of policies and the verdict with its reasons', async () => {
  const { stdout } = await run(...settings);
  expect(stdout).toMatch(/^policy +value per decision +rules minus it +effective n +contacts$/m);
  expect(stdout).toMatch(/^rules +0\.87 ± 0\.25 +214 /m);
  expect(stdout).toContain('verdict: better\n  rules minus logged is ');
  expect(stdout).toContain('  guaranteed whatever the tails of the rewards\n');
});

it.each([
  [['--gate'], 0],
  [['--gate', '--require-guarantee'], 0],
  [['--gate-not-worse'], 0],
  [['--gate', '--margin', '3'], 3], // no difference of up to 3 counts
  [['--gate-not-worse', '--margin', '3'], 0],
])('lets rules that are better through %j with %i', async (flags, code) => {
  expect((await run(...settings, ...flags)).code).toBe(code);
});

it.each([['--gate'], ['--gate-not-worse'], ['--require-guarantee']])(
  'stops a policy that is worse by %s',
  async (flag) => {
    writeFileSync(
      join(folder, 'wrong.json'),
      JSON.stringify([
        { ...rules[0], weights: { none: 1 } },
        { id: 'rest', weights: { mail: 1 } },
      ]),
    );
    expect((await run('--policy', 'wrong.json', flag)).code).toBe(3);
  },
);

it('compares with what --against names', async () => {
  const { code, stdout } = await run(...settings, '--against', 'always-mail', '--json');
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as { verdict: unknown }).verdict).toMatchObject({ baseline: 'always-mail' });
});

it.each([
  [
    'another policy than there are',
    [...settings, '--against', 'always-fax'],
    /^--against: expected one of logged, no-action, .*, got "always-fax"$/,
  ],
  [
    'a policy that is none',
    ['--policy', 'always-fax'],
    /^--policy: expected one of logged, no-action, .*, got "always-fax"$/,
  ],
  [
    'rules of an action that is none',
    ['--policy', 'fax.json'],
    /^fax\.json leaf "all" weights: expected actions \("none", "mail"\), got "fax"$/,
  ],
  [
    'rules that are not there',
    ['--policy', 'none.json'],
    /^none\.json: cannot read: no such file or folder$/,
  ],
  ['a margin below 0', [...settings, '--margin=-1'], /^--margin: expected a number >= 0, got -1$/],
])('refuses %s', async (_, flags, message) => {
  writeFileSync(join(folder, 'fax.json'), JSON.stringify([{ id: 'all', weights: { fax: 1 } }]));
  const { code, stderr } = await run(...flags);
  expect(code).toBe(2);
  expect(stderr.trimEnd().split('\n').at(-1)).toMatch(message);
});

it.each(['--against', '--margin', '--gate-not-worse', '--require-guarantee'])(
  'knows %s on a log alone',
  async (flag) => {
    const value = flag === '--against' ? ['uniform'] : flag === '--margin' ? ['1'] : [];
    const { code, stderr } = await runHere(['evaluate', '--policy', 'uniform', flag, ...value], folder);
    expect(code).toBe(2);
    expect(stderr).toBe(`${flag}: expected with --data, it belongs to a log\n`);
  },
);

it('prints no number where a threshold, which may be set, says that too few speak for it', async () => {
  const { stdout } = await run(...settings, '--set', 'fewestEffective=300', '--set', 'resamples=100');
  expect(stdout).toMatch(/^rules +cannot tell +214$/m);
  expect(stdout).toContain(
    'verdict: cannot tell\n  the effective sample size of rules is 214, below 300\n  no-overlap',
  );
});

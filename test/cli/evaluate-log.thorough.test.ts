/** `evaluate --data`: what a policy would have earned, gates, rules that a person wrote, and what is refused. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useFreshFolders } from '../support/fresh-folders';
import { runHere } from '../support/command-here';
import { runCli } from '../support/run-cli';

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
  expect(offPolicy).toMatchObject({ subject: 'rules.json', unit: 'row', estimand: 'decision' });
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
  expect(offPolicy.policies['rules.json']!.estimates.ips!.value).toBeCloseTo(sum / 400, 9);
  expect(verdict.decision).toBe('better');
  expect(verdict.guaranteed).toBe(true);
  expect(verdict.comparisons.find(({ against }) => against === 'always-mail')!.decision).toBe('better');
});

it('prints a table of policies and the verdict with its reasons', async () => {
  const { stdout } = await run(...settings);
  expect(stdout).toMatch(/^policy +value per decision +rules\.json minus it +effective n +contacts$/m);
  expect(stdout).toMatch(/^rules\.json +0\.87 ± 0\.25 +214 /m);
  expect(stdout).toContain('verdict: better\n  rules.json minus what was done is ');
  expect(stdout).toContain('  guaranteed however heavy the weights: if the logged probabilities are right');
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

it.each([
  ['--gate', /^warning: --gate is not passed: the verdict is "worse", not "better"; (.*) \(exit code 3\)$/m],
  [
    '--gate-not-worse',
    /^warning: --gate-not-worse is not passed: (.*), and should begin above 0 \(exit code 3\)$/m,
  ],
  [
    '--require-guarantee',
    /^warning: --require-guarantee is not passed: the guaranteed bound is (−\d.*), not above 0 \(exit code 3\)$/m,
  ],
])('stops a policy that is worse by %s, and says by which number', async (flag, words) => {
  writeFileSync(
    join(folder, 'wrong.json'),
    JSON.stringify([
      { ...rules[0], weights: { none: 1 } },
      { id: 'rest', weights: { mail: 1 } },
    ]),
  );
  const { code, stderr } = await run('--policy', 'wrong.json', flag);
  expect(code).toBe(3);
  expect(stderr).toMatch(words);
  const [, ground] = words.exec(stderr)!;
  if (flag !== '--require-guarantee')
    expect(ground).toMatch(/^the interval to logged goes from −[\d.]+ to −[\d.]+$/);
});

/** Mails the young, but draws the line ten years earlier, and writes a leaf that nobody comes to. */
const shy = [
  { id: 'very young', condition: { age: { lt: 40 } }, weights: { mail: 1 } },
  { id: 'ancient', condition: { age: { gt: 200 } }, weights: { mail: 1 } },
  { id: 'rest', weights: { none: 1 } },
];

interface Judged {
  readonly verdict: { decision: string; baseline: string; comparisons: { against: string; low: number }[] };
  readonly offPolicy: {
    subject: string;
    policies: Record<string, { role: string; description: string; value: { interval: { value: number } } }>;
  };
  readonly rules: Record<string, { id: string; rows: number }[]>;
  readonly matchedActions: { policies: Record<string, unknown> };
}

describe('--against with a file of rules', () => {
  beforeEach(() => {
    mkdirSync(join(folder, 'old'));
    writeFileSync(join(folder, 'shy.json'), JSON.stringify(shy));
    writeFileSync(join(folder, 'old/rules.json'), JSON.stringify(shy));
  });

  const judged = async (...args: readonly string[]) =>
    JSON.parse((await run(...args, '--json')).stdout) as Judged;

  it('decides between two sets of rules', async () => {
    const {
      verdict,
      offPolicy,
      rules: leaves,
      matchedActions,
    } = await judged(...settings, '--against', 'shy.json');
    // A mail brings 2 to everybody below 50, so that the shy ones lose what it brings to those of 40 to 49.
    expect(verdict).toMatchObject({ decision: 'better', baseline: 'shy.json' });
    expect(offPolicy.subject).toBe('rules.json');
    expect(offPolicy.policies['shy.json']!.role).toBe('baseline');
    expect(Object.keys(matchedActions.policies)).toEqual(expect.arrayContaining(['rules.json', 'shy.json']));
    // Ages go from 20 to 79 in turn: of 400, the first 40 come seven times and the others six.
    expect(leaves).toEqual({
      'rules.json': [
        { id: 'young', rows: 210 },
        { id: 'rest', rows: 190 },
      ],
      'shy.json': [
        { id: 'very young', rows: 140 },
        { id: 'ancient', rows: 0 },
        { id: 'rest', rows: 260 },
      ],
    });
  });

  it('gives them the value that they have where they are judged themselves', async () => {
    const against = await judged(...settings, '--against', 'shy.json');
    const alone = await judged('--policy', 'shy.json');
    expect(against.offPolicy.policies['shy.json']!.value.interval.value).toBe(
      alone.offPolicy.policies['shy.json']!.value.interval.value,
    );
  });

  it('decides between a baseline and rules', async () => {
    const { verdict, offPolicy } = await judged('--policy', 'no-action', '--against', 'rules.json');
    expect(offPolicy.subject).toBe('no-action');
    expect(verdict).toMatchObject({ decision: 'worse', baseline: 'rules.json' });
  });

  it('tells files of one name apart by their paths', async () => {
    const { offPolicy, verdict } = await judged(...settings, '--against', 'old/rules.json');
    expect([offPolicy.subject, verdict.baseline]).toEqual(['rules.json', 'old/rules.json']);
  });

  it('says which leaf decides how often, and which never do', async () => {
    const { stdout } = await run(...settings, '--against', 'shy.json');
    expect(stdout).toContain(
      '\nrules.json: young makes 210 of the 400 decisions, rest 190.\n\n' +
        'shy.json: very young makes 140 of the 400 decisions, rest 260. ancient never decides: none of the decisions comes to it.\n',
    );
  });

  it.each([
    [
      [...settings, '--against', 'rules.json'],
      '--against: expected another policy than --policy, got "rules.json" for both',
    ],
    [[...settings, '--against', 'none.json'], 'none.json: cannot read: no such file or folder'],
    [
      [...settings, '--against', 'fax.yaml'],
      'fax.yaml leaf "all" weights: expected actions ("none", "mail"), got "fax"',
    ],
  ])('refuses %j', async (args, message) => {
    writeFileSync(join(folder, 'fax.yaml'), '- { id: all, weights: { fax: 1 } }');
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr.trimEnd()).toBe(message);
  });
});

it('says which rows were judged', async () => {
  const { stdout } = await run('--policy', 'uniform');
  expect(stdout).toMatch(
    /^Judged on all 400 decisions in log\.csv; a policy that is learned here from the log meets only decisions that it did not learn from\.\n\npolicy /,
  );
});

it.each(['look-alike', 'behaviour-clone', 'always-mail'])(
  'knows %s also where too few are judged for anything to be estimated',
  async (name) => {
    writeFileSync(join(folder, 'log.csv'), `${logText().split('\n').slice(0, 6).join('\n')}\n`);
    const { code, stdout } = await run('--policy', name, '--against', 'uplift');
    expect(code).toBe(0);
    expect(stdout).toContain('verdict: cannot tell\n  expected at least 10 rows to judge on, got 5\n');
    const { code: refused, stderr } = await run('--policy', name, '--against', 'uplit');
    expect(refused).toBe(2);
    expect(stderr).toMatch(/^--against: expected one of .*, got "uplit"; did you mean uplift\?$/m);
  },
);

describe('--out', () => {
  it('holds the document, and the page in words and with charts', async () => {
    writeFileSync(join(folder, 'shy.json'), JSON.stringify(shy));
    const { stdout } = await run('--policy', 'shy.json', '--json', '--out', 'judged');
    expect(readdirSync(join(folder, 'judged')).sort()).toEqual([
      'evaluation.html',
      'evaluation.json',
      'evaluation.md',
    ]);
    const read = (ending: string) => readFileSync(join(folder, `judged/evaluation.${ending}`), 'utf8');
    expect(read('json')).toBe(stdout);
    const markdown = read('md');
    expect(markdown).toMatch(
      /^# shy\.json earns 0\.\d+ more per decision than what was done \(95 % interval/,
    );
    expect(markdown).toContain('- Judged on all 400 decisions in log.csv;');
    expect(markdown).toContain('| ancient | 0 | 0 % |');
    expect(markdown).toContain('- ancient never decides: none of the decisions comes to it.');
    expect(markdown).toContain(
      'To judge once more: contact-dqn evaluate --policy shy.json --data log.csv --schema mine.yaml\n',
    );
    // Every policy is explained.
    const { policies } = (JSON.parse(stdout) as Judged).offPolicy;
    for (const [name, { description }] of Object.entries(policies))
      expect(markdown).toMatch(new RegExp(`^\\| \\**${name}\\** \\| ${description.slice(0, 20)}`, 'm'));
    expect(read('html')).toContain('<svg');
  });

  it('keeps an evaluation that is there, unless told otherwise', async () => {
    await run('--policy', 'uniform', '--set', 'resamples=100', '--out', 'judged');
    const files = () => readdirSync(join(folder, 'judged')).sort();
    const text = () => readFileSync(join(folder, 'judged/evaluation.json'), 'utf8');
    const before = text();
    const again = ['--policy', 'no-action', '--set', 'resamples=100', '--out', 'judged'];
    expect(await run(...again)).toMatchObject({
      code: 2,
      stderr: `--out: expected a folder without an evaluation, found ${join('judged', 'evaluation.json')}; --overwrite replaces it\n`,
    });
    expect(text()).toBe(before);
    expect((await run(...again, '--overwrite')).code).toBe(0);
    expect(text()).not.toBe(before);
    // One in the simulator has no page, so that none of the log's may stay beside it.
    expect(files()).toHaveLength(3);
    const world = ['evaluate', '--quiet', '--policy', 'no-action', '--episodes', '2', '--out', 'judged'];
    expect((await runHere([...world, '--overwrite'], folder)).code).toBe(0);
    expect(files()).toEqual(['evaluation.json']);
  });

  it('does not take the place of the rules that it reads', async () => {
    mkdirSync(join(folder, 'judged'));
    writeFileSync(join(folder, 'judged/evaluation.json'), JSON.stringify(rules));
    const { code, stderr } = await run(...settings, '--against', 'judged/evaluation.json', '--out', 'judged');
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^--out judged\/evaluation\.json: expected another file than --against judged\/evaluation\.json, which is read$/m,
    );
  });

  it('leaves nothing behind, and says so, where it is stopped', async () => {
    const args = [...onLog.filter((flag) => flag !== '--quiet'), ...settings, '--out', 'judged'];
    const stopped = await runCli([...args, '--set', 'resamples=100000'], {
      cwd: folder,
      signal: { name: 'SIGINT', when: (stderr) => stderr.includes('log.csv: 400 rows') },
    });
    expect(stopped.code).toBe(130);
    expect(stopped.stdout).toBe('');
    expect(stopped.stderr).toMatch(/\nwarning: stopped; nothing is written\n$/);
    expect(existsSync(join(folder, 'judged'))).toBe(false);
  });
});

it('explains in its help every policy that it takes, and how rules ask of a column', async () => {
  const { stdout } = await runHere(['evaluate', '--help'], folder);
  const log = JSON.parse((await run(...settings, '--json')).stdout) as {
    offPolicy: { policies: Record<string, { description: string }> };
  };
  const words = stdout.replace(/\s+/g, ' ');
  for (const [name, { description }] of Object.entries(log.offPolicy.policies))
    if (!/^always-|^rules/.test(name)) expect(words).toContain(` ${name} ${description}`);
  for (const name of ['always-<action>', 'threshold', 'tile-q', 'favourite-channel', 'notIn', 'missing'])
    expect(words).toContain(` ${name} `);
});

it('compares with what --against names', async () => {
  const { code, stdout } = await run(...settings, '--against', 'always-mail', '--json');
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as { verdict: unknown }).verdict).toMatchObject({ baseline: 'always-mail' });
});

it('tells of rules that are not there before anything is loaded', async () => {
  const loud = ['evaluate', '--data', 'log.csv', '--schema', 'mine.yaml', '--policy', 'uniform'];
  const { code, stderr } = await runHere([...loud, '--against', 'none.json'], folder);
  expect([code, stderr]).toEqual([2, 'none.json: cannot read: no such file or folder\n']);
});

it('warns of a name in rules that no row has', async () => {
  const condition = { segment: 'a' };
  writeFileSync(join(folder, 'slip.json'), JSON.stringify([{ ...rules[0], condition }, rules[1]]));
  const { code, stdout, stderr } = await run('--policy', 'slip.json', '--set', 'resamples=100');
  expect(code).toBe(0);
  expect(stderr).toContain(
    'warning: slip.json leaf "young" condition.segment.eq: no row has "a"; did you mean A?\n',
  );
  // Who reads the result alone reads it too, beside what came of it.
  expect(stdout).toContain(
    'young never decides: none of the decisions comes to it. young, condition.segment.eq: no row has "a"; did you mean A?',
  );
});

it.each([
  [
    'another policy than there are',
    [...settings, '--against', 'always-fax'],
    /^--against: expected one of logged, no-action, .*, or rules in a \.json or \.yaml file, got "always-fax"$/,
  ],
  [
    'a policy that is none',
    ['--policy', 'always-fax'],
    /^--policy: expected one of logged, no-action, .*, or rules in a \.json or \.yaml file, got "always-fax"$/,
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
  expect(stdout).toMatch(/^rules\.json +cannot tell +214$/m);
  expect(stdout).toContain(
    'verdict: cannot tell\n  too few rows were treated as rules.json would treat them: they count for 214 (effective sample size), and 300 are needed\n  no-overlap',
  );
});

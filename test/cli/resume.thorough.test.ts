/** A run may be killed at any moment, and comes to the same end to the bit; nothing else may touch it meanwhile. */
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  mkdirSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHere } from '../support/command-here';
import {
  inFolder,
  listing,
  runCli,
  shipped,
  SHORT_LOGGED,
  SHORT_SIMULATION,
  type CliOptions,
  type CliResult,
} from '../support/run-cli';
import { outcome, readJson } from '../support/run-files';

/** Rows of metrics every 320 steps, checkpoints every 640. */
function trainFor(steps: number): string[] {
  const [, , ...others] = SHORT_SIMULATION;
  return [
    'train',
    '--steps',
    String(steps),
    ...others,
    '--backend',
    'wasm',
    '--set',
    'logInterval=320',
    '--set',
    'checkpointInterval=640',
  ];
}
const TRAIN = trainFor(3200);

/** Finished rows of metrics.csv. */
function rows(run: string): number {
  const file = join(run, 'metrics.csv');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 2 : 0;
}

function killed(when: () => boolean): NonNullable<CliOptions['signal']> {
  return { name: 'SIGKILL', when };
}

function expectDone({ code, stderr }: CliResult): void {
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}

let folder: string;
/** What a run that is never interrupted comes to. */
let uninterrupted: ReturnType<typeof outcome>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  expectDone(await runHere([...TRAIN, '--out', 'whole'], folder));
  uninterrupted = outcome(join(folder, 'whole'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a run', () => {
  it('killed twice ends as one that never was', () =>
    inFolder(async (cwd) => {
      const run = join(cwd, 'killed');
      // Before the first checkpoint, and between two of them.
      for (const [attempt, row] of [1, 7].entries()) {
        const args = attempt === 0 ? [...TRAIN, '--out', 'killed'] : ['train', '--resume', 'killed'];
        const { code } = await runCli(args, { cwd, signal: killed(() => rows(run) >= row) });
        expect(code).toBeNull();
        expect(rows(run)).toBeLessThan(10);
        expect(existsSync(join(run, 'report.json'))).toBe(false);
      }
      const resumed = await runHere(['train', '--resume', 'killed'], cwd);
      expect(resumed.code).toBe(0);
      expect(resumed.stderr).toMatch(/^continuing at (1920|2560) of 3200 steps$/m);
      expect(outcome(run)).toEqual(uninterrupted);
    }));

  it('stopped while it is judged says what is kept, leaves no lock, and is judged when it is continued', () =>
    inFolder(async (cwd) => {
      const run = join(cwd, 'late');
      const train = TRAIN.filter((word) => word !== '--quiet');
      const { code, stdout, stderr } = await runCli(
        [...train, '--out', 'late', '--set', 'report.episodes=2500'],
        {
          cwd,
          signal: { name: 'SIGINT', times: 2, when: (said) => said.includes('judging what was learned') },
        },
      );
      expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
      expect(stderr.split('\n').at(-2)).toBe(
        'warning: stopped while judging; what was learned is kept, and judged with: contact-dqn train --resume late',
      );
      expect(existsSync(join(run, 'training.lock'))).toBe(false);
      expect(existsSync(join(run, 'report.json'))).toBe(false);
      expectDone(await runHere(['train', '--quiet', '--resume', 'late'], cwd));
      expect(readJson(run, 'report.json').training).toMatchObject({ environmentSteps: 3200 });
    }));

  it('stopped by Ctrl-C says how to go on, and does', () =>
    inFolder(async (cwd) => {
      const run = join(cwd, 'stopped');
      const stopped = await runCli([...TRAIN, '--out', 'stopped'], {
        cwd,
        signal: { name: 'SIGINT', when: () => rows(run) >= 3 },
      });
      expect(stopped).toEqual({
        code: 130,
        stdout: '',
        stderr: 'warning: stopped; continue with: contact-dqn train --resume stopped\n',
      });
      expect(existsSync(join(run, 'training.lock'))).toBe(false);
      const { environmentSteps } = readJson(run, 'checkpoint/latest.json');
      expect(environmentSteps).toBeGreaterThanOrEqual(960);
      expect(environmentSteps).toBeLessThan(3200);
      expectDone(await runHere(['train', '--quiet', '--resume', 'stopped'], cwd));
      expect(outcome(run)).toEqual(uninterrupted);
    }));

  it('that is finished says so, and prints its result without training or judging again', async () => {
    const run = join(folder, 'whole');
    const before = listing(run);
    expect(await runHere(['train', '--json', '--resume', 'whole'], folder)).toEqual({
      code: 0,
      stdout: readFileSync(join(run, 'report.json'), 'utf8'),
      stderr:
        'whole: finished, 3200 of 3200 steps; for a longer training start a new run with --steps above 3200\n',
    });
    expect(listing(run)).toEqual(before);
  });

  it.each(['report.json', 'report.html'])(
    'that is finished, and whose %s is gone, says that it is judged for it, and is not trained',
    async (file) => {
      const run = join(folder, 'whole');
      const checkpoint = readJson(run, 'checkpoint/latest.json');
      rmSync(join(run, file));
      const { code, stderr } = await runHere(['train', '--resume', 'whole'], folder);
      expect(code).toBe(0);
      expect(stderr).toMatch(
        /^all 3200 steps are done; what is left is to judge$[^]*^judging what was learned; /m,
      );
      expect(stderr).not.toMatch(/^time: /m);
      expect(existsSync(join(run, file))).toBe(true);
      expect(outcome(run)).toEqual(uninterrupted);
      // Had it trained, it would have saved a checkpoint under the next number.
      expect(readJson(run, 'checkpoint/latest.json')).toEqual(checkpoint);
    },
  );
});

it('a run is trained by one process at a time', () =>
  inFolder(async (cwd) => {
    let refused = false;
    const first = runCli([...trainFor(10_000_000), '--out', 'run'], {
      cwd,
      signal: { name: 'SIGINT', when: () => refused },
    });
    await until(() => rows(join(cwd, 'run')) >= 1);
    const seconds = [
      await runHere(['train', '--quiet', '--resume', 'run'], cwd),
      await runHere(['train', '--quiet', '--backend', 'wasm', '--out', 'run', '--overwrite'], cwd),
    ];
    refused = true;
    for (const { code, stdout, stderr } of seconds) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(
        /^run\/training\.lock: expected a folder without a running training, got one of process \d+ on \S+ since \S+; the folder is free when it ends; if it is gone, delete this file\n$/,
      );
    }
    expect((await first).code).toBe(130);
    expect(existsSync(join(cwd, 'run/checkpoint/latest.json'))).toBe(true);
  }));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 5));
}

describe('on a log', () => {
  const prepared = shipped('data/sales-channel/prepared.csv');
  const train = [
    'train',
    ...SHORT_LOGGED,
    '--backend',
    'wasm',
    '--data',
    'log.csv',
    '--preset',
    'sales-channel',
    ...['--seeds', '2', '--set', 'checkpointInterval=160'],
  ];

  /** A log, and a run on it that is never interrupted; the last test changes both. */
  let whole: string;

  beforeAll(async () => {
    whole = join(folder, 'on-a-log');
    mkdirSync(whole);
    copyFileSync(prepared, join(whole, 'log.csv'));
    expectDone(await runHere([...train, '--out', 'run'], whole));
  });

  it('a run killed in its second seed ends as one that never was', () =>
    inFolder(async (cwd) => {
      copyFileSync(prepared, join(cwd, 'log.csv'));
      const second = join(cwd, 'run/seeds/2');
      const { code } = await runCli([...train, '--out', 'run'], {
        cwd,
        signal: killed(() => rows(second) >= 1),
      });
      expect(code).toBeNull();
      expectDone(await runHere(['train', '--quiet', '--resume', 'run'], cwd));
      expect(outcome(join(cwd, 'run'))).toEqual(outcome(join(whole, 'run')));
      for (const file of ['metrics.csv', 'model/weights.bin']) {
        expect(readFileSync(join(second, file))).toEqual(readFileSync(join(whole, 'run/seeds/2', file)));
      }
    }));

  it('a run is not continued on another log', async () => {
    const log = join(whole, 'log.csv');
    // Without it, the run is not finished.
    rmSync(join(whole, 'run/report.json'));
    appendFileSync(log, readFileSync(log, 'utf8').split('\n')[1]!);
    const { code, stdout, stderr } = await runHere(['train', '--quiet', '--resume', 'run'], whole);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const refused = /log\.csv: expected the data of the run \(sha-256 \w{64}\), got \w{64}/.source;
    const hint = '; if the log has moved, --data says where it lies now';
    expect(stderr).toMatch(new RegExp(`${refused}${hint}\n$`));
    expect(existsSync(join(whole, 'run/report.json'))).toBe(false);
    // Who has said where it lies needs no hint.
    const resumed = await runHere(['train', '--quiet', '--resume', 'run', '--data', 'log.csv'], whole);
    expect(resumed.stderr).toMatch(new RegExp(`${refused}\n$`));

    rmSync(log);
    const gone = await runHere(['train', '--quiet', '--resume', 'run'], whole);
    expect(gone.code).toBe(2);
    expect(gone.stderr).toMatch(new RegExp(`log\\.csv: cannot read: no such file or folder${hint}\n$`));
  });
});

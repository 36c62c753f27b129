/** What a command does where nobody reads what it writes, the disk is full, or the terminal is gone. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { inFolder, runCli, shipped, SHORT_SIMULATION, type CliOptions } from '../support/run-cli';
import { readJson } from '../support/run-files';

const onLinux = existsSync('/dev/full') ? it : it.skip;
const contacts = shipped('data/sales-channel/contacts.csv');
const prepare = ['prepare', '--data', contacts, '--out', 'prepared.csv'];
const train = [
  ...['train', ...SHORT_SIMULATION.filter((argument) => argument !== '--quiet')],
  ...['--backend', 'wasm', '--out', 'run'],
];

/** A training that ends only when it is stopped, with a checkpoint every 640 steps. */
const long = [
  ...train.map((argument) => (argument === '640' ? '10000000' : argument)),
  ...['--set', 'logInterval=320', '--set', 'checkpointInterval=640'],
];

describe('a result that', () => {
  it.each([
    ['prepare', prepare],
    ['--help', ['train', '--help']],
  ])('nobody reads is no failure of %s', (_name, args) =>
    inFolder(async (cwd) => {
      expect(await runCli(args, { cwd, stdout: 'nobody' })).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(existsSync(join(cwd, 'prepared.csv'))).toBe(args === prepare);
    }),
  );

  onLinux.each([
    ['prepare', prepare],
    ['--help', ['train', '--help']],
    ['--version', ['--version']],
  ])('does not fit the disk is one line and exit code 2 of %s', (_name, args) =>
    inFolder(async (cwd) => {
      expect(await runCli(args, { cwd, stdout: 'full disk' })).toEqual({
        code: 2,
        stdout: '',
        stderr: 'standard output: cannot write: no space left on the device\n',
      });
    }),
  );

  onLinux('nobody reads is no failure though its failure cannot be told either', () =>
    inFolder(async (cwd) => {
      const result = await runCli(prepare, { cwd, stdout: 'full disk', stderr: 'full disk' });
      expect(result.code).toBe(2);
    }),
  );
});

describe('a training whose progress and log', () => {
  it('nobody reads goes on to its end', () =>
    inFolder(async (cwd) => {
      const { code, stdout } = await runCli([...train, '--json'], { cwd, stderr: 'nobody' });
      expect(code).toBe(0);
      expect(stdout).toBe(readFileSync(join(cwd, 'run/report.json'), 'utf8'));
    }));

  onLinux('do not fit the disk goes on to its end', () =>
    inFolder(async (cwd) => {
      const { code, stdout } = await runCli([...train, '--json'], { cwd, stderr: 'full disk' });
      expect(code).toBe(0);
      expect(stdout).toBe(readFileSync(join(cwd, 'run/report.json'), 'utf8'));
    }),
  );
});

function rows(run: string): number {
  const file = join(run, 'metrics.csv');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 2 : 0;
}

describe('a training saves a checkpoint, lets go of its folder and exits with 130', () => {
  it.each<[string, Omit<NonNullable<CliOptions['signal']>, 'when'>, Partial<CliOptions>]>([
    [
      'after Ctrl-C that also ended the reader of its output',
      { name: 'SIGINT' },
      { stdout: 'nobody', stderr: 'nobody' },
    ],
    ['after Ctrl-C that comes twice at once, as npm sends it', { name: 'SIGINT', times: 20 }, {}],
    ['when it is ended', { name: 'SIGTERM' }, {}],
    ['when its terminal is closed', { name: 'SIGHUP', times: 20 }, { stderr: 'nobody' }],
  ])('%s', (_when, signal, unread) =>
    inFolder(async (cwd) => {
      const run = join(cwd, 'run');
      const { code } = await runCli(long, {
        ...{ cwd, ...unread },
        signal: { ...signal, when: () => rows(run) >= 3 },
      });
      expect(code).toBe(130);
      expect(existsSync(join(run, 'training.lock'))).toBe(false);
      expect(readJson(run, 'checkpoint/latest.json').environmentSteps).toBeGreaterThanOrEqual(960);
    }),
  );
});

onLinux('a training that is stopped while it still reads its log says so, and writes nothing', () =>
  inFolder(async (cwd) => {
    const log = join(cwd, 'log.csv');
    execFileSync('mkfifo', [log]);
    let isReading = false;
    // Opened once somebody reads; what is read ends a second after the signal.
    const written = open(log, 'w').then(async (pipe) => {
      isReading = true;
      await new Promise((resume) => setTimeout(resume, 1000));
      await pipe.close();
    });
    const { code, stdout, stderr } = await runCli(['train', '--quiet', '--data', log, '--out', 'run'], {
      cwd,
      signal: { name: 'SIGINT', when: () => isReading },
    });
    await written;
    expect({ code, stdout, stderr }).toEqual({
      ...{ code: 130, stdout: '', stderr: 'warning: stopped; nothing is written\n' },
    });
    expect(readdirSync(cwd)).toEqual(['log.csv']);
  }),
);

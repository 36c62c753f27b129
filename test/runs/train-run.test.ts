/** A run's folder from its start to its end, whatever happens on the way. */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resume, train, type World } from '../../src';
import { quietHost } from '../../src/runs/quiet-host';
import { openRunFolder } from '../../src/track/run-folder';
import { CorridorEnvironment } from '../support/corridor-environment';
import { corridor } from '../support/corridor-world';
import { useFreshFolders } from '../support/fresh-folders';
import { hearingHost, stoppingHost } from '../support/hosts';
import { ladder } from '../support/ladder-world';
import { smallLog } from '../support/small-log';

const freshFolder = useFreshFolders();
const home = process.cwd();
afterEach(() => process.chdir(home));

const training = { steps: 40, environments: 4, dqn: { hiddenLayers: [4], batchSize: 4, learningStarts: 8 } };
const settings = { ...training, evaluation: { interval: 20, episodes: 2 }, report: { episodes: 2 } };
const backend = 'cpu';
const bytes = (...path: readonly string[]) => readFileSync(join(...path)).toString('base64');

describe('a run that fails', () => {
  const failing = (step: () => never): World => ({
    ...corridor,
    open: (own) => ({
      ...corridor.open(own),
      make: (lanes) => Object.assign(new CorridorEnvironment(lanes, 1), { step }),
    }),
  });
  const broken = () => {
    throw new Error('the simulator broke');
  };

  it('before its first step leaves no folder, nor those made on the way to it', async () => {
    const folder = freshFolder();
    await expect(train(failing(broken), settings, { out: join(folder, 'a/b'), backend })).rejects.toThrow(
      'the simulator broke',
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('later keeps what it has, and lets others in', async () => {
    const out = join(freshFolder(), 'run');
    let asked = 0;
    const host = stoppingHost(Infinity);
    const late = {
      ...host,
      listenForStop: () => ({
        shouldStop: () => Promise.resolve((asked += 1) > 3 ? broken() : false),
        release: () => undefined,
      }),
    };
    await expect(train(ladder, settings, { out, backend, host: late })).rejects.toThrow(
      'the simulator broke',
    );
    expect(readdirSync(out)).toContain('config.json');
    expect(readdirSync(out)).not.toContain('training.lock');
  });
});

it('two runs that start in the same second without a name get two folders', async () => {
  process.chdir(freshFolder());
  const host = hearingHost({ clock: { now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 678) } });
  const [first, second] = await Promise.all([
    train(ladder, settings, { backend, host }),
    train(ladder, settings, { backend, host }),
  ]);
  const name = join('models', 'ladder-20260102-030405');
  expect([first.paths.folder, second.paths.folder].sort()).toEqual([name, `${name}-2`]);
  expect(bytes(name, 'model/weights.bin')).toBe(bytes(`${name}-2`, 'model/weights.bin'));
  // A clock that stands still says nothing of speed.
  expect(first.report!.training).toMatchObject({
    wallSeconds: 0,
    environmentStepsPerSecond: null,
    updatesPerSecond: null,
  });
});

describe('resuming', () => {
  /** A run that was stopped after some steps. */
  async function stopped(): Promise<string> {
    const out = join(freshFolder(), 'stopped');
    const host = stoppingHost(5);
    expect((await train(ladder, settings, { out, backend, host })).report).toBeNull();
    expect(host.heard.warn).toEqual([`stopped; continue with: resume(${JSON.stringify(out)})`]);
    return out;
  }

  it('without a checkpoint says that it starts anew, and does', async () => {
    const [out, whole] = [await stopped(), join(freshFolder(), 'whole')];
    rmSync(join(out, 'checkpoint'), { recursive: true });
    const host = hearingHost();
    expect((await resume(out, [ladder], { host })).report).not.toBeNull();
    expect(host.heard.warn).toEqual([`${out}: stopped before its first checkpoint; it starts anew`]);
    await train(ladder, settings, { out: whole, backend });
    expect(bytes(out, 'metrics.csv')).toBe(bytes(whole, 'metrics.csv'));
    expect(bytes(out, 'model/weights.bin')).toBe(bytes(whole, 'model/weights.bin'));
  });

  it('says nothing of a start while another training holds the folder', async () => {
    const out = await stopped();
    rmSync(join(out, 'checkpoint'), { recursive: true });
    const host = hearingHost();
    const held = openRunFolder(out, quietHost());
    await expect(resume(out, [ladder], { host })).rejects.toThrow(
      'expected a folder without a running training',
    );
    held.release();
    expect(host.heard.warn).toEqual([]);
  });

  it('with a checkpoint says where it goes on, and comes to the same bytes', async () => {
    const [out, whole] = [await stopped(), join(freshFolder(), 'whole')];
    await train(ladder, settings, { out: whole, backend });
    const host = hearingHost();
    const { report } = await resume(out, [ladder], { host });
    expect(bytes(out, 'metrics.csv')).toBe(bytes(whole, 'metrics.csv'));
    expect(bytes(out, 'model/weights.bin')).toBe(bytes(whole, 'model/weights.bin'));
    expect(host.heard.warn).toEqual([]);
    // The run's own, not the one that is taken by itself.
    expect(report!.backend.name).toBe('cpu');
    // Asked before the first step and after each of four lanes: the sixth question comes after 20 transitions.
    expect(host.heard.info).toContain('continuing at 20 of 40 steps');
  });

  it('a finished run gives its report and trains nothing', async () => {
    const out = join(freshFolder(), 'done');
    const { report } = await train(ladder, settings, { out, backend });
    const host = hearingHost({
      listenForStop: () => {
        throw new Error('it trains');
      },
    });
    expect((await resume(out, [ladder], { host })).report).toEqual(JSON.parse(JSON.stringify(report)));
  });

  it('takes the log from where it lies now, and no other one', async () => {
    const folder = freshFolder();
    const out = join(folder, 'run');
    const source = smallLog(folder);
    await train(source, training, { out, backend, host: stoppingHost(5) });
    const moved = join(folder, 'moved.csv');
    renameSync(source.file, moved);
    const other = join(folder, 'other.csv');
    writeFileSync(other, readFileSync(moved, 'utf8').replace('29,none,9', '29,none,8'));

    await expect(resume(out, [])).rejects.toThrow(`${source.file}: cannot read: no such file or folder`);
    await expect(resume(out, [], { data: other })).rejects.toThrow(
      `${other}: expected the data of the run (sha-256 `,
    );
    expect(existsSync(join(out, 'report.json'))).toBe(false);
    expect((await resume(out, [], { data: moved })).report).not.toBeNull();
  });
});

describe('a run whose lock another one has taken', () => {
  const other = (out: string) => writeFileSync(join(out, 'training.lock'), 'of another training\n');

  it('ends in training, and leaves the other one alone', async () => {
    const out = join(freshFolder(), 'run');
    let asked = 0;
    const host = {
      ...hearingHost(),
      listenForStop: () => ({
        shouldStop: () => {
          asked += 1;
          if (asked === 3) other(out);
          return Promise.resolve(false);
        },
        release: () => undefined,
      }),
    };
    const clock = jest.spyOn(performance, 'now');
    // A sign of life is due at every step.
    let now = 0;
    clock.mockImplementation(() => (now += 6000));
    await expect(train(ladder, settings, { out, backend, host })).rejects.toThrow(
      'expected the lock of this training',
    );
    clock.mockRestore();
    expect(readFileSync(join(out, 'training.lock'), 'utf8')).toBe('of another training\n');
    expect(existsSync(join(out, 'report.json'))).toBe(false);
  });

  it('writes no report when it has judged', async () => {
    const out = join(freshFolder(), 'run');
    const clock = jest.spyOn(performance, 'now');
    const taken: World = {
      ...ladder,
      open: (own) => ({
        ...ladder.open(own),
        views: () => {
          other(out);
          let now = performance.now();
          clock.mockImplementation(() => (now += 6000));
          return Promise.resolve({});
        },
      }),
    };
    await expect(train(taken, settings, { out, backend })).rejects.toThrow(
      'expected the lock of this training',
    );
    clock.mockRestore();
    expect(existsSync(join(out, 'report.json'))).toBe(false);
  });
});

it('trainings that are started at once take turns, each with its own backend', async () => {
  const folder = freshFolder();
  const runs = await Promise.all([
    train(ladder, settings, { out: join(folder, 'wasm'), backend: 'wasm' }),
    train(ladder, settings, { out: join(folder, 'cpu'), backend: 'cpu' }),
  ]);
  expect(runs.map(({ report }) => report!.backend.name)).toEqual(['wasm', 'cpu']);
});

it('a signal stops a training also where a host hears of it', async () => {
  const stop = new AbortController();
  stop.abort();
  const host = hearingHost();
  const { report } = await train(ladder, settings, {
    out: join(freshFolder(), 'run'),
    backend,
    host,
    signal: stop.signal,
  });
  expect(report).toBeNull();
  expect(host.heard.warn.at(-1)).toMatch(/^stopped; continue with: /);
});

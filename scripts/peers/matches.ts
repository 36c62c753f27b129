/** Who meets whom, at what: the four sections of the comparison. */
import { join } from 'node:path';
import { checkEpisodeRewards, checkParameters, checkPassRewards, type Checks } from './checks';
import { measureProcess, THREADS, type Contender, type Match, type Outcome } from './contender';
import { formatNumber } from '../../src/report/format';
import { firstToReach } from './judge';
import type { EnvironmentNumbers } from './ours/environment';
import type { StudyNumbers } from './ours/study';
import type { TrainingNumbers } from './ours/training';
import type { UpdateNumbers } from './ours/update';
import type { Section } from './results';
import { writeStudyInputs } from './study-inputs';
import { trainingSettings, writeTrainingInputs } from './training-settings';
import { taskFolder, taskName, updateTasks, writeUpdateInputs } from './update-inputs';

export interface Setting {
  readonly root: string;
  /** Folder for what the contenders hand each other. */
  readonly folder: string;
  /** The interpreter that has the peers. */
  readonly python: string;
  /** Seconds that a speed is measured for. */
  readonly seconds: number;
  readonly checks: Checks;
}

/** Share of the best known value at which a training has arrived. */
export const GOAL = 0.99;

interface Ours {
  readonly name: string;
  readonly args: readonly string[];
}

const native = (program: string, xla: string) => [
  ...['--backend', 'tensorflow', '--program', program, '--xla', xla],
];
const graph: Ours = { name: 'contact-dqn, native graph', args: native('graph', 'off') };
const compiled: Ours = { name: 'contact-dqn, native graph + XLA', args: native('graph', 'on') };
const eager: Ours = { name: 'contact-dqn, native eager', args: native('eager', 'off') };
const wasm: Ours = { name: 'contact-dqn, wasm', args: ['--backend', 'wasm', '--program', 'wasm'] };

function oursCommand({ root }: Setting, what: Section, args: readonly string[]): readonly string[] {
  return [process.execPath, join(root, 'dist/scripts/peers/ours.js'), '--what', what, ...args];
}

function pythonCommand({ root, python }: Setting, script: string, args: readonly string[]) {
  return [python, join(root, 'scripts/peers', script), ...args];
}

/** Updates per call that JAX's and TensorFlow's usual loops would take. */
const USUAL_K = '16';

/** A process of a contender takes all nets in turn: what it imports takes longer than what it measures. */
export function updateMatches(setting: Setting): Match[] {
  const inputs = join(setting.folder, 'update');
  for (const task of updateTasks) writeUpdateInputs(taskFolder(inputs, task), task);
  const contender = (name: string, ours: boolean, command: readonly string[]): Contender => ({
    name,
    ours,
    async run() {
      const out = `after ${name}.npy`;
      const seconds = `${setting.seconds}`;
      const { tasks, peakMegabytes, versions } = await measureProcess<UpdateNumbers>([
        ...command,
        ...['--inputs', inputs, '--out', out, '--seconds', seconds],
      ]);
      return updateTasks.map((updateTask): Outcome => {
        const task = taskName(updateTask);
        checkParameters(setting.checks, join(taskFolder(inputs, updateTask), out), task, name);
        const { millisecondsPerUpdate: value, ...details } = tasks[task]!;
        return { task, metric: 'ms per update', value, details: { ...details }, peakMegabytes, versions };
      });
    },
  });
  const ours = ({ name, args }: Ours) => contender(name, true, oursCommand(setting, 'update', args));
  const peer = (name: string, script: string, ...args: string[]) =>
    contender(name, false, pythonCommand(setting, script, args));
  const threads = ['--threads', `${THREADS}`];
  const tensorflow = ['update_tensorflow.py', ...threads, '--k', USUAL_K] as const;
  const contenders = [
    ours(wasm),
    peer('PyTorch eager', 'update_torch.py', ...threads),
    ours(graph),
    peer(`JAX jit scan, K = ${USUAL_K}`, 'update_jax.py', '--k', USUAL_K),
    peer('JAX jit scan, our K', 'update_jax.py', '--k', '0'),
    ours(compiled),
    peer('PyTorch eager, fused Adam', 'update_torch.py', ...threads, '--optimizer', 'fused'),
    ours(eager),
    peer('TensorFlow Python, tf.range', ...tensorflow),
    // As ours computes: without oneDNN. Unrolled and with XLA is left out: a net compiles for 10 to 20 s.
    peer('TensorFlow Python, unrolled, no oneDNN', ...tensorflow, '--loop', 'unrolled', '--onednn', 'off'),
    peer('TensorFlow Python, XLA, no oneDNN', ...tensorflow, '--xla', 'on', '--onednn', 'off'),
  ];
  return [{ section: 'update', task: 'all nets', contenders }];
}

export function environmentMatches(setting: Setting): Match[] {
  const contender = (name: string, ours: boolean, command: readonly string[]): Contender => ({
    name,
    ours,
    async run() {
      const { stepsPerSecond, episodeReward, peakMegabytes, versions } =
        await measureProcess<EnvironmentNumbers>(command);
      checkEpisodeRewards(setting.checks, name, episodeReward);
      return Object.entries(stepsPerSecond).map(([lanes, value]): Outcome => ({
        ...{
          task: lanes === '1' ? '1 lane' : `${formatNumber(Number(lanes))} lanes`,
          metric: 'steps per second',
          value,
          peakMegabytes,
          versions,
        },
      }));
    },
  });
  const contenders = [
    contender('contact-dqn', true, oursCommand(setting, 'environment', [])),
    contender('numpy, vectorised', false, pythonCommand(setting, 'environment_numpy.py', [])),
    contender('gymnasium.Env', false, pythonCommand(setting, 'environment_gymnasium.py', [])),
  ];
  return [{ section: 'environment', task: 'segment environment', contenders }];
}

/** What a training prints, made a result: the time at the first point whose policy the judge accepts. */
async function trainingOutcomes(
  numbers: TrainingNumbers & Pick<Outcome, 'peakMegabytes' | 'versions'>,
  file: string,
): Promise<Outcome[]> {
  const { points, peakMegabytes, versions } = numbers;
  const reached = await firstToReach(file, GOAL);
  if (reached === null)
    throw new Error(`did not reach ${100 * GOAL} % within ${points.at(-1)![0]} environment steps`);
  const [environmentSteps, updates, seconds, preparation] = points[reached]!;
  const details = { environmentSteps, updates };
  return [
    { task: 'first calls included', value: seconds },
    { task: 'without recording and compiling', value: seconds - preparation },
  ].map(({ task, value }) => ({ task, value, metric: 'seconds', details, peakMegabytes, versions }));
}

export function trainingMatches(setting: Setting): Match[] {
  const inputs = join(setting.folder, 'training');
  writeTrainingInputs(inputs);
  const contender = (name: string, ours: boolean, command: readonly string[]): Contender => ({
    name,
    ours,
    async run(round) {
      const out = join(inputs, `${name} ${round + 1}.npy`);
      // A round is a seed.
      const numbers = await measureProcess<TrainingNumbers>([
        ...command,
        ...['--out', out, '--seed', `${round + 1}`],
      ]);
      return trainingOutcomes(numbers, out);
    },
  });
  const ours = ({ name, args }: Ours) => contender(name, true, oursCommand(setting, 'training', args));
  const peer = (name: string, script: string, ...args: string[]) =>
    contender(name, false, pythonCommand(setting, script, ['--inputs', inputs, ...args]));
  // One thread of PyTorch: at operations this small, two wait for each other wherever a core is busy.
  const baselines = (environments: number, name: string) =>
    peer(name, 'train_sb3.py', '--threads', '1', '--environments', `${environments}`);
  const lanes = trainingSettings.environments;
  const contenders = [
    ours(wasm),
    baselines(1, 'Stable-Baselines3, 1 environment'),
    ours(graph),
    peer('JAX, one scan', 'jax_dqn.py'),
    ours(compiled),
    baselines(lanes, `Stable-Baselines3, ${lanes} environments`),
  ];
  return [{ section: 'training', task: 'segment policy', contenders }];
}

export async function studyMatches(setting: Setting): Promise<Match[]> {
  const inputs = join(setting.folder, 'study');
  await writeStudyInputs(inputs, setting.root);
  const seconds = ['--seconds', `${2 * setting.seconds}`];
  const contender = (name: string, ours: boolean, command: readonly string[]): Contender => ({
    name,
    ours,
    async run() {
      const numbers = await measureProcess<StudyNumbers>([...command, ...seconds]);
      checkPassRewards(setting.checks, name, numbers.passReward);
      const { stepsPerSecond: value, updatesPerSecond } = numbers;
      const task = 'sales-channel study, published settings';
      return [{ ...numbers, task, metric: 'steps per second', value, details: { updatesPerSecond } }];
    },
  });
  const ours = ({ name, args }: Ours) => contender(name, true, oursCommand(setting, 'study', args));
  const args = ['--inputs', inputs, '--threads', `${THREADS}`];
  const peer = contender('Stable-Baselines3', false, pythonCommand(setting, 'study_sb3.py', args));
  const contenders = [ours(wasm), peer, ours(graph), ours(compiled)];
  return [{ section: 'study', task: 'sales-channel study', contenders }];
}

/** The same decisions given to d3rlpy: its columns as files, a process that learns from them and is asked for values. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { QFunction } from '../../src/policies/policy';
import type { DecisionColumns } from '../../src/replay/logged-decisions';
import { writeNpy } from '../peers/npy';
import { pythonWith } from '../peers/python';

const root = join(__dirname, '../../..');

export const peerAlgorithms = ['dqn', 'double-dqn', 'cql', 'bcq'] as const;
export type PeerAlgorithm = (typeof peerAlgorithms)[number];

/** What the process says when it has learned. */
export interface PeerLearned {
  readonly seconds: number;
  /** On all cores together. */
  readonly processorSeconds: number;
  readonly batchSize: number;
  readonly versions: Readonly<Record<string, string>>;
}

export interface PeerRequest {
  readonly algorithm: PeerAlgorithm;
  readonly gamma: number;
  readonly updates: number;
  readonly seed: number;
}

/**
 * Columns as `MDPDataset` takes them. Its episodes end where a customer is gone, and are cut where the log is: nothing is
 * bootstrapped after the one, and the last decision before the other is not learned from, as with us.
 *
 * @param columns rewards as they are learned from, on their scale
 * @param terminated [n] 1 where nothing can follow
 */
export function writePeerLog(folder: string, columns: DecisionColumns, terminated: Uint8Array): void {
  const { observations, actions, rewards, next, features } = columns;
  const n = actions.length;
  const ends = (isGone: number) =>
    Float32Array.from(next, (follower, i) => (follower === -1 && terminated[i] === isGone ? 1 : 0));
  mkdirSync(folder, { recursive: true });
  writeNpy(join(folder, 'observations.npy'), observations, [n, features]);
  writeNpy(join(folder, 'actions.npy'), actions, [n]);
  writeNpy(join(folder, 'rewards.npy'), rewards, [n]);
  writeNpy(join(folder, 'terminals.npy'), ends(1), [n]);
  writeNpy(join(folder, 'timeouts.npy'), ends(0), [n]);
}

/** Bytes of a stream, so many at a time. */
class ByteQueue {
  #held: Buffer[] = [];
  #size = 0;
  #wake: () => void = () => undefined;
  #failure: Error | null = null;

  constructor(child: ChildProcessWithoutNullStreams) {
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
    child.stdout.on('data', (bytes: Buffer) => {
      this.#held.push(bytes);
      this.#size += bytes.length;
      this.#wake();
    });
    child.on('close', () => {
      this.#failure = new Error(`learn_d3rlpy.py ended: ${said.trim().split('\n').at(-1) ?? ''}`);
      this.#wake();
    });
  }

  async take(bytes: number): Promise<Buffer> {
    while (this.#size < bytes) {
      if (this.#failure !== null) throw this.#failure;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const all = Buffer.concat(this.#held);
    this.#held = [all.subarray(bytes)];
    this.#size -= bytes;
    return all.subarray(0, bytes);
  }

  async takeLine(): Promise<string> {
    let line = '';
    for (;;) {
      const character = (await this.take(1)).toString();
      if (character === '\n') return line;
      line += character;
    }
  }
}

export interface Peer extends QFunction {
  readonly learned: PeerLearned;
  close(): void;
}

/** @throws Error with the last line that Python said if it fails */
export async function learnedByPeer(
  folder: string,
  { features, actionCount }: Pick<DecisionColumns, 'features' | 'actionCount'>,
  { algorithm, gamma, updates, seed }: PeerRequest,
): Promise<Peer> {
  const python = pythonWith(
    {
      name: 'd3rlpy',
      requirements: join(root, 'scripts/study-logged/requirements.txt'),
      announcement: ['d3rlpy, PyTorch and what they need; most of it CUDA libraries that PyTorch asks for'],
    },
    (line) => process.stderr.write(`${line}\n`),
  );
  const child = spawn(
    python,
    [
      join(root, 'scripts/study-logged/learn_d3rlpy.py'),
      ...['--inputs', folder, '--algorithm', algorithm, '--actions', String(actionCount)],
      ...['--gamma', String(gamma), '--updates', String(updates), '--seed', String(seed)],
    ],
    // Batches of 32 are slower on two threads than on one.
    { env: { ...process.env, OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1' } },
  );
  const answers = new ByteQueue(child);
  const learned = JSON.parse(await answers.takeLine()) as PeerLearned;
  return {
    learned,
    qValues: async (observations) => {
      const rows = observations.length / features;
      child.stdin.write(Buffer.from(Int32Array.of(rows).buffer));
      child.stdin.write(Buffer.from(observations.slice().buffer));
      const bytes = await answers.take(4 * rows * actionCount);
      return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    },
    close: () => child.stdin.end(),
  };
}

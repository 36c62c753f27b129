import fs from 'node:fs';

type Writer = 'openSync' | 'writeSync' | 'fsyncSync' | 'renameSync' | 'rmSync' | 'mkdirSync';
const WRITERS: readonly Writer[] = [
  'openSync',
  'writeSync',
  'fsyncSync',
  'renameSync',
  'rmSync',
  'mkdirSync',
];

/**
 * From the k-th call on, nothing reaches the disk any more, as if the process had been killed in that call; if it is
 * a write, half of it does.
 *
 * @returns brings the process back, and says whether the k-th call came
 */
export function killAtCall(k: number): () => boolean {
  let calls = 0;
  for (const name of WRITERS) {
    const original = fs[name] as (...args: unknown[]) => unknown;
    jest.spyOn(fs, name).mockImplementation(((...args: unknown[]) => {
      calls += 1;
      if (calls < k) return original(...args);
      if (calls === k && name === 'writeSync') {
        const bytes = args[1] as Uint8Array;
        original(args[0], bytes, 0, Math.floor(bytes.length / 2));
      }
      throw new Error(`killed in ${name}`);
    }) as never);
  }
  return () => {
    jest.restoreAllMocks();
    return calls >= k;
  };
}

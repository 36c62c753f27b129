/** What `evaluate` says of a policy on a log, read back from its document. */
import { writeFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../src/dataset/audit/finding';
import type { OffPolicy } from '../../src/evaluate/off-policy/result';
import type { Verdict } from '../../src/evaluate/verdict';
import { runHere } from './command-here';

export interface JudgedLog {
  /** Of the process: 3 where a gate stayed closed. */
  readonly code: number | null;
  readonly offPolicy: OffPolicy;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

/**
 * @param flags beside `--data`, `--schema` and `--policy`
 * @throws Error with what was printed if nothing was judged
 */
export async function judgedLog(
  data: string,
  schema: object,
  policy: string,
  flags: readonly string[] = [],
): Promise<JudgedLog> {
  const folder = mkdtempSync(join(tmpdir(), 'contact-dqn-'));
  try {
    writeFileSync(join(folder, 'schema.json'), JSON.stringify(schema));
    const log = ['--data', data, '--schema', 'schema.json', '--policy', policy];
    const { code, stdout, stderr } = await runHere(
      ['evaluate', ...log, ...flags, '--json', '--quiet'],
      folder,
    );
    if (stdout === '') throw new Error(stderr);
    const { offPolicy, verdict, audit } = JSON.parse(stdout) as Pick<JudgedLog, 'offPolicy' | 'verdict'> & {
      readonly audit: Pick<JudgedLog, 'findings'>;
    };
    return { code, offPolicy, verdict, findings: audit.findings };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One estimate of one policy, with the standard error that its interval of 95 % shows. */
export function estimateOf({ offPolicy }: JudgedLog, policy: string, estimator: string) {
  const { value, low, high } = offPolicy.policies[policy]!.estimates[estimator]!;
  return { value: value!, error: (high! - low!) / (2 * 1.96) };
}

/** How many standard errors an estimate lies from a number that is known. */
export function errorsFrom(judged: JudgedLog, policy: string, estimator: string, truth: number): number {
  const { value, error } = estimateOf(judged, policy, estimator);
  return (value - truth) / error;
}

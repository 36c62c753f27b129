/** Takes down which policies were judged on which decisions, and says which look at these decisions it was. */
import { relative } from 'node:path';
import { InputError } from '../../core/errors';
import { sha256 } from '../../core/files';
import type { LoggedRows } from '../../dataset/logged-rows';
import { countLooks, type Look, type Looks } from '../../evaluate/looks';
import type { Verdict } from '../../evaluate/verdict';
import type { Host } from '../host';

/** Decisions of a log that policies were judged on. */
export interface LookedAt {
  readonly dataHash: string;
  readonly split: 'all' | 'test';
  readonly rows: Pick<LoggedRows, 'lines'>;
}

export type LookingPolicy = Pick<Look, 'run' | 'policy' | 'identity'>;

export interface LookTaken {
  readonly subject: LookingPolicy;
  readonly verdict: Verdict;
  /** Level of the interval that decides the verdict. */
  readonly level: number;
  /** Policies whose values were read on the same decisions without a verdict: further models of one training. */
  readonly beside?: readonly LookingPolicy[];
}

/** Which decisions, by their lines in the log, in order. */
function hashOf({ lines }: Pick<LoggedRows, 'lines'>): string {
  return sha256(new Uint8Array(lines.buffer, lines.byteOffset, lines.byteLength));
}

/** A path as a reader of the report knows it: below the folder they work in, or in full. */
export function shownPath(file: string): string {
  const below = relative('', file);
  return below === '' || below.startsWith('..') ? file : below;
}

/**
 * A ledger that cannot be kept stops no run: it is said, and the report says that nothing was counted.
 *
 * @param taken what was read; call it before anybody is told
 */
export function takeLook(
  { dataHash, split, rows }: LookedAt,
  { subject, verdict, level, beside = [] }: LookTaken,
  { ledger, clock, logger }: Pick<Host, 'ledger' | 'clock' | 'logger'>,
): Looks {
  if (ledger === undefined || ledger === null)
    return { counted: false, reason: 'the program that judged keeps no ledger of looks' };
  const common = { at: new Date(clock.now()).toISOString(), decisions: hashOf(rows), split };
  const own: Look = { ...subject, ...common, verdict: verdict.decision, against: verdict.baseline };
  const others = beside.map((policy): Look => {
    return { ...policy, ...common, verdict: null, against: null };
  });
  try {
    const counted = countLooks(ledger.add(dataHash, [...others, own]), own, level);
    const shown = counted.others.map((look) => {
      return { ...look, run: look.run === null ? null : shownPath(look.run) };
    });
    return { ...counted, others: shown };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    logger.warn(`looks at these decisions are not counted: ${error.message}`);
    return { counted: false, reason: error.message };
  }
}

/** Takes down which policies were judged on which decisions, and says which look at these decisions it was. */
import { relative } from 'node:path';
import { InputError } from '../../core/errors';
import { sha256 } from '../../core/hashes';
import { rowsInFiles, type PlacedRows } from '../../dataset/contacts/rows-in-files';
import { reordered } from '../../dataset/contacts/row-order';
import type { LoggedDecisions } from '../../dataset/decisions/decisions';
import { countLooks, type Look, type Looks } from '../../evaluate/looks';
import type { Verdict } from '../../evaluate/verdict';
import type { Host } from '../host';

/** Decisions of a log that policies were judged on. */
export interface LookedAt {
  /** SHA-256 of the log, without columns that `enrich` added. */
  readonly logHash: string;
  readonly split: 'all' | 'test';
  readonly contacts: { readonly log: PlacedRows; readonly decisions: Pick<LoggedDecisions, 'rows'> };
  /** Which of its decisions, in order. */
  readonly decisions: Int32Array;
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

/** The first row's line in a CSV file with a row a line: by lines of these, ledgers of before know decisions. */
const FIRST_LINE = 2;

/** Which decisions, by their rows in the log's files, in order: the same in CSV and Parquet, in one file and in several. */
function hashOf({ contacts: { log, decisions: all }, decisions }: LookedAt): string {
  const inFiles = rowsInFiles(log);
  const lines = reordered(inFiles, reordered(all.rows, decisions)).map((row) => row + FIRST_LINE);
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
  lookedAt: LookedAt,
  { subject, verdict, level, beside = [] }: LookTaken,
  { ledger, clock, logger }: Pick<Host, 'ledger' | 'clock' | 'logger'>,
): Looks {
  if (ledger === undefined || ledger === null)
    return { counted: false, reason: 'the program that judged keeps no ledger of looks' };
  const { logHash, split } = lookedAt;
  const common = { at: new Date(clock.now()).toISOString(), decisions: hashOf(lookedAt), split };
  const own: Look = { ...subject, ...common, verdict: verdict.decision, against: verdict.baseline };
  const others = beside.map((policy): Look => {
    return { ...policy, ...common, verdict: null, against: null };
  });
  try {
    const counted = countLooks(ledger.add(logHash, [...others, own]), own, level);
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

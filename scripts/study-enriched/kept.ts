/** Folders of what takes long and is kept: it is found again by all that it was made by, and by nothing else. */
import { join } from 'node:path';
import { canonicalJson, sha256 } from '../../src/core/hashes';
import { version } from '../../src/core/version';

/** @param madeBy sizes, settings and seeds: with others, and with another version, it is another folder */
export const keptIn = (folder: string, name: string, madeBy: Readonly<Record<string, unknown>>): string =>
  join(folder, `${name}-${sha256(canonicalJson({ version, ...madeBy })).slice(0, 12)}`);

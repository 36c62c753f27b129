/** The version of contact-dqn, and whether this is a checkout of it or an installed package. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** package.json lies two folders above the sources, and three above what the compiler makes of them. */
function packageFile(): string {
  const [near, far] = ['../..', '../../..'].map((up) => join(__dirname, up, 'package.json'));
  return existsSync(near!) ? near! : far!;
}

export const version = (JSON.parse(readFileSync(packageFile(), 'utf8')) as { version: string }).version;

/** The scripts that build and set up lie in a checkout alone. */
export const isCheckout = existsSync(join(dirname(packageFile()), 'scripts/run.mjs'));

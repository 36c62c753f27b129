/** The version of contact-dqn, as its package says. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** package.json lies two folders above the sources, and three above what the compiler makes of them. */
function packageFile(): string {
  const [near, far] = ['../..', '../../..'].map((up) => join(__dirname, up, 'package.json'));
  return existsSync(near!) ? near! : far!;
}

export const version = (JSON.parse(readFileSync(packageFile(), 'utf8')) as { version: string }).version;

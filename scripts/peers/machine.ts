/** The machine that a benchmark ran on, as its file says it. */
import { arch, cpus, platform, release, totalmem } from 'node:os';

export function thisMachine() {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
  };
}

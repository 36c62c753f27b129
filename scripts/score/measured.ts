/** How long something took in this process, as one line of JSON. */

/** What a process prints of its rows. */
export interface Measured {
  readonly seconds: number;
  /** Of all cores together; on a busy machine the more telling number. */
  readonly processorSeconds: number;
  readonly rows: number;
}

/** @param work says how many rows it went through */
export async function printMeasured(work: () => Promise<number>): Promise<void> {
  const started = performance.now();
  const processor = process.cpuUsage();
  const rows = await work();
  const { user, system } = process.cpuUsage(processor);
  const measured = {
    seconds: (performance.now() - started) / 1000,
    processorSeconds: (user + system) / 1e6,
    ...{ rows, peakMegabytes: process.resourceUsage().maxRSS / 1024 },
    versions: { Node: process.versions.node },
  };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}

/** Seconds of processor that work takes, on all cores: other work on the machine does not count. */
export async function timed<Result>(
  work: () => Result | Promise<Result>,
): Promise<{ readonly result: Result; readonly seconds: number }> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: Number(((user + system) / 1e6).toFixed(3)) };
}

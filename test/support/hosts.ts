/** Hosts of runs for tests: one that keeps what it is told, one that asks for an end. */
import type { Host } from '../../src/runs/host';
import { quietHost } from '../../src/runs/quiet-host';

export interface HearingHost extends Host {
  readonly heard: { readonly info: string[]; readonly warn: string[] };
}

/** @param changes what differs from the quiet host */
export function hearingHost(changes: Partial<Host> = {}): HearingHost {
  const heard: HearingHost['heard'] = { info: [], warn: [] };
  const logger = {
    info: (message: string) => void heard.info.push(message),
    warn: (message: string) => void heard.warn.push(message),
  };
  return { ...quietHost(), logger, ...changes, heard };
}

/** Asks for an end after so many questions, one of which comes before the first step. */
export function stoppingHost(questions: number): HearingHost {
  let asked = 0;
  return hearingHost({
    listenForStop: () => ({
      shouldStop: () => Promise.resolve((asked += 1) > questions),
      release: () => undefined,
    }),
  });
}

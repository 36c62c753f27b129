/** A log learned from as `train --data` does, and its model at work in the world. */
import type { RawInputs } from '../../src/dataset/features/raw-inputs';
import type { QFunction } from '../../src/policies/policy';
import type { LoggedReport } from '../../src/report/report';
import type { LearnedMethod } from '../../src/runs/logged/learned/settings';
import { logSource } from '../../src/runs/logged/log-source';
import { openModel } from '../../src/runs/open-model';
import { quietHost } from '../../src/runs/quiet-host';
import { train } from '../../src/runs/train';

/** The one that npm alone brings: anyone gets these numbers. */
export const BACKEND = 'wasm';

export interface OurMethod {
  readonly name: string;
  readonly method: LearnedMethod;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface Learned {
  readonly q: QFunction;
  readonly raw: RawInputs;
  readonly actions: readonly string[];
  readonly report: LoggedReport;
  /** Of the process, on all cores together, while it read, learned and judged. */
  readonly processorSeconds: number;
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** @param out the run's folder */
export async function learnedFrom(
  log: { readonly data: string; readonly schema: string },
  { method, settings }: OurMethod,
  seed: number,
  out: string,
): Promise<Learned> {
  const started = processorSeconds();
  const source = logSource(log.data, { schema: log.schema });
  // Judging is not what is studied.
  const quick = { ...settings, offPolicy: { resamples: 100 } };
  const { report } = await train(source, quick, { method, seed, out, backend: BACKEND });
  if (report?.kind !== 'logged') throw new Error(`${out}: the training was stopped`);
  const taken = processorSeconds() - started;
  const { qFunction: q, model, manifest } = await openModel(out, { backend: BACKEND }, quietHost());
  const { raw } = manifest;
  if (raw === undefined) throw new Error(`${out}: expected a model of raw columns`);
  return { q, raw, actions: model.actions, report, processorSeconds: taken };
}

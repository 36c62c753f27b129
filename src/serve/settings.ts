/** How a service is started. */
import type { Exploration } from '../decide/exploration';
import type { RuntimeChoice } from '../inference/on-onnx-runtime';

export { duration, milliseconds } from '../dataset/schema/durations';

export interface ServiceSettings {
  /** A run's folder, or its model/ folder. */
  readonly model: string;
  /** Its name in Open Inference Protocol routes. */
  readonly name: string;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly exploration: Exploration | null;
  /** What computes values: ONNX Runtime, our own programs, or ONNX Runtime where it is. */
  readonly runtime: RuntimeChoice;
  /** Of what is tried; null for numbers that nobody can foretell. */
  readonly seed: number | null;
  /** Folder of the decision log; null for none. */
  readonly log: string | null;
  /** Names of the columns that are logged; null for all. */
  readonly logColumns: readonly string[] | null;
  /** Milliseconds for which the decision log is kept; null for ever. */
  readonly retain: number | null;
  /** File of the contact store; null for none. */
  readonly store: string | null;
  /** Whoever asks must bring it; null for everybody. */
  readonly token: string | null;
  /** Most customers of one request, and of one batch. */
  readonly maxBatch: number;
  /** Milliseconds that a request waits for others to be decided with. */
  readonly latency: number;
  /** Milliseconds after which a request that has no decision gets none. */
  readonly timeout: number;
  /** Milliseconds that a client may take to send its request. */
  readonly sending: number;
  /** Most bytes of a request's body. */
  readonly maxBody: number;
  /** Milliseconds for which whoever asks is still answered when the service is to end, though it says that it is not ready. */
  readonly drain: number;
}

export const defaultServiceSettings = {
  name: 'policy',
  host: '127.0.0.1',
  runtime: 'auto',
  port: 8080,
  maxBatch: 256,
  latency: 1,
  timeout: 1000,
  sending: 10_000,
  maxBody: 2 ** 20,
  drain: 1000,
} as const satisfies Partial<ServiceSettings>;

/** Customers that may wait for a decision before more are refused. */
export const MOST_WAITING = 8192;

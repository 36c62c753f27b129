/**
 * What recording a step has to refuse, and how it says so. There are two kinds. What a recording would freeze, as a
 * value read back or a random number of the host, is a fault of the step: it is refused for good, for run operation by
 * operation it would give other numbers from run to run. What a recording only has no word for is NotRecordable: the
 * operations one by one give what the step means, so that a program may be run so instead.
 */
import * as tf from '@tensorflow/tfjs';
import { dirname, join, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/** Operations of tfjs that draw their numbers in JavaScript. */
const HOST_RANDOM = new Set([
  ...['dropout', 'multinomial', 'rand', 'randomGamma', 'randomNormal', 'randomStandardNormal'],
  ...['randomUniform', 'randomUniformInt', 'truncatedNormal'],
]);

/** An operation, a gradient or a tensor that a recording has no word for, and that tfjs can compute. */
export class NotRecordable extends RangeError {}

/** The line of the step that is running: the first one outside tfjs and src/tensor. */
export function callSite(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const frames = new Error().stack!.split('\n').slice(1);
  Error.stackTraceLimit = limit;
  // Source maps call tfjs's files tfjs-core/src/...
  const tfjs = [join('node_modules', '@tensorflow'), join('tfjs-core', 'src')].map((part) => sep + part);
  const inside = [...tfjs, dirname(__dirname) + sep, 'node:', '<anonymous>'];
  const frame = frames.find((line) => !inside.some((part) => line.includes(part)));
  return /\(?([^()\s]+:\d+):\d+\)?$/.exec(frame ?? '')?.[1] ?? 'unknown line';
}

/** @throws RangeError with the line of the step that asks for it */
export function refuse(what: string): never {
  throw new RangeError(`program: ${what}, at ${callSite()}`);
}

/**
 * Also for shapes that do not fit: nothing computes while a step is recorded, so that their error is tfjs's to tell.
 *
 * @throws NotRecordable with the line of the step that asks for it
 */
export function cannotRecord(what: string): never {
  throw new NotRecordable(`program: ${what}, at ${callSite()}`);
}

export function refuseReading(): never {
  refuse('a value is read back to the host');
}

export function refuseUnknown({ shape }: { readonly shape: readonly number[] }): never {
  refuse(`a tensor [${shape.join(', ')}] that is neither state nor input and was made before the step ran`);
}

/** Runs `work` with members of an object replaced; those of its class show again afterwards. */
export function withMembers<Target extends object, Result>(
  target: Target,
  members: Partial<Target>,
  work: () => Result,
): Result {
  Object.assign(target, members);
  try {
    return work();
  } finally {
    for (const name of Object.keys(members)) Reflect.deleteProperty(target, name);
  }
}

/** Runs `work` with random numbers of the host refused. */
export function withoutHostRandom<Result>(work: () => Result): Result {
  const engine = tf.engine();
  const startScope = engine.startScope.bind(engine);
  const checked = (name?: string) => {
    const operation = name?.replace(/_*op$/, '') ?? '';
    if (HOST_RANDOM.has(operation))
      refuse(`${operation} draws random numbers on the host: pass them as inputs`);
    startScope(name);
  };
  return withMembers(engine, { startScope: checked }, work);
}

/**
 * Records twice: what differs from run to run on the host, such as Math.random or a count of calls, would be frozen at
 * its first value.
 *
 * @throws RangeError if the recordings differ
 */
export function recordTwice<Recorded>(record: () => Recorded): Recorded {
  const recorded = record();
  if (isDeepStrictEqual(recorded, record())) return recorded;
  throw new RangeError(
    'program: two recordings of a step differ: what changes from run to run must be an input',
  );
}

/** The rules of one moment of an environment: kinds, lengths and ranges of the arrays, and how they agree. */
import { canonicalJson } from '../core/hashes';
import { specViolation } from '../core/spec';
import type { Decisions, VectorEnvironment } from './environment';
import type { TimeStep } from './time-step';

/** @throws Error with the complaint unless the condition holds */
export function demand(condition: boolean, complaint: string): asserts condition {
  if (!condition) throw new Error(`environment: ${complaint}`);
}

/** Values bit by bit, NaN and -0 included, also of what holds typed arrays. */
export function bits(value: unknown): string {
  if (ArrayBuffer.isView(value)) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  }
  if (Array.isArray(value)) return `[${value.map(bits).join()}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, part]) => `${key}:${bits(part)}`)
      .sort()
      .join()}}`;
  }
  return canonicalJson(value) ?? 'undefined';
}

/** One lane of a batch, bit by bit. */
export const rowOf = <Values extends Float32Array | Uint8Array>(
  values: Values,
  lane: number,
  width: number,
): string => bits(values.subarray(lane * width, (lane + 1) * width));

/** What one lane sees of a step, bit by bit. */
export function laneOf(environment: VectorEnvironment, step: TimeStep, lane: number): string {
  const features = environment.observationSpec.features.length;
  const row = (values: Float32Array | Uint8Array | null, width: number) =>
    values === null ? 'null' : rowOf(values, lane, width);
  return [
    row(step.observations, features),
    row(step.nextObservations, features),
    row(step.rewards, 1),
    row(step.costs, 1),
    row(step.discounts, 1),
    row(step.last, 1),
    row(step.allowed, environment.actions.length),
    row(step.nextAllowed, environment.actions.length),
  ].join();
}

function checkArray(
  name: string,
  value: unknown,
  kind: typeof Float32Array | typeof Uint8Array,
  length: number,
): void {
  demand(value instanceof kind, `${name} must be a ${kind.name}`);
  demand(value.length === length, `${name} must have ${length} elements, got ${value.length}`);
}

function checkFlags(name: string, values: Uint8Array): void {
  demand(
    values.every((value) => value === 0 || value === 1),
    `${name} must hold 0 and 1 only`,
  );
}

/** Shapes, kinds and ranges of one view of the world: what to act on, or what an action led to. */
function checkView(
  environment: VectorEnvironment,
  names: readonly [string, string],
  observations: Float32Array,
  allowed: Uint8Array | null,
): void {
  const { lanes, actions, observationSpec } = environment;
  checkArray(names[0], observations, Float32Array, lanes * observationSpec.features.length);
  const violation = specViolation(observationSpec, observations);
  demand(violation === null, `${names[0]}: ${violation ?? ''}`);
  if (allowed === null) return;
  checkArray(names[1], allowed, Uint8Array, lanes * actions.length);
  checkFlags(names[1], allowed);
  for (let lane = 0; lane < lanes; lane += 1) {
    const any = allowed.subarray(lane * actions.length, (lane + 1) * actions.length).includes(1);
    demand(any, `${names[1]}: lane ${lane} allows no action`);
  }
}

/** @throws Error unless this can be acted on */
export function checkDecisions(environment: VectorEnvironment, { observations, allowed }: Decisions): void {
  checkView(environment, ['observations', 'allowed'], observations, allowed);
}

/** Campaigns may cost, No Action may not, and nothing costs less than that. */
function checkCosts(costs: Float32Array, taken: Int32Array): void {
  costs.forEach((cost, lane) => {
    demand(cost >= 0, `costs must be >= 0, lane ${lane} has ${cost}`);
    demand(taken[lane] !== 0 || cost === 0, `No Action costs nothing, but lane ${lane} paid ${cost}`);
  });
}

/**
 * @param taken [lanes] actions that the step was made with
 * @throws Error unless the arrays of a step keep to the contract and agree with each other
 */
export function checkStep(environment: VectorEnvironment, step: TimeStep, taken: Int32Array): void {
  const { lanes, actions, observationSpec } = environment;
  checkDecisions(environment, step);
  checkView(environment, ['nextObservations', 'nextAllowed'], step.nextObservations, step.nextAllowed);
  for (const name of ['rewards', 'costs', 'discounts'] as const) {
    checkArray(name, step[name], Float32Array, lanes);
    const lane = step[name].findIndex((value) => !Number.isFinite(value));
    demand(lane < 0, `${name} must be finite, lane ${lane} has ${step[name][lane] ?? ''}`);
  }
  checkCosts(step.costs, taken);
  checkArray('last', step.last, Uint8Array, lanes);
  checkFlags('last', step.last);
  demand(
    (step.allowed === null) === (step.nextAllowed === null),
    'allowed and nextAllowed must both be null or neither',
  );
  for (let lane = 0; lane < lanes; lane += 1) {
    const discount = step.discounts[lane]!;
    demand(discount >= 0 && discount <= 1, `discounts must be in [0, 1], lane ${lane} has ${discount}`);
    if (step.last[lane] === 1) continue;
    demand(discount > 0, `lane ${lane} has discount 0 but its episode goes on`);
    const width = observationSpec.features.length;
    demand(
      rowOf(step.observations, lane, width) === rowOf(step.nextObservations, lane, width),
      `observations and nextObservations of lane ${lane} differ although its episode goes on`,
    );
    if (step.allowed === null || step.nextAllowed === null) continue;
    demand(
      rowOf(step.allowed, lane, actions.length) === rowOf(step.nextAllowed, lane, actions.length),
      `allowed and nextAllowed of lane ${lane} differ although its episode goes on`,
    );
  }
}

/** What compiled steps cannot hold. */
import { COMPILED_MEMORY_BYTES, NotEnoughMemory, type TensorSpec } from '../program';
import { callSite, cannotRecord } from '../recorded/refusals';
import { NUMBER_BYTES, sizeOf } from '../recorded/shapes';

/** @throws NotEnoughMemory if so many bytes are more than there can be */
export function expectMemory(what: string, bytes: number): void {
  if (bytes > COMPILED_MEMORY_BYTES) throw new NotEnoughMemory(what, bytes, COMPILED_MEMORY_BYTES);
}

/**
 * For every tensor of a recording, also those that are never in memory.
 *
 * @throws NotRecordable for one without numbers: loops in WebAssembly run at least once
 * @throws NotEnoughMemory for one whose bytes loops cannot count
 */
export function expectTensor(spec: TensorSpec): void {
  const { shape } = spec;
  const named = `a tensor [${shape.join(', ')}]`;
  if (!shape.every((length) => Number.isInteger(length) && length > 0))
    cannotRecord(`${named} without numbers cannot be compiled`);
  const bytes = sizeOf(spec) * NUMBER_BYTES;
  if (bytes > COMPILED_MEMORY_BYTES) expectMemory(`${named}, made at ${callSite()},`, bytes);
}

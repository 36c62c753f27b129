/**
 * Arrays of the same kind and the same bytes are equal, which a look at each element finds out a thousand times as
 * slowly. What differs in its bytes is still compared as ever: -0 and 0, or the kinds of NaN.
 */
type EqualityTester = (one: unknown, other: unknown) => boolean | undefined;

const equalBytes: EqualityTester = (one, other) => {
  if (!ArrayBuffer.isView(one) || !ArrayBuffer.isView(other)) return undefined;
  if (one.constructor !== other.constructor) return undefined;
  return bytesOf(one).equals(bytesOf(other)) ? true : undefined;
};

// Its types lack it.
(expect as unknown as { addEqualityTesters(testers: EqualityTester[]): void }).addEqualityTesters([
  equalBytes,
]);

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

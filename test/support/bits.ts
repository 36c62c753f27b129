/** A value as text that differs wherever a bit differs: -0, the kinds of NaN, the order of keys. */
export function bits(value: unknown): string {
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return bytes.toString('hex');
  }
  if (ArrayBuffer.isView(value)) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return `${Object.prototype.toString.call(value)}${bytes.toString('hex')}`;
  }
  if (Array.isArray(value)) return `[${value.map(bits).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, part]) => `${JSON.stringify(key)}:${bits(part)}`)
    .join()}}`;
}

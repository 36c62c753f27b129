/**
 * Writes WebAssembly modules: instructions as nested lists of bytes, functions of them, and the sections around those.
 * Only what programs are made of is here.
 *
 * @see https://webassembly.github.io/spec/core/binary
 */

/** Instructions, or the bytes that instructions are made of. */
export type Code = readonly (number | Code)[];
export type NumberType = 'i32' | 'f32' | 'v128';

/** A parameter or a variable of a function. */
export interface Local {
  readonly index: number;
  readonly type: NumberType;
}

export interface FunctionType {
  readonly name: string;
  readonly parameters: readonly NumberType[];
}

/** A function without a result. */
export interface WasmFunction extends FunctionType {
  readonly locals: readonly NumberType[];
  readonly body: Code;
}

export interface WasmModule {
  /** Functions of another module over the same memory; they come first in the numbering of functions. */
  readonly imports: readonly FunctionType[];
  /** All are exported. */
  readonly functions: readonly WasmFunction[];
}

/** Under which names a module imports its memory and its functions. */
export const MEMORY = { module: 'memory', name: 'memory' } as const;
export const FUNCTIONS = 'functions';

const typeCodes: Readonly<Record<NumberType, number>> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };
const MAGIC_AND_VERSION: Code = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** LEB128 of a number below 2³². */
function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  return bytes;
}

/** LEB128 of a 32-bit integer with its sign. */
function signed(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 127;
    rest >>= 7;
    const done = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0);
    bytes.push(done ? low : low + 128);
    if (done) return bytes;
  }
}

function float(value: number): Code {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}

function pushBytes(code: Code, bytes: number[]): void {
  for (const part of code) {
    if (typeof part === 'number') bytes.push(part);
    else pushBytes(part, bytes);
  }
}

function bytesOf(code: Code): number[] {
  const bytes: number[] = [];
  pushBytes(code, bytes);
  return bytes;
}

const sized = (code: Code): Code => {
  const bytes = bytesOf(code);
  return [unsigned(bytes.length), bytes];
};
const list = (items: readonly Code[]): Code => [unsigned(items.length), items];
const text = (value: string): Code => sized([...Buffer.from(value)]);

const simd = (opcode: number): Code => [0xfd, unsigned(opcode)];
const unary =
  (opcode: Code) =>
  (x: Code): Code => [x, opcode];
const binary =
  (opcode: Code) =>
  (x: Code, y: Code): Code => [x, y, opcode];
/** Alignment is a hint alone; four bytes is what all have. */
const memoryArgument = (offset: number): Code => [2, unsigned(offset)];
const load =
  (opcode: Code) =>
  (address: Code, offset = 0): Code => [address, opcode, memoryArgument(offset)];
const store =
  (opcode: Code) =>
  (address: Code, value: Code, offset = 0): Code => [address, value, opcode, memoryArgument(offset)];

export const get = ({ index }: Local): Code => [0x20, unsigned(index)];
export const set = ({ index }: Local, value: Code): Code => [value, 0x21, unsigned(index)];
export const call = (index: number, ...parameters: readonly Code[]): Code => [
  parameters,
  0x10,
  unsigned(index),
];
export const when = (condition: Code, then: Code, otherwise: Code = []): Code => [
  [condition, 0x04, 0x40, then],
  otherwise.length === 0 ? [] : [0x05, otherwise],
  0x0b,
];
/** `chosen` where the condition is not zero, else `other`; both are computed. */
export const select = (chosen: Code, other: Code, condition: Code): Code => [chosen, other, condition, 0x1b];

export const i32 = {
  constant: (value: number): Code => [0x41, signed(value)],
  load: load([0x28]),
  store: store([0x36]),
  equal: binary([0x46]),
  less: binary([0x48]),
  notLess: binary([0x4e]),
  add: binary([0x6a]),
  subtract: binary([0x6b]),
  multiply: binary([0x6c]),
  /** Of numbers that are not negative. */
  divide: binary([0x6e]),
  remainder: binary([0x70]),
  or: binary([0x72]),
  shiftLeft: binary([0x74]),
  /** With the sign. */
  shiftRight: binary([0x75]),
};

export const f32 = {
  constant: (value: number): Code => [0x43, float(value)],
  load: load([0x2a]),
  store: store([0x38]),
  equal: binary([0x5b]),
  notEqual: binary([0x5c]),
  less: binary([0x5d]),
  greater: binary([0x5e]),
  lessEqual: binary([0x5f]),
  greaterEqual: binary([0x60]),
  fromInteger: unary([0xb2]),
  /** The integer before it; the nearest there is for what is too large, 0 for what is not a number. */
  toInteger: unary([0xfc, 0]),
  bits: unary([0xbc]),
  ofBits: unary([0xbe]),
  abs: unary([0x8b]),
  negate: unary([0x8c]),
  /** The nearest whole number. */
  nearest: unary([0x90]),
  sqrt: unary([0x91]),
  add: binary([0x92]),
  subtract: binary([0x93]),
  multiply: binary([0x94]),
  divide: binary([0x95]),
  min: binary([0x96]),
  max: binary([0x97]),
};

/** Four float32 numbers. */
export const f32x4 = {
  load: load(simd(0)),
  /** One number four times. */
  loadSplat: load(simd(9)),
  store: store(simd(11)),
  constant: (value: number): Code => [simd(12), [float(value), float(value), float(value), float(value)]],
  splat: unary(simd(0x13)),
  lane: (lane: number, x: Code): Code => [x, simd(0x1f), lane],
  equal: binary(simd(0x41)),
  notEqual: binary(simd(0x42)),
  less: binary(simd(0x43)),
  greater: binary(simd(0x44)),
  lessEqual: binary(simd(0x45)),
  greaterEqual: binary(simd(0x46)),
  /** Bit by bit. */
  and: binary(simd(0x4e)),
  /** The bits of `chosen` where the mask has ones, else those of `other`. */
  choose: (chosen: Code, other: Code, mask: Code): Code => [chosen, other, mask, simd(0x52)],
  nearest: unary(simd(0x6a)),
  fromInteger: unary(simd(0xfa)),
  toInteger: unary(simd(0xf8)),
  abs: unary(simd(0xe0)),
  negate: unary(simd(0xe1)),
  sqrt: unary(simd(0xe3)),
  add: binary(simd(0xe4)),
  subtract: binary(simd(0xe5)),
  multiply: binary(simd(0xe6)),
  divide: binary(simd(0xe7)),
  min: binary(simd(0xe8)),
  max: binary(simd(0xe9)),
  /** Lanes 0 to 3 of the first, 4 to 7 of the second. */
  shuffle: (lanes: readonly [number, number, number, number], x: Code, y: Code): Code => [
    [x, y, simd(13)],
    lanes.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]),
  ],
};

const integers = (value: number): Code => [
  ...new Uint8Array(Int32Array.of(value, value, value, value).buffer),
];

/** Four int32 numbers. */
export const i32x4 = {
  constant: (value: number): Code => [simd(12), integers(value)],
  /** By as many bits as an int32 says. */
  shiftLeft: binary(simd(0xab)),
  shiftRight: binary(simd(0xac)),
  add: binary(simd(0xae)),
  subtract: binary(simd(0xb1)),
};

/** Copies bytes; source and target may overlap. */
export const copyMemory = (target: Code, source: Code, bytes: Code): Code => [
  [target, source, bytes],
  [0xfc, unsigned(10), 0, 0],
];

/** Runs the body for `counter` = from, from + step, ... as long as it is less than `to`; at least once. */
export const repeat = (counter: Local, from: Code, to: Code, step: number, body: Code): Code => [
  set(counter, from),
  [0x03, 0x40, body],
  set(counter, i32.add(get(counter), i32.constant(step))),
  [i32.less(get(counter), to), 0x0d, 0, 0x0b],
];

/** A function whose body is written with its parameters and with variables that are made on the way. */
export function wasmFunction<Parameters extends readonly NumberType[]>(
  name: string,
  parameters: Parameters,
  write: (
    parameters: { readonly [Key in keyof Parameters]: Local },
    local: (type: NumberType) => Local,
  ) => Code,
): WasmFunction {
  const locals: NumberType[] = [];
  const local = (type: NumberType): Local => {
    locals.push(type);
    return { index: parameters.length + locals.length - 1, type };
  };
  const own = parameters.map((type, index): Local => ({ index, type })) as unknown as {
    readonly [Key in keyof Parameters]: Local;
  };
  return { name, parameters, body: write(own, local), locals };
}

const functionType = ({ parameters }: FunctionType): Code => [
  0x60,
  list(parameters.map((type) => [typeCodes[type]])),
  0,
];

const functionCode = ({ locals, body }: WasmFunction): Code =>
  sized([list(locals.map((type) => [1, typeCodes[type]])), body, 0x0b]);

const section = (id: number, items: readonly Code[]): Code => [id, sized(list(items))];

/** The module's bytes. */
export function encodeModule({ imports, functions }: WasmModule): Uint8Array<ArrayBuffer> {
  const all = [...imports, ...functions];
  return new Uint8Array(
    bytesOf([
      MAGIC_AND_VERSION,
      section(1, all.map(functionType)),
      section(2, [
        [text(MEMORY.module), text(MEMORY.name), 2, 0, 1],
        ...imports.map(({ name }, i): Code => [text(FUNCTIONS), text(name), 0, unsigned(i)]),
      ]),
      section(
        3,
        functions.map((_, i) => unsigned(imports.length + i)),
      ),
      section(
        7,
        functions.map(({ name }, i): Code => [text(name), 0, unsigned(imports.length + i)]),
      ),
      section(10, functions.map(functionCode)),
    ]),
  );
}

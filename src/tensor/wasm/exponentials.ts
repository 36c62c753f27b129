/**
 * exp and log of float32 in WebAssembly, which has no instruction for them. Math.exp and Math.log are not the same bits
 * in every Node; these are, on every processor: only operations that IEEE 754 rounds one way, in a fixed order.
 *
 * @see S. L. Moshier, Cephes Mathematical Library, expf.c and logf.c, https://www.netlib.org/cephes
 */
import { get, i32, set, type Code, type Local, type NumberType } from './assembler';
import type { Lanes } from './lanes';

/** ln 2 in two parts, the first of so few bits that its products with exponents are exact. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.12194440e-4; // prettier-ignore
const MANTISSA_BITS = i32.constant(23);
/** Exponent of 1. */
const BIAS = 127;
const LEAST_NORMAL = 2 ** -126;
/** Bits of √½: what lies between it and √2 has the exponent 0 here. */
const ROOT_OF_HALF = 0x3f3504f3;

const EXP = [1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1]; // prettier-ignore
const LOG = [
  ...[7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1], 
  ...[-1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1],
]; // prettier-ignore

/** The polynomial with these coefficients, that of the highest power first. */
function polynomial(
  { constant, add, multiply }: Lanes,
  [first, ...others]: readonly number[],
  x: Code,
): Code {
  return others.reduce<Code>((sum, one) => add(multiply(sum, x), constant(one)), constant(first!));
}

/** x · 2ⁿ for a whole n from -150 to 128: in two steps, for 2ⁿ itself may not be a float32. */
function scaled({ multiply, integer, ofBits, toInteger }: Lanes, x: Code, n: Code): Code {
  const power = (exponent: Code): Code =>
    ofBits(integer.shiftLeft(integer.add(exponent, integer.constant(BIAS)), MANTISSA_BITS));
  const half = integer.shiftRight(toInteger(n), i32.constant(1));
  return multiply(multiply(x, power(half)), power(integer.subtract(toInteger(n), half)));
}

/**
 * eˣ, at most .9904 units in the last place from it: all float32 were tried.
 *
 * @param x reads a variable or is a constant, so that it may be used twice
 */
export function exponential(lanes: Lanes, x: Code, local: (type: NumberType) => Local): Code {
  const { constant, add, subtract, multiply, min, max, nearest } = lanes;
  const [n, rest, square] = [local(lanes.type), local(lanes.type), local(lanes.type)];
  // Beyond these, eˣ is 0 or Infinity.
  const bounded = max(min(x, constant(89)), constant(-104));
  const sum = add(multiply(polynomial(lanes, EXP, get(rest)), get(square)), get(rest));
  return [
    set(rest, bounded),
    set(n, nearest(multiply(get(rest), constant(Math.LOG2E)))),
    set(rest, subtract(get(rest), multiply(get(n), constant(LN2_HIGH)))),
    set(rest, subtract(get(rest), multiply(get(n), constant(LN2_LOW)))),
    set(square, multiply(get(rest), get(rest))),
    scaled(lanes, add(sum, constant(1)), get(n)),
  ];
}

/**
 * ln x, at most .81 units in the last place from it: every 13th float32 was tried. -Infinity of either 0, and no
 * number of what is negative.
 *
 * @param x reads a variable or is a constant, so that it may be used twice
 */
export function logarithm(lanes: Lanes, x: Code, local: (type: NumberType) => Local): Code {
  const { constant, add, subtract, multiply, choose, less, greater, equal, integer, bits } = lanes;
  const [normal, exponent, rest, square, sum] = Array.from({ length: 5 }, () => local(lanes.type)) as [
    Local, Local, Local, Local, Local,
  ]; // prettier-ignore
  const isSmall = less(x, constant(LEAST_NORMAL));
  const power = integer.shiftRight(
    integer.subtract(bits(get(normal)), integer.constant(ROOT_OF_HALF)),
    MANTISSA_BITS,
  );
  const fraction = lanes.ofBits(integer.subtract(bits(get(normal)), integer.shiftLeft(power, MANTISSA_BITS)));
  const finite: Code = [
    // Small numbers have leading zeros in the mantissa; a larger one with as many more bits has none.
    set(normal, choose(multiply(x, constant(2 ** 23)), x, isSmall)),
    set(exponent, subtract(lanes.fromInteger(power), choose(constant(23), constant(0), isSmall))),
    set(rest, subtract(fraction, constant(1))),
    set(square, multiply(get(rest), get(rest))),
    set(sum, multiply(multiply(polynomial(lanes, LOG, get(rest)), get(rest)), get(square))),
    set(sum, add(get(sum), multiply(get(exponent), constant(LN2_LOW)))),
    set(sum, subtract(get(sum), multiply(get(square), constant(0.5)))),
    add(add(get(rest), get(sum)), multiply(get(exponent), constant(LN2_HIGH))),
  ];
  const ofPositive = choose(finite, x, less(x, constant(Infinity)));
  const ofOthers = choose(constant(-Infinity), constant(NaN), equal(x, constant(0)));
  return choose(ofPositive, ofOthers, greater(x, constant(0)));
}

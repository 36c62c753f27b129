/** What is taken down of a judgement, before anybody is told what it came to. */
import { InputError } from '../../../src/core/errors';
import type { Verdict } from '../../../src/evaluate/verdict';
import type { LookLedger } from '../../../src/runs/look-ledger';
import { takeLook } from '../../../src/runs/logged/looks';
import { hearingHost } from '../../support/hosts';
import { memoryLedger } from '../../support/memory-ledger';

const verdict: Verdict = {
  ...{ decision: 'better', reasons: [], baseline: 'logged', guaranteed: null, comparisons: [] },
};
const clock = { now: () => Date.UTC(2026, 0, 31, 12, 5) };
const subject = { run: '/models/mine', policy: 'model', identity: 'abc' };
/** Of a log of a row a line, below its header: the decisions in these lines. */
const side = (...lines: readonly number[]) => {
  const log = { rows: 5, files: ['log.csv'], fileOf: null, lines: Int32Array.of(2, 3, 4, 5, 6) };
  const contacts = { log, decisions: { rows: Int32Array.of(0, 1, 2, 3, 4) } };
  const decisions = Int32Array.from(lines, (line) => line - 2);
  return { logHash: 'hash of the log', split: 'test', contacts, decisions } as const;
};

it('takes down who, when, on what and with which verdict, by the hash of the log', () => {
  const { ledger, kept } = memoryLedger();
  const host = hearingHost({ clock, ledger });
  const beside = [{ run: '/models/mine/seeds/2', policy: 'model', identity: 'def' }];
  const looks = takeLook(side(2, 5), { subject, verdict, level: 0.9, beside }, host);
  const common = {
    at: '2026-01-31T12:05:00.000Z',
    // Two 32-bit numbers, the low byte first: printf '\x02\0\0\0\x05\0\0\0' | sha256sum
    decisions: 'a01fd7895ceb904c3b612ebf136c2ec8a3fc5672e319ebc9bbb0f446209a7406',
    split: 'test',
  };
  expect([...kept]).toEqual([
    [
      'hash of the log',
      [
        { ...beside[0], ...common, verdict: null, against: null },
        { ...subject, ...common, verdict: 'better', against: 'logged' },
      ],
    ],
  ]);
  expect(looks).toMatchObject({
    counted: true,
    number: 2,
    total: 2,
    falseBetter: expect.closeTo(0.1, 12) as number,
  });
});

it('tells other decisions from these, in number or in place', () => {
  const { ledger } = memoryLedger();
  const host = hearingHost({ clock, ledger });
  const numbers = [side(2, 5), side(2, 6), side(2), side(2, 5)].map((one) =>
    takeLook(one, { subject, verdict, level: 0.95 }, host),
  );
  expect(numbers).toMatchObject([0, 1, 2, 2].map((elsewhere) => ({ number: 1, total: 1, elsewhere })));
});

it('counts nothing for a program that keeps no ledger, and says so', () => {
  const host = hearingHost({ clock });
  expect(takeLook(side(2), { subject, verdict, level: 0.95 }, host)).toEqual({
    ...{ counted: false, reason: 'the program that judged keeps no ledger of looks' },
  });
  expect(host.heard.warn).toEqual([]);
});

it('warns of a ledger that cannot be kept and goes on; a defect is none of these', () => {
  const failing = (error: Error): LookLedger => {
    return {
      add: () => {
        throw error;
      },
    };
  };
  const host = hearingHost({ clock, ledger: failing(new InputError('looks.jsonl: cannot write')) });
  const taken = { subject, verdict, level: 0.95 };
  expect(takeLook(side(2), taken, host)).toEqual({ counted: false, reason: 'looks.jsonl: cannot write' });
  expect(host.heard.warn).toEqual(['looks at these decisions are not counted: looks.jsonl: cannot write']);
  const broken = hearingHost({ clock, ledger: failing(new TypeError('a defect')) });
  expect(() => takeLook(side(2), taken, broken)).toThrow(TypeError);
});

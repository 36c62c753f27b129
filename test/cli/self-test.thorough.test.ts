/** `self-test`: what is printed, and what the exit code says. */
import { tmpdir } from 'node:os';
import type { SelfTest } from '../../src/runs/self-test/self-test';
import { runHere } from '../support/command-here';

const test = (...args: string[]) => runHere(['self-test', ...args], tmpdir());

it('prints one document with every estimator of histories', async () => {
  const { code, stdout } = await test('--logs', '20', '--customers', '300', '--json');
  expect(code).toBe(0);
  const result = JSON.parse(stdout) as SelfTest & { schemaVersion: number };
  expect(result).toMatchObject({
    schemaVersion: 1,
    logs: 20,
    customers: 300,
    seed: 1,
    failures: [],
    passed: true,
  });
  expect(result.policies.map(({ name }) => name)).toEqual(['advertise-then-discount', 'dqn']);
  for (const { truth } of result.policies) expect(truth.value).toBeGreaterThan(12.5);
  const [{ coverage }] = result.policies as [SelfTest['policies'][number]];
  expect(coverage.estimators.map(({ estimator }) => estimator)).toEqual([
    'is',
    'wis',
    'pdis',
    'perDecisionWis',
    'marginalisedIs',
    'sequentialDr',
    'wdr',
    'fqe',
  ]);
  expect(coverage.estimators[0]!.intervals.t.logs).toBe(20);
  expect(coverage.estimators[0]!.intervals.bca.logs).toBe(2);
});

it('fails where customers are so few that no interval keeps its word', async () => {
  const { code, stdout, stderr } = await test('--logs', '60', '--customers', '50');
  expect(stdout).toMatch(/^Weighted importance sampling +13\.00 /m);
  const words = stdout.replace(/\s+/g, ' ');
  expect(words).toMatch(
    / failed: the t interval of Weighted importance sampling contains the truth of dqn in [\d.]+ % of/,
  );
  expect(words).toContain(
    ' Few customers in each log make intervals too narrow, and here they are 50: --customers gives more.',
  );
  expect(words).toMatch(/; of very many logs 92\.5 % to 97 % would be accepted, /);
  expect(stdout).not.toMatch(/^passed/m);
  expect(stderr).not.toContain('Error');
  expect(code).toBe(3);
});

it('refuses too few logs in one line', async () => {
  const { code, stderr } = await test('--logs', '3');
  expect(code).toBe(2);
  expect(stderr).toMatch(/--logs/);
});

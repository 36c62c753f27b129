// Checks that a simulation's report.json holds what other programs rely on: node scripts/check-report.mjs FILE
import { readFileSync } from 'node:fs';

const [file] = process.argv.slice(2);
const report = JSON.parse(readFileSync(file, 'utf8'));
const problems = [];
const expect = (condition, problem) => {
  if (!condition) problems.push(problem);
};

expect(report.schemaVersion === 1 && report.kind === 'simulation', 'not a simulation report of version 1');
for (const key of ['seed', 'config', 'configHash', 'backend', 'training', 'policies', 'verdict']) {
  expect(report[key] !== undefined, `${key} is missing`);
}
const value = (name) =>
  report.policies.find((policy) => policy.name === name)?.metrics.discountedReward.value;
// Reference values of the default environment at gamma .9, with room for 2,000 episodes.
expect(Math.abs(value('no-action') - 307_045) < 100, `no-action earns ${value('no-action')}`);
expect(
  Math.abs(value('always-resurrection') - 463_545) < 1000,
  `always-resurrection earns ${value('always-resurrection')}`,
);
expect(
  value('model') > value('always-resurrection'),
  `the model earns ${value('model')}, less than always-resurrection`,
);

for (const problem of problems) process.stderr.write(`${file}: ${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

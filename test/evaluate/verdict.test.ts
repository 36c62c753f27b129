import { overallDecision, type Decision } from '../../src/evaluate/verdict';

it.each<[Decision, Decision[]]>([
  ['better', ['better', 'better']],
  ['as good as', ['better', 'as good as', 'better']],
  ['not shown better', ['as good as', 'not shown better', 'better']],
  ['worse', ['better', 'not shown better', 'as good as', 'worse']],
  ['worse', ['cannot tell', 'worse']],
  ['not shown better', ['better', 'cannot tell']],
  ['not shown better', ['as good as', 'cannot tell']],
  ['cannot tell', ['cannot tell', 'cannot tell']],
  ['cannot tell', []],
])('the verdict is "%s" where the single decisions are %j', (decision, single) => {
  expect(overallDecision(single)).toBe(decision);
  expect(overallDecision([...single].reverse())).toBe(decision);
});

/** Decisions as columns to learn from: which targets are known. */
import { identityScaling } from '../../../../src/agents/scaling';
import { readContactLog } from '../../../../src/dataset/contacts/read-contact-log';
import { decisionsOf } from '../../../../src/dataset/decisions/decisions';
import { decisionColumns } from '../../../../src/runs/logged/learned/columns';
import type { Method } from '../../../../src/runs/logged/learned/settings';
import { companyLog, everyDecision } from '../../../../src/runs/logged/loaded-log';
import { ruledLogText, ruledSchema, type RuledLog, type RuledRow } from '../../../support/rule-histories';
import { useTestFiles } from '../../../support/test-files';

const file = useTestFiles();

const at = (id: string, day: number, channel: RuledRow['channel']): RuledRow => ({
  ...{ id, day, channel, margin: day + 1, age: 30, optOut: false, mayCall: true },
});

/** [n] what each decision counts; null where all count the same. */
async function weightsIn(rows: readonly RuledRow[], supported: readonly number[][], method: Method) {
  const ruled: RuledLog = { rows, rules: [{ never: ['sms'], optOut: false }], isCallEligible: false };
  const schema = ruledSchema(ruled);
  const log = await readContactLog([file('log.csv', ruledLogText(ruled))], schema, schema.features!);
  const contacts = { log, decisions: decisionsOf(log, schema), schema };
  const side = { rows: companyLog(contacts).rows(null), decisions: everyDecision(contacts) };
  const columns = decisionColumns(
    contacts,
    side,
    Uint8Array.from(supported.flat()),
    { method, gamma: 0.5 },
    identityScaling(side.rows.features.length),
  );
  return columns.weights && [...columns.weights];
}

/** Two customers of two decisions; the rules let the second of a be left alone at the second alone. */
const rows = [at('a', 0, 'email'), at('a', 1, 'email'), at('b', 0, 'email'), at('b', 1, 'call')];
const contactsAlone = [0, 1, 0, 1];
const supported = [contactsAlone, [1, 0, 0, 0], contactsAlone, contactsAlone];

it('knows no target that asks for a guess: of No Action that was never logged where nothing else may be done', async () => {
  // Both last decisions go on unseen, and so does the first of a: the first of b alone is known.
  expect(await weightsIn(rows, supported, 'dqn')).toEqual([0, 0, 4, 0]);
});

it('knows it where No Action was logged, and where what was done next is asked for', async () => {
  const shown = [...rows.slice(0, 3), at('b', 1, 'none')];
  expect(await weightsIn(shown, supported, 'dqn')).toEqual([2, 0, 2, 0]);
  expect(await weightsIn(rows, supported, 'iql')).toEqual([2, 0, 2, 0]);
  expect(await weightsIn(rows, supported, 'one-step')).toBeNull();
});

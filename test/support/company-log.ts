/** A small log of a company: customers over time, text, gaps, consent, probabilities and costs. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { logSource, type LogSource } from '../../src/runs/logged/log-source';

const SCHEMA = `
customer: id
time: day
action: channel
noAction: none
reward: margin
propensity: p
eligible: { call: may_call }
cost: { mail: 0.5, call: 4 }
features:
  age: number
  plan: category
  vip: flag
history: [contacts by channel, days since last contact]
rules:
  - { atMost: 2, of: [mail, call], within: 30d }
  - { never: call, where: { opt_out: true } }
split: { by: customer, test: 0.25, validation: 0, seed: 3 }
`;

/** Forty customers of five decisions each, every fourth of unknown age. */
export function companyLog(
  folder: string,
  schemaText = SCHEMA,
  [columns, cellsOf]: readonly [columns: string, cells: (row: number) => string] = ['row', String],
): LogSource {
  const file = join(folder, 'contacts.csv');
  const schema = join(folder, 'schema.yaml');
  const rows = Array.from({ length: 200 }, (_, i) => {
    const [customer, decision] = [i % 40, Math.floor(i / 40)];
    const channel = ['none', 'mail', 'none', 'call'][(customer + 3 * decision) % 4]!;
    const margin = channel === 'mail' ? (customer % 3) - 0.5 : channel === 'call' ? 2 - (customer % 5) : 0;
    const age = customer % 4 === 0 ? '' : String(20 + customer);
    return [
      ...[`c${customer}`, `2026-0${decision + 1}-1${customer % 10}`, channel, margin, 0.25],
      ...[
        channel === 'call' || customer % 2 === 0 ? 'yes' : 'no',
        age,
        'ABC'[customer % 3],
        customer % 7 === 0 ? 1 : 0,
      ],
      customer % 11 === 0 && channel !== 'call' ? 'yes' : 'no',
      cellsOf(i),
    ].join(',');
  });
  writeFileSync(
    file,
    `${[`id,day,channel,margin,p,may_call,age,plan,vip,opt_out,${columns}`, ...rows].join('\n')}\n`,
  );
  writeFileSync(schema, schemaText);
  return logSource(file, { schema });
}

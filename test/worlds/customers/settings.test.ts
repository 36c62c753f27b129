import { z } from 'zod';
import { InputError, parseInput } from '../../../src/core/errors';
import { customersConfigSchema, defaultCustomersConfig } from '../../../src/worlds/customers/settings';

const parse = (values: unknown) => parseInput('shop.json', customersConfigSchema, values);
const [email] = defaultCustomersConfig.channels;

it('gives the simulated company for an empty file, and replaces what is given', () => {
  expect(parse({})).toEqual(defaultCustomersConfig);
  expect(parse({ interest: { levels: 3 } }).interest).toEqual({
    ...defaultCustomersConfig.interest,
    levels: 3,
  });
});

it.each<[string, unknown, string]>([
  ['a share above 1', { churn: 1.2 }, 'shop.json churn'],
  ['one level of interest', { interest: { levels: 1 } }, 'shop.json interest.levels'],
  ['interest that moves more than surely', { interest: { up: 0.9 } }, 'interest.down: expected up + down'],
  ['satiation beyond certainty', { interest: { sated: 0.9 } }, 'interest.sated: expected down + sated'],
  ['a channel twice', { channels: [email, email] }, 'channels.1.name: expected each channel once'],
  ['a channel called none', { channels: [{ ...email, name: 'none' }] }, 'channels.0.name'],
  ['a company without channels', { channels: [] }, 'shop.json channels'],
  [
    'a segment that likes what there is not',
    { segments: [{ name: 'all', weight: 1, prefers: { pigeon: 1 } }] },
    'segments: expected each segment to prefer channels that there are',
  ],
  [
    'a segment that likes nothing',
    { segments: [{ name: 'all', weight: 1, prefers: { email: 0 } }] },
    'segments: expected each segment to prefer channels that there are, and one of them',
  ],
])('refuses %s, naming the place', (_what, values, message) => {
  expect(() => parse(values)).toThrow(InputError);
  expect(() => parse(values)).toThrow(message);
});

it('says of every setting what it means and where its default comes from', () => {
  interface Node {
    readonly properties?: Readonly<Record<string, Node>>;
    readonly description?: string;
  }
  const leaves = (node: Node): string[] =>
    Object.values(node.properties ?? {}).flatMap((child) =>
      child.properties === undefined ? [child.description ?? ''] : leaves(child),
    );
  const said = leaves(z.toJSONSchema(customersConfigSchema, { io: 'input' }) as Node);
  expect(said.length).toBeGreaterThan(15);
  expect(said.filter((description) => !/\S\. Default: \S/.test(description))).toEqual([]);
});

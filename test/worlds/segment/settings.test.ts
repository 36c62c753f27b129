import { z } from 'zod';
import { defaultSegmentConfig, segmentConfigSchema } from '../../../src/worlds/segment/settings';
import { InputError, parseInput } from '../../../src/core/errors';

const parse = (values: unknown) => parseInput('shop.json', segmentConfigSchema, values);
const flow = { when: 'email', from: 'active', to: 'nonActive', mean: 0.1, sd: 0.01 };

describe('segmentConfigSchema', () => {
  it('gives the published environment for an empty file', () => {
    expect(parse({})).toEqual(defaultSegmentConfig);
    expect(defaultSegmentConfig).toMatchObject({
      start: { active: 1500, semiActive: 1200, nonActive: 2300 },
      arrivals: { active: 10, semiActive: 5, nonActive: 0 },
      revenue: { active: 15, semiActive: 10, nonActive: 0 },
      emailHarmDelay: 0,
      periods: 100,
    });
    expect(defaultSegmentConfig.actions.map((action) => action.name)).toEqual([
      'none',
      'email',
      'coupon',
      'resurrection',
      'special',
    ]);
    expect(defaultSegmentConfig.flows).toHaveLength(17);
    expect(defaultSegmentConfig.flows.filter((row) => row.harm)).toHaveLength(6);
  });

  it('replaces what is given and keeps the other defaults', () => {
    const config = parse({ start: { active: 10 }, periods: 12 });
    expect(config.start).toEqual({ active: 10, semiActive: 1200, nonActive: 2300 });
    expect(config.periods).toBe(12);
    expect(config.flows).toEqual(defaultSegmentConfig.flows);
  });

  it('needs customers in one segment only', () => {
    const start = { active: 0, semiActive: 0, nonActive: 1 };
    expect(parse({ start }).start).toEqual(start);
  });

  it.each<[string, unknown, string]>([
    ['an unknown key', { begin: 1 }, 'shop.json: no key "begin"'],
    ['part of a customer', { start: { active: 1.5 } }, 'shop.json start.active: expected a whole number'],
    [
      'a start without customers, which no scaling could measure',
      { start: { active: 0, semiActive: 0, nonActive: 0 } },
      'shop.json start: expected a customer in at least one segment, got {"active":0,"semiActive":0,"nonActive":0}',
    ],
    ['a negative cost', { actions: [{ name: 'none' }, { name: 'x', cost: { active: -1 } }] }, '.cost.active'],
    ['a share above 1', { flows: [{ ...flow, mean: 1.2 }] }, 'shop.json flows.0.mean'],
    [
      'a flow of an unknown action',
      { flows: [{ ...flow, when: 'mail' }] },
      'flows.0.when: expected "every period" or an action (none, email, coupon, resurrection, special), got "mail"',
    ],
    [
      'a flow to where it comes from',
      { flows: [{ ...flow, to: 'active' }] },
      'flows.0.to: expected another segment than the one left, got "active"',
    ],
    [
      'an action twice',
      { actions: [{ name: 'none' }, { name: 'a' }, { name: 'a' }], flows: [] },
      'actions.2.name: expected each action once, got "a"',
    ],
    [
      'an action named as every period',
      { actions: [{ name: 'none' }, { name: 'every period' }], flows: [] },
      'actions.1.name: expected a name other than "every period"',
    ],
    [
      'a No Action that costs',
      { actions: [{ name: 'none', cost: { nonActive: 1 } }, { name: 'a' }], flows: [] },
      'actions.0.cost: expected the first action to be No Action',
    ],
    ['only one action', { actions: [{ name: 'none' }], flows: [] }, 'shop.json actions'],
    ['no action', { actions: [], flows: [] }, 'shop.json actions'],
    ['a delay of 1', { emailHarmDelay: 1 }, 'shop.json emailHarmDelay'],
    [
      'a delay of nothing',
      { emailHarmDelay: 2, flows: [flow] },
      'emailHarmDelay: expected a harm flow of an action "email" to delay',
    ],
    [
      'two delayed flows of one kind',
      {
        emailHarmDelay: 2,
        flows: [
          { ...flow, harm: true },
          { ...flow, harm: true },
        ],
      },
      'flows.1.to: expected one delayed flow from active, found another',
    ],
  ])('refuses %s, naming place and value', (_what, values, message) => {
    expect(() => parse(values)).toThrow(InputError);
    expect(() => parse(values)).toThrow(message);
  });

  it('describes every setting for the command line and the README', () => {
    const { properties } = z.toJSONSchema(segmentConfigSchema, { io: 'input' });
    const described = Object.entries(properties ?? {}).filter(
      ([, property]) => typeof property === 'object' && (property.description ?? '').length > 0,
    );
    expect(described.map(([key]) => key)).toEqual([
      'start',
      'arrivals',
      'revenue',
      'actions',
      'flows',
      'emailHarmDelay',
      'periods',
      'limits',
    ]);
  });
});

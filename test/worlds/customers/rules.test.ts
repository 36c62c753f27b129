import { Random } from '../../../src/core/random';
import type { Policy } from '../../../src/policies/policy';
import { customersBaselines } from '../../../src/worlds/customers/baselines';
import { contactRule, type Pace } from '../../../src/worlds/customers/contact-rules';
import { favouriteChannelRule } from '../../../src/worlds/customers/favourite-channel';
import { HistoryObserver } from '../../../src/worlds/customers/history-observer';
import { bestOf, meanOf } from '../../../src/worlds/customers/rule-trial';
import {
  customersConfigSchema,
  defaultCustomersConfig as config,
} from '../../../src/worlds/customers/settings';
import { fatigueRule, randomAtRate } from '../../../src/worlds/customers/simple-rules';

const { features } = new HistoryObserver(config);
const [none, email, sms, mail, call] = [0, 1, 2, 3, 4];

/** A digital customer who may be contacted by everything and never was, but for what is given. */
function row(values: Readonly<Record<string, number>> = {}): number[] {
  const usual = (name: string) =>
    /Since$|^since/.test(name) ? 26 : name === 'isDigital' || name.endsWith('OptIn') ? 1 : 0;
  return features.map((name) => values[name] ?? usual(name));
}

function chosen(policy: Policy, ...rows: number[][]): number[] {
  const out = new Int32Array(rows.length);
  void policy.chosenActions!({ observations: Float32Array.from(rows.flat()), allowed: null }, out);
  return [...out];
}

const every = (pause: number, action: number, pressure = Infinity): Pace => ({ action, pause, pressure });
const plan = (...paces: Pace[]) => ({ cold: paces, warm: paces, window: 0 });

describe('contactRule', () => {
  const rule = contactRule('rule', config, [
    plan(every(3, email, 1), every(2, sms)),
    plan(),
    { cold: [every(8, mail)], warm: [every(1, call)], window: 4 },
  ]);

  it('waits for the pause after the last contact by any channel', () => {
    expect(chosen(rule, row(), row({ smsSince: 2 }), row({ smsSince: 3 }))).toEqual([email, none, email]);
  });

  it('leaves alone whoever has had too many contacts lately', () => {
    expect(chosen(rule, row({ pressure: 1 }), row({ pressure: 1.1 }))).toEqual([email, none]);
  });

  it('takes the next channel, at its own pace, where the first may not be used', () => {
    const without = { emailOptIn: 0 };
    expect(chosen(rule, row(without), row({ ...without, mailSince: 2, pressure: 5 }))).toEqual([sms, sms]);
    expect(chosen(rule, row({ ...without, smsOptIn: 0 }))).toEqual([none]);
  });

  it('has a plan for each segment', () => {
    expect(chosen(rule, row({ isDigital: 0, isMixed: 1 }))).toEqual([none]);
  });

  it('treats customers apart who have responded within the window', () => {
    const old = { isDigital: 0, isTraditional: 1 };
    const rows = [
      row({ ...old, sinceSale: 4 }),
      row({ ...old, sinceOpen: 5 }),
      row({ ...old, mailSince: 7 }),
    ];
    expect(chosen(rule, ...rows)).toEqual([call, mail, none]);
  });

  it('says in words what it does', () => {
    expect(rule.description).toBe(
      'pause in periods: digital: email every 3, else sms every 2. mixed: nothing. ' +
        'traditional: call every 1 within 4 periods of a response; mail every 8',
    );
  });
});

describe('favouriteChannelRule', () => {
  const gains = config.segments.map(() => [
    { action: email, gain: 4 },
    { action: mail, gain: 3 },
    { action: call, gain: -1 },
  ]);
  const rule = favouriteChannelRule(config, gains, { pause: 2, prior: 2 });

  it('begins with the channel that earns most in the segment', () => {
    expect(chosen(rule, row(), row({ emailOptIn: 0 }))).toEqual([email, mail]);
  });

  it('turns to the channel that the customer notices', () => {
    // email 4 * (0 + .6) / (2 + 2) = .6 against mail 3 * .6 / 2 = .9
    expect(chosen(rule, row({ emailContacts: 2 }))).toEqual([mail]);
    // email 4 * (2 + .6) / 4 = 2.6
    expect(chosen(rule, row({ emailContacts: 2, emailOpens: 2 }))).toEqual([email]);
  });

  it('waits, and never uses what loses money', () => {
    expect(chosen(rule, row({ emailSince: 1 }))).toEqual([none]);
    expect(chosen(rule, row({ emailOptIn: 0, mailOptIn: 0 }))).toEqual([none]);
  });
});

describe('simple rules', () => {
  it('fatigue-rule counts contacts in the history, and reads the level where it is shown', () => {
    expect(chosen(fatigueRule(config, mail, 0.5), row({ pressure: 0.5 }), row({ pressure: 0.6 }))).toEqual([
      mail,
      none,
    ]);
    const latent = customersConfigSchema.parse({ observe: 'latent' });
    const shown = (fatigue: number) => [3, fatigue, ...[1, 0, 0, 0], ...[1, 1, 1, 1]];
    expect(chosen(fatigueRule(latent, email, 1), shown(1), shown(2))).toEqual([email, none]);
  });

  it('random-at-rate spreads the rate over the channels that may be used', () => {
    const out = new Float32Array(10);
    const allowed = Uint8Array.of(1, 1, 0, 1, 0, 1, 0, 0, 0, 0);
    const observations = Float32Array.from([...row(), ...row()]);
    void randomAtRate(config, 0.2).probabilities({ observations, allowed }, out);
    [0.8, 0.1, 0, 0.1, 0, 1, 0, 0, 0, 0].forEach((expected, i) => expect(out[i]).toBeCloseTo(expected, 6));
  });
});

describe('searches', () => {
  it('take the first of the best', async () => {
    expect(await bestOf([3, 1, -3], (candidate) => Promise.resolve(Math.abs(candidate)))).toBe(3);
    await expect(bestOf([], () => Promise.resolve(0))).rejects.toThrow('at least one candidate');
  });

  it('average over those who count, nobody being worth 0', () => {
    expect(meanOf(Float64Array.of(1, 2, 6))).toBe(3);
    expect(meanOf(Float64Array.of(1, 2, 6), (customer) => customer > 0)).toBe(4);
    expect(meanOf(Float64Array.of(1), () => false)).toBe(0);
  });

  it('find the same rules with the same numbers, each by its name', async () => {
    const small = customersConfigSchema.parse({ ruleCustomers: 20, periods: 6 });
    const words = async () => {
      const found: string[] = [];
      for (const { name, make } of customersBaselines(small, { gamma: 0.9, random: Random.fromSeed(2) })) {
        const policy = await make();
        expect(policy.name).toBe(name);
        found.push(`${name}: ${policy.description}`);
      }
      return found;
    };
    expect(await words()).toEqual(await words());
  });

  it('offer dynamic programming only where the hidden state is shown', () => {
    const names = (observe: 'history' | 'latent') =>
      customersBaselines({ ...config, observe }, { gamma: 0.9, random: Random.fromSeed(1) }).map(
        ({ name }) => name,
      );
    expect(names('latent')).toEqual(['random-at-rate', 'fatigue-rule', 'dynamic-programming']);
    expect(names('history')).not.toContain('dynamic-programming');
  });
});

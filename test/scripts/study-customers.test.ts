import { drawnCompany, factors } from '../../scripts/study-customers/ranges';
import { median, signTest, studyPage } from '../../scripts/study-customers/summary';
import { customersConfigSchema, defaultCustomersConfig } from '../../src/worlds/customers/settings';

describe('companies drawn', () => {
  const companies = Array.from({ length: 30 }, (_, i) =>
    customersConfigSchema.parse(drawnCompany(i + 1, 'history')),
  );

  it('are the same each time, and all different', () => {
    expect(drawnCompany(7, 'history')).toEqual(drawnCompany(7, 'history'));
    expect(new Set(companies.map(({ churn }) => churn)).size).toBe(30);
  });

  it('lie in the ranges that are written down', () => {
    const [low, high] = factors.churn;
    for (const { churn, channels } of companies) {
      expect(churn / defaultCustomersConfig.churn).toBeGreaterThanOrEqual(low);
      expect(churn / defaultCustomersConfig.churn).toBeLessThanOrEqual(high);
      expect(channels.every(({ optIn, lift }) => optIn <= 1 && lift <= 1)).toBe(true);
    }
  });

  it('of few states are the same companies, whose hidden state is seen', () => {
    const [all, few] = (['history', 'latent'] as const).map((variant) =>
      customersConfigSchema.parse(drawnCompany(3, variant)),
    );
    expect(few!.channels).toEqual(all!.channels);
    expect([few!.observe, few!.interest.levels, few!.fatigue.levels]).toEqual(['latent', 3, 4]);
  });
});

it('signTest is the upper tail of fair coins', () => {
  expect(signTest(3, 3)).toBeCloseTo(1 / 8, 12);
  expect(signTest(2, 3)).toBeCloseTo(4 / 8, 12);
  expect(signTest(0, 5)).toBeCloseTo(1, 12);
});

it('median is the middle, or between the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

it('the page shows every company and says what they say together', () => {
  const result = (company: number, difference: number) => ({
    ...{
      company,
      never: 10,
      best: { name: 'segment-rule', value: 20 },
      model: 20 + difference,
      fullKnowledge: 25,
    },
    difference: { value: difference, low: difference - 1, high: difference + 1, level: 0.95 },
  });
  const study = {
    version: '1',
    variant: 'history' as const,
    seed: 1,
    backend: 'wasm',
    defaults: {},
    settings: {},
  };
  const page = studyPage({ ...study, companies: [result(1, 2), result(2, -1)] });
  expect(page).toContain('ahead of the best baseline in 1 of 2 companies (one-sided sign test: p = 0.75)');
  expect(page).toContain('the median difference is 0.5000, 2.5 % of the baseline');
  expect(page).toContain('segment-rule 20');
  expect(page.split('\n').filter((line) => line.startsWith('| ')).length).toBeGreaterThanOrEqual(3);
  // A shortfall of .1 and of .5 of 20: half a per cent, and more than two.
  const few = studyPage({
    ...{ ...study, variant: 'latent' },
    companies: [result(1, -0.1), result(2, -0.5)],
  });
  expect(few).toContain(
    'within 2 % of dynamic programming in 1 of 2 companies; the median shortfall is 1.5 %',
  );
});

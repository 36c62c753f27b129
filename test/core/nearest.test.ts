import { nearest, slips } from '../../src/core/nearest';

describe('slips', () => {
  it.each([
    ['steps', 'steps', 0],
    ['stpes', 'steps', 1], // two neighbours swapped
    ['step', 'steps', 1],
    ['stteps', 'steps', 1],
    ['stops', 'steps', 1],
    ['', 'steps', 5],
    ['epsiodse', 'episodes', 2], // both pairs swapped
  ])('"%s" is away from "%s" by %i', (given, name, count) => {
    expect(slips(given, name)).toBe(count);
    expect(slips(name, given)).toBe(count);
  });
});

describe('nearest', () => {
  it('forgives two slips, not three', () => {
    expect(nearest('enviroment', ['environment', 'environments'])).toBe('environment');
    expect(nearest('environ', ['environment', 'environments'])).toBeNull();
  });

  it('takes the nearest, and the first of equals', () => {
    expect(nearest('seed', ['seeds', 'seed'])).toBe('seed');
    expect(nearest('bat', ['cat', 'hat'])).toBe('cat');
  });

  it('does not compare letters by their case', () => {
    expect(nearest('BATCHSIZE', ['gamma', 'batchSize'])).toBe('batchSize');
  });

  it('finds nothing near to a word of which half would be wrong', () => {
    expect(nearest('x', ['y'])).toBeNull();
    expect(nearest('fly', ['flag', 'fully'])).toBeNull();
  });
});

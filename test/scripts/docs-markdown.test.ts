/** Parts of a paper that are written from code and results. */
import { partsOf, table, withParts } from '../../scripts/docs/markdown';

const text =
  'before\n<!-- speed -->\nold\n<!-- /speed -->\nbetween\n<!-- layers -->\n<!-- /layers -->\nafter\n';

it('writes every marked part anew and leaves the rest', () => {
  expect(withParts('a.md', text, { speed: () => 'fast', layers: () => 'one $& two' })).toBe(
    'before\n<!-- speed -->\n\nfast\n\n<!-- /speed -->\nbetween\n<!-- layers -->\n\none $& two\n\n<!-- /layers -->\nafter\n',
  );
});

it('says which parts a text marks; a mark without an end is no part', () => {
  expect(partsOf(text)).toEqual(['speed', 'layers']);
  expect(partsOf('<!-- example: train and judge -->\ncode\n')).toEqual([]);
});

it('refuses a part that nobody makes, or that does not begin', () => {
  expect(() => withParts('a.md', text, { speed: () => '' })).toThrow(
    'a.md: nothing makes the part <!-- layers -->',
  );
  expect(() => withParts('a.md', '<!-- /speed -->', { speed: () => '' })).toThrow(
    'a.md: expected <!-- speed --> before <!-- /speed -->',
  );
});

it('keeps a table in one piece, whatever its cells hold', () => {
  expect(table(['a|b', 'c'], [['1\n2', '']])).toBe('| a\\|b | c |\n| --- | --- |\n| 1 2 |  |');
});

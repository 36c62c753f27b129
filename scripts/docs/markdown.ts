/** Tables and marked parts of markdown files. */

const cell = (text: string) => text.replace(/\|/g, '\\|').replace(/\n/g, ' ');

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** What is written between `<!-- name -->` and `<!-- /name -->`, by name. */
export type Parts = Readonly<Record<string, () => string>>;

/** The names of the parts that a text marks, in its order. */
export function partsOf(text: string): string[] {
  return Array.from(text.matchAll(/<!-- \/(.+?) -->/g), ([, name]) => name!);
}

/**
 * A text with every marked part written anew.
 *
 * @throws Error naming the file for a part that nobody makes, or that does not begin
 */
export function withParts(file: string, text: string, parts: Parts): string {
  return partsOf(text).reduce((written, name) => {
    const make = parts[name];
    if (make === undefined) throw new Error(`${file}: nothing makes the part <!-- ${name} -->`);
    const mark = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!mark.test(written)) throw new Error(`${file}: expected <!-- ${name} --> before <!-- /${name} -->`);
    return written.replace(mark, (_, open: string, close: string) => `${open}\n${make()}\n\n${close}`);
  }, text);
}

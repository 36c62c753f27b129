/** What the papers name is there: links, headings, files; and README stays short enough to be read. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { papers as written } from '../../scripts/docs/papers';

const ROOT = join(__dirname, '../..');
const papers = [...written, 'data/sales-channel/README.md'];

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const withoutCode = (text: string) => text.replace(/^```[^]*?^```$/gm, '');

/** `#anchors` of a paper's headings, as they are made on GitHub. */
function anchorsOf(text: string): string[] {
  return Array.from(withoutCode(text).matchAll(/^#+ (.+)$/gm), ([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replace(/ /g, '-'),
  );
}

/** Targets of a paper's links within the project: a file by its path from the root, and a heading in it. */
function linksOf(file: string): { readonly target: string; readonly anchor: string | undefined }[] {
  return Array.from(withoutCode(read(file)).matchAll(/\]\(([^)\s]+)\)/g), ([, link]) => link!)
    .filter((link) => !/^https?:/.test(link))
    .map((link) => {
      const [path, anchor] = link.split('#');
      return { target: path === '' ? file : normalize(join(dirname(file), path!)), anchor };
    });
}

/** Files of a run or of a user, which no checkout has. */
const ELSEWHERE = /^(models\/(?!segment\b|sales-channel\b|README)|~|nvidia\/)|[<>*…]/;

/** What a paper calls by its path: from the root, or from where the paper stands. */
function pathsOf(file: string): string[] {
  const ticked = Array.from(withoutCode(read(file)).matchAll(/`([^`\n]+)`/g), ([, text]) => text!);
  const paths = ticked.filter((text) => /^[\w@~.<>*…-]+(\/[\w.<>*…-]*)+$|^[\w-]+\.tsx?$/.test(text));
  const typed = Array.from(read(file).matchAll(/\b(?:data|scripts|test|src)\/[\w./-]*\w/g), ([text]) => text);
  return [...paths, ...typed].filter((path) => !path.startsWith('@') && !ELSEWHERE.test(path));
}

/** A run's folder is described as it looks from within. */
const OF_A_RUN = ['checkpoint/', 'model/', 'model/model.json', 'without-enriched/'];

describe.each(papers)('%s', (file) => {
  it('links to what is there', () => {
    const broken = linksOf(file).filter(
      ({ target, anchor }) =>
        !existsSync(join(ROOT, target)) ||
        (anchor !== undefined && !anchorsOf(read(target)).includes(anchor)),
    );
    expect(broken).toEqual([]);
  });

  it('names files and folders that are there', () => {
    const missing = pathsOf(file).filter(
      (path) =>
        !OF_A_RUN.includes(path) &&
        ![ROOT, join(ROOT, dirname(file))].some((place) => existsSync(join(place, path))),
    );
    expect(missing).toEqual([]);
  });
});

it('README has at most 300 lines', () => {
  expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(300);
});

it('models/README.md names every key of the shipped reports', () => {
  const named = read('models/README.md');
  const keys = ['segment', 'sales-channel'].flatMap((model) =>
    Object.keys(JSON.parse(read(`models/${model}/report.json`)) as object),
  );
  expect(keys.filter((key) => !named.includes(`\`${key}\``))).toEqual([]);
});

it('src/README.md leads a configuration to the report by files of which each is imported by an earlier one', () => {
  const [, way] = /## The way of a configuration\n([^]*?)\n## /.exec(read('src/README.md'))!;
  const files = Array.from(way!.matchAll(/`([\w-]+\/[\w/-]+\.ts)`/g), ([, file]) => file!);
  expect(files[0]).toBe('cli/main.ts');
  expect(files.at(-1)).toBe('report/write-report.ts');
  files.slice(1).forEach((file, i) => {
    const name = file.replace(/\/index\.ts$/, '').replace(/\.ts$/, '');
    const importers = files
      .slice(0, i + 1)
      .filter((earlier) =>
        Array.from(read(`src/${earlier}`).matchAll(/(?:from |import\()'(\.[^']+?)(?:\.js)?'/g)).some(
          ([, path]) => join('src', dirname(earlier), path!) === join('src', name),
        ),
      );
    expect([file, importers.length > 0]).toEqual([file, true]);
  });
});

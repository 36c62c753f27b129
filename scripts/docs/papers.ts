/** Papers of which parts are written by `npm run docs`, by their paths from the root. */
export const papers = [
  'README.md',
  'src/README.md',
  'src/tensor/README.md',
  'data/benchmarks/README.md',
  'models/README.md',
  'data/company-log/README.md',
];

/**
 * Packages of many files that few commands need: loaded where they are first used, for else every start of the program
 * reads them. `import()` would make a function wait that only computes.
 */
import { createRequire } from 'node:module';

const load = createRequire(__filename);

/**
 * @param name of a package in the form of CommonJS
 * @returns what gives the package's exports, and loads it when it is first called
 */
export function onDemand<Exports>(name: string): () => Exports {
  let exports: Exports | undefined;
  return () => (exports ??= load(name) as Exports);
}

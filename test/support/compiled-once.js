'use strict';

/**
 * Every test file has modules of its own, in a context of its own, for which V8 would read each source once more: a tenth
 * of what the tests take. What it found the first time is given back to it, as Node does for programs.
 */
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

const compile = vm.compileFunction;
/** What V8 knows of a source, by its text. */
const known = new Map();

vm.compileFunction = (source, parameters, options) => {
  const cachedData = known.get(source);
  const compiled = compile(source, parameters, {
    ...options,
    ...(cachedData === undefined ? { produceCachedData: true } : { cachedData }),
  });
  if (cachedData === undefined) known.set(source, compiled.cachedData);
  return compiled;
};

module.exports = TestEnvironment;

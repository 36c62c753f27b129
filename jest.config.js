'use strict';

// Native TensorFlow reads these as it is loaded, from the process that the tests share.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
process.env.TF_ENABLE_ONEDNN_OPTS ??= '0';

/** Types are checked once by `npm run check`; tests only strip them, which keeps a single test file fast. */
const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
      sourceMaps: true,
    },
  ],
};
const base = {
  testEnvironment: '<rootDir>/test/support/compiled-once.js',
  transform,
  setupFilesAfterEnv: ['<rootDir>/test/support/equal-bytes.ts', '<rootDir>/test/support/own-state.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/\\.native'],
  // What is imported when it is needed names the file that the compiler makes.
  moduleNameMapper: {
    '^(\\.{1,2}/.+)\\.js$': '$1',
    '^fast-check$': '<rootDir>/test/support/seeded-fast-check.js',
  },
};

module.exports = {
  // For what hangs; nothing is timed here, and a busy machine may take ten times as long as an idle one.
  testTimeout: 120_000,
  coverageProvider: 'v8',
  collectCoverageFrom: [
    'src/{core,rl,env,replay,agents,evaluate,policies,stats,dataset,train,worlds,runs}/**/*.ts',
  ],
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: [
        '<rootDir>/test/(cli|docs|native|public|types|webgpu)/',
        '\\.(learn|thorough)\\.test\\.ts$',
      ],
    },
    {
      ...base,
      // Whole journeys of several trainings or processes, for which `npm test` has no time: `npm run test:thorough`, and CI.
      displayName: 'thorough',
      testMatch: ['<rootDir>/test/**/*.thorough.test.ts'],
      globalSetup: '<rootDir>/test/support/build-once.js',
    },
    { ...base, displayName: 'learning', testMatch: ['<rootDir>/test/learning/**/*.learn.test.ts'] },
    {
      ...base,
      // Needs `npm run setup:native`, so `npm test` leaves it out: `npm run test:native`.
      displayName: 'native',
      testMatch: ['<rootDir>/test/native/**/*.test.ts'],
    },
    {
      ...base,
      // Public logs that are not ours to ship, where they lie beside the repository: `npm run test:public`.
      displayName: 'public',
      testMatch: ['<rootDir>/test/public/**/*.test.ts'],
    },
    {
      ...base,
      // Needs the package webgpu and a Vulkan driver, so `npm test` leaves it out: `npm run test:webgpu`.
      displayName: 'webgpu',
      testMatch: ['<rootDir>/test/webgpu/**/*.test.ts'],
      moduleNameMapper: { ...base.moduleNameMapper, '^webgpu$': '<rootDir>/test/support/webgpu-package.js' },
      // Dawn's library outlives a test file, and touches the globals of the first one.
      testEnvironmentOptions: { globalsCleanup: 'off' },
      globalSetup: '<rootDir>/test/support/build-once.js',
    },
    {
      ...base,
      // What needs the compiled package: commands as processes (most run from source, in the tests' own process),
      // declarations, the examples of the README.
      displayName: 'cli',
      testMatch: ['<rootDir>/test/{cli,docs,types}/**/*.test.ts'],
      testPathIgnorePatterns: ['\\.thorough\\.test\\.ts$'],
      globalSetup: '<rootDir>/test/support/build-once.js',
    },
  ],
};

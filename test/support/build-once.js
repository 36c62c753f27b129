'use strict';
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

/** Compiles once before the command-line tests, so that they measure commands and not the compiler. */
module.exports = () => {
  const script = join(__dirname, '../../scripts/run.mjs');
  const { status } = spawnSync(process.execPath, [script, '--build'], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('the build failed');
};

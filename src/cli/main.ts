#!/usr/bin/env node
/** The process: its streams, its arguments and its exit code. */
import { STOPPED } from './context';
import { runCommandLine } from './run-command-line';
import { guardStandardStreams } from './standard-streams';

guardStandardStreams();
void runCommandLine(process.argv.slice(2)).then((code) => {
  // An echo of the signal must not kill the process while Node takes itself down; a stopped run prints no result.
  if (code === STOPPED) process.exit(code);
  process.exitCode = code;
});

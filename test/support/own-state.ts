/**
 * What commands keep of a user across runs goes, of each test, to an empty folder of its own, also where a command is a
 * process: nothing is written to the home of who tests, and no test hangs on what was judged before it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder: string | null = null;

function begin(): void {
  folder = mkdtempSync(join(tmpdir(), 'contact-dqn-state-'));
  process.env.CONTACT_DQN_STATE = folder;
}

function end(): void {
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
  folder = null;
}

// What is trained once for all tests of a file has one too.
begin();
beforeEach(() => {
  end();
  begin();
});
afterAll(end);

/**
 * What commands keep of a user across runs goes, of each test, to a folder of its own, also where a command is a process:
 * nothing is written to the home of who tests, and no test hangs on what was judged before it.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Made by whoever has something to keep. */
const nameOne = () => (process.env.CONTACT_DQN_STATE = join(tmpdir(), `contact-dqn-state-${randomUUID()}`));

const remove = (folder: string) => rmSync(folder, { recursive: true, force: true });

// What is trained once for all tests of a file has one too.
let folder = nameOne();
beforeEach(() => {
  remove(folder);
  folder = nameOne();
});
afterAll(() => remove(folder));

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { placeOf, systemProcesses } from '../../src/core/processes';

const { find, pid, place } = systemProcesses;
const linux = process.platform === 'linux';

it('finds this process, and says the same of it each time', () => {
  expect(pid).toBe(process.pid);
  expect(find(pid)).not.toBeNull();
  expect(find(pid)).toEqual(find(pid));
  if (linux) expect(find(pid)?.started).toMatch(/^\d+$/);
});

it('finds a process while it runs', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
  const found = find(child.pid!);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(found).not.toBeNull();
  expect(find(child.pid!)).toBeNull();
});

(linux ? it : it.skip)('finds no zombie', async () => {
  // The shell becomes a program that never asks how its child ended; the child ends when its input does.
  const parent = spawn('sh', ['-c', 'cat >/dev/null <&3 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  });
  try {
    const [line] = (await once(parent.stdout!, 'data')) as [Buffer];
    const zombie = Number(line.toString());
    expect(find(zombie)).not.toBeNull();
    // While it is still the shell, that may ask.
    const isShell = () => readFileSync(`/proc/${parent.pid}/comm`, 'utf8').trim() !== 'sleep';
    while (isShell()) await new Promise((done) => setTimeout(done, 5));
    parent.stdio[3]!.destroy();
    while (find(zombie) !== null) await new Promise((done) => setTimeout(done, 5));
    // It still has its id.
    expect(() => process.kill(zombie, 0)).not.toThrow();
  } finally {
    parent.kill('SIGKILL');
  }
});

(linux ? it : it.skip)('names the machine, its last start and the container', () => {
  expect(place).toMatch(new RegExp(`^${hostname()} [-0-9a-f]{36} pid:\\[\\d+\\]$`));
});

it('does what is left to do at the end of the process, unless it is taken back', () => {
  const before = process.listenerCount('exit');
  const forget = systemProcesses.atExit(() => undefined);
  expect(process.listenerCount('exit')).toBe(before + 1);
  forget();
  expect(process.listenerCount('exit')).toBe(before);
});

it.each([
  ['linux', ['b', 'c'], { place: 'h b c', placeKnown: 'whole' }],
  ['linux', ['b', null], { place: 'h b', placeKnown: 'part' }],
  ['linux', [null, null], { place: 'h', placeKnown: 'part' }],
  ['darwin', [null, null], { place: 'h', placeKnown: 'host' }],
] as const)('knows of %s with %j as much as it was told', (platform, [boot, container], known) => {
  expect(placeOf('h', platform, (path) => (path.includes('boot_id') ? boot : container))).toEqual(known);
});

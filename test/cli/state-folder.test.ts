/** Where what outlives runs is kept. */
import { join } from 'node:path';
import { stateFolder, type Surroundings } from '../../src/cli/state-folder';

const home = () => '/home/anna';
const nobody = () => {
  throw new Error('no entry for this user');
};

it.each<readonly [string, Surroundings['env'], NodeJS.Platform, () => string, string]>([
  ['what the user says', { CONTACT_DQN_STATE: 'shared', XDG_STATE_HOME: '/state' }, 'linux', home, 'shared'],
  [
    'the state of XDG',
    { CONTACT_DQN_STATE: '', XDG_STATE_HOME: '/state' },
    'linux',
    home,
    '/state/contact-dqn',
  ],
  [
    'no relative one, as XDG has it',
    { XDG_STATE_HOME: 'state' },
    'linux',
    home,
    '/home/anna/.local/state/contact-dqn',
  ],
  ['the home on Linux', {}, 'linux', home, '/home/anna/.local/state/contact-dqn'],
  ['the home on macOS', {}, 'darwin', home, '/home/anna/Library/Application Support/contact-dqn'],
  ['local data on Windows', { LOCALAPPDATA: '/local' }, 'win32', home, '/local/contact-dqn'],
  ['the working folder of who has no home', {}, 'linux', nobody, '.contact-dqn-state'],
  ['the working folder where the home has no name', {}, 'linux', () => '', '.contact-dqn-state'],
])('%s', (_, env, platform, whose, expected) => {
  expect(stateFolder({ env, platform, home: whose })).toBe(join(expected));
});

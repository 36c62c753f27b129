/** Names at the left of charts, by the letters that have room. */
import { nameLabel, nameRoom } from '../../src/report/charts/name-labels';

it('gives names the room that a wide font needs, up to a part of the chart', () => {
  expect(nameRoom(['sms', 'email'], 126, 350)).toBe(126);
  // Twenty letters of 7 and a margin of 10.
  expect(nameRoom(['always-informational'], 126, 880)).toBe(150);
  expect(nameRoom(['always-informational'], 126, 350)).toBe(147);
});

it('cuts a name before a font 1.15 times as wide would leave the room', () => {
  const { width, overflow } = nameLabel(125);
  expect([width, overflow]).toEqual([100, 'truncate']);
});

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { InputError } from '../../src/core/errors';
import { crc32c, maskedCrc32c } from '../../src/track/crc32c';
import { framed, scalarEvent } from '../../src/track/event-record';
import { TensorBoardEvents } from '../../src/track/tensorboard';
import { readEvents } from '../support/event-file';
import { useFreshFolders } from '../support/fresh-folders';

const freshFolder = useFreshFolders();

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

describe('crc32c', () => {
  it.each([
    // The check value of the CRC catalogue, and the examples of RFC 3720, B.4.
    ['123456789', Buffer.from('123456789'), 0xe3069283],
    ['32 zeros', Buffer.alloc(32), 0x8a9136aa],
    ['32 bytes of ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['0 to 31', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ['nothing', Buffer.alloc(0), 0],
  ])('has the published value for %s', (_name, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });

  it('is masked by a rotation of 15 bits and a constant', () => {
    // e3069283 rotated right by 15 is 2507c60d; + a282ead8 = c78ab0e5
    expect(maskedCrc32c(Buffer.from('123456789'))).toBe(0xc78ab0e5);
  });
});

describe('an event', () => {
  it('has the bytes of the protocol buffer worked out by hand', () => {
    expect(hex(scalarEvent(1.5, 300, [['loss', 0.25]]))).toBe(
      [
        '09' + '000000000000f83f', // 1: wall_time, double 1.5
        '10' + 'ac02', // 2: step, varint 300 = 0x2c + 2 * 128
        '2a' + '0d', // 5: summary, 13 bytes
        '0a' + '0b', // 1: value, 11 bytes
        '0a' + '04' + '6c6f7373', // 1: tag "loss"
        '15' + '0000803e', // 2: simple_value, float 0.25
      ].join(''),
    );
  });

  it('is framed by its length and two checksums', () => {
    const record = framed(Buffer.from('123456789'));
    expect(hex(record.subarray(0, 8))).toBe('0900000000000000');
    expect(record.readUInt32LE(8)).toBe(maskedCrc32c(record.subarray(0, 8)));
    expect(hex(record.subarray(12))).toBe(hex(Buffer.from('123456789')) + 'e5b08ac7');
  });
});

function clockAt(...times: number[]) {
  return { now: () => times.shift()! };
}

describe('the event file', () => {
  it('is named after second and host, and opens with the version', () => {
    const folder = join(freshFolder(), 'run');
    const events = new TensorBoardEvents(folder, { clock: clockAt(1_700_000_000_999, 2500), host: 'box' });
    events.record({ environmentSteps: 1, values: { loss: 1 } });
    events.flush();
    events.close();
    expect(readdirSync(folder)).toEqual(['events.out.tfevents.1700000000.box']);
    const [first] = readEvents(join(folder, 'events.out.tfevents.1700000000.box'));
    expect(first).toEqual({ wallTime: 2.5, step: 0, fileVersion: 'brain.Event:2', scalars: [] });
  });

  it('holds every number that was measured, and leaves out what was not', () => {
    const steps = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    const values = fc.dictionary(fc.string(), fc.oneof(fc.constant(null), fc.double()), { maxKeys: 20 });
    fc.assert(
      fc.property(fc.array(fc.record({ environmentSteps: steps, values }), { maxLength: 4 }), (records) => {
        const folder = freshFolder();
        const events = new TensorBoardEvents(folder, { clock: { now: () => 1000 }, host: 'box' });
        for (const record of records) events.record(record);
        events.close();
        const read = records.length === 0 ? [] : readEvents(join(folder, 'events.out.tfevents.1.box'));
        expect(read.slice(1).map(({ step, scalars }) => ({ step, scalars }))).toEqual(
          records.map((record) => ({
            step: record.environmentSteps,
            scalars: Object.entries(record.values)
              .filter(([, value]) => value !== null)
              .map(([tag, value]) => [tag, Math.fround(value!)]),
          })),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('goes on as one file when resumed by a later process', () => {
    const folder = freshFolder();
    const killed = new TensorBoardEvents(folder, { clock: clockAt(1000, 2000, 3000), host: 'box' });
    killed.record({ environmentSteps: 1, values: { loss: 1 } });
    const state = killed.state();
    killed.record({ environmentSteps: 2, values: { loss: 99 } });
    killed.close();
    const resumed = new TensorBoardEvents(folder, { clock: clockAt(9000, 10_000), host: 'other' });
    resumed.restore(state);
    resumed.record({ environmentSteps: 2, values: { loss: 2 } });
    resumed.close();
    expect(readdirSync(folder)).toEqual(['events.out.tfevents.1.box']);
    expect(readEvents(join(folder, 'events.out.tfevents.1.box'))).toEqual([
      { wallTime: 2, step: 0, fileVersion: 'brain.Event:2', scalars: [] },
      { wallTime: 2, step: 1, fileVersion: null, scalars: [['loss', 1]] },
      { wallTime: 10, step: 2, fileVersion: null, scalars: [['loss', 2]] },
    ]);
  });

  it('replaces that of a run stopped before its first checkpoint', () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'config.json'), '{}');
    const stopped = new TensorBoardEvents(folder, { clock: clockAt(1000, 2000), host: 'box' });
    stopped.record({ environmentSteps: 1, values: { loss: 1 } });
    stopped.close();
    const again = new TensorBoardEvents(folder, { clock: clockAt(9000, 9000), host: 'box' });
    expect(readdirSync(folder)).toContain('events.out.tfevents.1.box');
    again.record({ environmentSteps: 1, values: { loss: 1 } });
    again.close();
    expect(readdirSync(folder)).toEqual(['config.json', 'events.out.tfevents.9.box']);
  });

  it('names the file when it cannot be written or continued', () => {
    const file = join(freshFolder(), 'file');
    writeFileSync(file, '');
    const events = new TensorBoardEvents(file, { clock: { now: () => 0 }, host: 'box' });
    expect(() => events.record({ environmentSteps: 1, values: {} })).toThrow(InputError);
    const elsewhere = new TensorBoardEvents(freshFolder(), { clock: { now: () => 0 }, host: 'box' });
    expect(() => elsewhere.restore({ name: 'events.out.tfevents.7.box', bytes: 10 })).toThrow(
      /events\.out\.tfevents\.7\.box: cannot continue: no such file or folder$/,
    );
    expect(() => elsewhere.restore({ bytes: 10 })).toThrow(
      new TypeError('saved state: name is not a string'),
    );
  });
});

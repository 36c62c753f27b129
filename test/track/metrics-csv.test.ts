import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { InputError } from '../../src/core/errors';
import { MetricsCsv } from '../../src/track/metrics-csv';
import { inputError } from '../support/input-error';
import { useFreshFolders } from '../support/fresh-folders';

const freshFolder = useFreshFolders();

function newFile(): string {
  return join(freshFolder(), 'run', 'metrics.csv');
}

describe('metrics.csv', () => {
  it('has environmentSteps first, one row per record, and nothing where nothing was measured', () => {
    const path = newFile();
    const metrics = new MetricsCsv(path);
    metrics.record({ environmentSteps: 100, values: { loss: null, epsilon: 0.5 } });
    metrics.record({ environmentSteps: 200, values: { epsilon: 0.25, loss: -1e-7 } }); // order is the header's
    expect(readFileSync(path, 'utf8')).toBe(
      ['environmentSteps,loss,epsilon', '100,,0.5', '200,-1e-7,0.25', ''].join('\n'),
    );
    metrics.close();
  });

  it('shows a diverged loss as NaN, not as an empty cell', () => {
    const path = newFile();
    const metrics = new MetricsCsv(path);
    metrics.record({ environmentSteps: 1, values: { loss: NaN, q: Infinity } });
    expect(readFileSync(path, 'utf8')).toBe('environmentSteps,loss,q\n1,NaN,Infinity\n');
    metrics.close();
  });

  it('quotes names that hold a comma or a quote', () => {
    const path = newFile();
    const metrics = new MetricsCsv(path);
    metrics.record({ environmentSteps: 1, values: { 'share/Call, "warm"': 1 } });
    expect(readFileSync(path, 'utf8').split('\n')[0]).toBe('environmentSteps,"share/Call, ""warm"""');
    metrics.close();
  });

  it('refuses a record with other keys than the first, and writes nothing of it', () => {
    const path = newFile();
    const metrics = new MetricsCsv(path);
    metrics.record({ environmentSteps: 1, values: { loss: 1 } });
    const before = readFileSync(path);
    expect(() => metrics.record({ environmentSteps: 2, values: {} })).toThrow(
      new RangeError('metrics: expected a value or null for loss'),
    );
    expect(() => metrics.record({ environmentSteps: 2, values: { loss: 1, q: 2 } })).toThrow(
      new RangeError('metrics: q was not in the first record'),
    );
    expect(readFileSync(path)).toEqual(before);
    metrics.close();
  });

  it('replaces an older file, but not before there is something to write', () => {
    const path = join(freshFolder(), 'metrics.csv');
    writeFileSync(path, 'an older run, and a longer line than any of ours');
    const metrics = new MetricsCsv(path);
    metrics.flush();
    expect(readFileSync(path, 'utf8')).toMatch(/^an older run/);
    metrics.record({ environmentSteps: 1, values: {} });
    metrics.flush();
    expect(readFileSync(path, 'utf8')).toBe('environmentSteps\n1\n');
    metrics.close();
  });

  it('resumed after any record, writes the bytes of a run that was never stopped', () => {
    const value = fc.oneof(fc.constant(null), fc.double());
    const rows = fc.array(fc.record({ loss: value, q: value }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(rows, fc.nat(), fc.nat(3), (values, pick, lost) => {
        const folder = freshFolder();
        const kept = pick % (values.length + 1);
        const record = (metrics: MetricsCsv, from: number, to: number) => {
          for (const [index, row] of values.slice(from, to).entries()) {
            metrics.record({ environmentSteps: from + index, values: row });
          }
        };
        const whole = new MetricsCsv(join(folder, 'whole.csv'));
        record(whole, 0, values.length);
        const killed = new MetricsCsv(join(folder, 'resumed.csv'));
        record(killed, 0, kept);
        killed.flush();
        const state = killed.state();
        record(killed, kept, kept + lost); // recorded after the checkpoint, then lost with the process
        killed.close();
        const resumed = new MetricsCsv(join(folder, 'resumed.csv'));
        resumed.restore(state);
        record(resumed, kept, values.length);
        expect(readFileSync(join(folder, 'resumed.csv'))).toEqual(readFileSync(join(folder, 'whole.csv')));
        whole.close();
        resumed.close();
      }),
      { numRuns: 50 },
    );
  });

  it('restored to its start, begins again with the header', () => {
    const path = newFile();
    const metrics = new MetricsCsv(path);
    const start = metrics.state();
    metrics.record({ environmentSteps: 1, values: { loss: 1 } });
    metrics.restore(start);
    expect(statSync(path).size).toBe(0);
    metrics.record({ environmentSteps: 1, values: { loss: 2 } });
    expect(readFileSync(path, 'utf8')).toBe('environmentSteps,loss\n1,2\n');
    metrics.close();
  });

  it('cannot be resumed from a file that is missing or too short', () => {
    const path = newFile();
    const metrics = new MetricsCsv(path);
    metrics.record({ environmentSteps: 1, values: { loss: 1 } });
    const state = metrics.state(); // 22 bytes of header, 4 of the row
    metrics.close();
    truncateSync(path, 7);
    expect(() => new MetricsCsv(path).restore(state)).toThrow(
      inputError(`${path}: expected at least 26 bytes to continue from, got 7`),
    );
    expect(statSync(path).size).toBe(7);
    rmSync(path);
    expect(() => new MetricsCsv(path).restore(state)).toThrow(
      inputError(`${path}: cannot continue: no such file or folder`),
    );
    expect(existsSync(path)).toBe(false);
  });

  it('names the file when it cannot be written', () => {
    const folder = freshFolder();
    const metrics = new MetricsCsv(folder);
    expect(() => metrics.record({ environmentSteps: 1, values: {} })).toThrow(
      inputError(`${folder}: cannot write: it is a folder`),
    );
    writeFileSync(join(folder, 'file'), '');
    const below = new MetricsCsv(join(folder, 'file', 'metrics.csv'));
    expect(() => below.record({ environmentSteps: 1, values: {} })).toThrow(InputError);
  });
});

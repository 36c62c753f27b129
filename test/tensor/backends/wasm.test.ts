import { wasmLoader } from '../../../src/tensor/backends/wasm';

const EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

const events: NodeJS.EventEmitter = process;

function listeners() {
  return EVENTS.map((event) => events.listeners(event));
}

it('leaves the errors of the process to the program, and the listeners that others add to them', async () => {
  const before = listeners();
  const loading = wasmLoader.load();
  const ours = (error: unknown) => {
    throw error;
  };
  EVENTS.forEach((event) => events.on(event, ours));
  await loading;
  expect(listeners()).toEqual(before.map((others) => [...others, ours]));
  EVENTS.forEach((event) => events.off(event, ours));
  expect(listeners()).toEqual(before);
});

/** The worlds of the command line, and what it calls its backends: for flags, without what needs TensorFlow.js. */
import { backendNames } from '../tensor/backends/loader';
import { worlds } from '../worlds/list';

export { worlds };
export { worldNamed } from './run-config';

export const worldNames = worlds.map(({ name }) => name);
export const backendChoices = ['auto', ...backendNames] as const;

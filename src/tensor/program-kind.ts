/** How a program runs its steps; a file of its own, so that public types need no TensorFlow.js to be read. */
export type ProgramKind = 'eager' | 'graph' | 'wasm';

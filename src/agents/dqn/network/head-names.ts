/** What settings and files call the heads; a file of its own, so that public types need no TensorFlow.js to be read. */
export const headNames = ['plain', 'dueling', 'separate'] as const;

export type HeadName = (typeof headNames)[number];

/**
 * Value and advantages as in the dueling head, in networks of their own from the observation on. Advantages are small
 * beside values, and are learned from far noisier evidence. Apart, each is held back by as much as it needs: a weight
 * decay shrinks the advantages alone.
 */
import { duelingHead } from './dueling-head';
import type { Head } from './head';

export const separateHead: Head = { ...duelingHead, ownLayers: Infinity };

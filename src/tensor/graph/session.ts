/** A graph loaded into a TensorFlow session of its own. */
import type * as tf from '@tensorflow/tfjs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeSavedModel, GRAPH_TAG, type GraphDef } from './graph-def';
import { nodeBackend } from './node-backend';
import { uploadCopies } from './upload';

export class GraphSession {
  readonly #backend = nodeBackend();
  readonly #id: number;

  /** @param anyOutput name of a node that yields a float scalar */
  constructor(graph: GraphDef, anyOutput: string) {
    const folder = mkdtempSync(join(tmpdir(), 'contact-dqn-graph-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(graph, anyOutput));
      this.#id = this.#backend.loadSavedModelMetaGraph(folder, GRAPH_TAG);
    } finally {
      // TensorFlow has read it; a killed process must not leave one behind for every run.
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /**
   * Runs what the fetched nodes depend on.
   *
   * @param feeds tensors by the node they stand for; they stay the caller's
   * @returns a tensor per fetched node; the caller disposes them
   */
  run(feeds: Readonly<Record<string, tf.Tensor>>, fetches: readonly string[]): tf.Tensor[] {
    uploadCopies(Object.values(feeds));
    const names = Object.keys(feeds).map((name) => ({ name, tfDtype: '' }));
    return this.#backend.runSavedModel(this.#id, Object.values(feeds), names, fetches);
  }

  close(): void {
    this.#backend.deleteSavedModel(this.#id);
  }
}

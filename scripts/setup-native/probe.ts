/** Trains one step on native TensorFlow and prints what happened as JSON; `prove` runs it as a process of its own. */
import { tryBackend } from '../../src/tensor/backend';
import { tensorflowLoader } from '../../src/tensor/backends/tensorflow';

void tryBackend(tensorflowLoader).then((attempt) => process.stdout.write(JSON.stringify(attempt)));

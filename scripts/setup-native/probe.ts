/**
 * Trains one step on native TensorFlow and prints what happened as JSON; `prove` runs it as a process of its own, with
 * the folder of the binding as its argument.
 */
import { tryBackend } from '../../src/tensor/backend';
import { tensorflowLoader } from '../../src/tensor/backends/tensorflow';
import { useNativeFolder } from '../../src/tensor/native/library';

useNativeFolder(process.argv[2]!);
void tryBackend(tensorflowLoader).then((attempt) => process.stdout.write(JSON.stringify(attempt)));

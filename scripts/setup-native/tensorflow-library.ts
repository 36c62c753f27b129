/** The TensorFlow library that is wanted: a wheel in the cache, a folder of the user's, or the package's own download. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError } from '../../src/core/errors';
import { cacheFolder, nativeFolder, type NativeSetup } from '../../src/tensor/native/library';
import type { Target } from './requirements';

/** What the flags ask for. */
export interface Wanted {
  readonly variant: NativeSetup['variant'];
  /** Version of TensorFlow; null where the library itself will say it. */
  readonly tensorflow: string | null;
  /** Requirement of the wheel; null where none is needed. */
  readonly wheel: string | null;
  /** Folder of the libtensorflow files, which may not be there yet. */
  readonly library: string;
  /** In words. */
  readonly title: string;
}

export interface LibraryFlags {
  readonly gpu: boolean;
  readonly tensorflow: string;
  readonly from?: string | undefined;
  readonly official: boolean;
}

/** Folders of a binding's inputs, as an unpacked wheel and as a libtensorflow archive lay them out. */
export interface LibraryFiles {
  readonly main: string;
  readonly framework: string;
  readonly include: string;
}

/** Version that is set up without --tensorflow: the one that everything here is tested with. */
export const TENSORFLOW = '2.21.0';
/** One release, final or not; it becomes the name of a folder. */
const VERSION = /^\d+(\.\d+)*((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?$/;
/** Where `tfjs-node` keeps the library that it downloads itself. */
const OFFICIAL_LIBRARY = 'node_modules/@tensorflow/tfjs-node/deps/lib';

/** What means something to make, to the shell that it starts, to the linker's options or to node-gyp. */
const UNBUILDABLE = /[\s"#$%&'()*,:;<=>?[\\\]`{|}]/;

/** The files to build against; null if the folder is no TensorFlow library. @param library as in setup.json */
export function libraryFiles(library: string): LibraryFiles | null {
  const layouts = [
    { main: 'libtensorflow_cc.so.2', framework: 'libtensorflow_framework.so.2', include: 'include' },
    { main: 'libtensorflow.so.2', framework: 'libtensorflow_framework.so.2', include: '../include' },
  ];
  const complete = layouts
    .map(({ main, framework, include }) => ({
      main: join(library, main),
      framework: join(library, framework),
      include: join(library, include),
    }))
    .filter((files) =>
      [files.main, files.framework, join(files.include, 'tensorflow/c/c_api.h')].every(existsSync),
    );
  return complete[0] ?? null;
}

/** @throws InputError if make cannot take a path that the build needs */
function expectBuildable(what: string, path: string, remedy: string): void {
  const [character] = UNBUILDABLE.exec(path) ?? [];
  if (character === undefined) return;
  throw new InputError(
    `${what} ${path}: the build takes no path with ${JSON.stringify(character)} in it: ${remedy}`,
  );
}

/** @throws InputError if the folder holds no library, or one that nothing can be built against */
function fromFolder(from: string): Wanted {
  const library = [join(resolve(from), 'tensorflow'), join(resolve(from), 'lib')].find(libraryFiles);
  if (library === undefined)
    throw new InputError(
      `--from ${from}: expected an unpacked wheel with tensorflow/libtensorflow_cc.so.2, libtensorflow_framework.so.2 ` +
        'and include/, or a libtensorflow folder with lib/ and include/',
    );
  expectBuildable('--from', library, 'move or copy the library');
  return {
    variant: 'directory',
    tensorflow: null,
    wheel: null,
    library,
    title: `the TensorFlow of ${library}`,
  };
}

/** TensorFlow's wheels by processor: one for the CPU alone exists for x64, and one with CUDA only there. */
function fromWheel({ gpu, tensorflow }: LibraryFlags, { machine }: Target): Wanted {
  if (gpu && machine !== 'x86_64')
    throw new InputError(
      `--gpu: TensorFlow publishes no wheel with CUDA for ${machine}; without --gpu the CPU serves`,
    );
  if (!VERSION.test(tensorflow))
    throw new InputError(
      `--tensorflow: expected a version such as 2.21.0, got ${JSON.stringify(tensorflow)}`,
    );
  expectBuildable('cache', cacheFolder(), 'choose another folder by CONTACT_DQN_CACHE');
  const name = gpu || machine !== 'x86_64' ? 'tensorflow' : 'tensorflow-cpu';
  return {
    variant: gpu ? 'gpu' : 'cpu',
    tensorflow,
    wheel: `${name}==${tensorflow}`,
    library: join(cacheFolder(), `${name}-${tensorflow}`, 'tensorflow'),
    title: `TensorFlow ${tensorflow} (${gpu ? 'CUDA' : 'CPU'})`,
  };
}

/** @throws InputError for a folder without a library, a path that cannot be built, or a wheel that nobody publishes */
export function wantedLibrary(flags: LibraryFlags, target: Target): Wanted {
  if (!flags.official) expectBuildable('the package in', dirname(nativeFolder()), 'move it');
  if (flags.from !== undefined) return fromFolder(flags.from);
  if (!flags.official) return fromWheel(flags, target);
  return {
    variant: 'official',
    tensorflow: null,
    wheel: null,
    library: join(nativeFolder(), OFFICIAL_LIBRARY),
    title: "the package's own TensorFlow 2.9.1 (CPU)",
  };
}

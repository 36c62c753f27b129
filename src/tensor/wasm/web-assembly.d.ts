/** The part of WebAssembly's JavaScript interface that programs use; its declarations come with a browser's alone. */
declare namespace WebAssembly {
  type Exports = Readonly<Record<string, unknown>>;

  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }

  class Memory {
    /** In pages of 64 KiB. */
    constructor(limits: { readonly initial: number });
    /** Another one whenever the memory has grown. */
    readonly buffer: ArrayBuffer;
    /** @throws RangeError if there is no more memory */
    grow(pages: number): number;
  }

  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: Exports;
  }
}

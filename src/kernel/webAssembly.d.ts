/** What is used of WebAssembly: the types of the language's library have it among those of a browser's page only. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Global {
    constructor(descriptor: { value: 'f64'; mutable: boolean }, value: number);
    readonly value: number;
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, (...words: number[]) => void>>);
    readonly exports: Record<string, unknown>;
  }
}

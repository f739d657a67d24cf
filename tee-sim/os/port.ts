// The only file that touches the process's port: Electron's utility process, or a Node child process.
// Passes messages; judges nothing.

/** Where the TEE's messages come from and go to. */
export interface TeePort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The other end is gone. */
  onClose(listener: () => void): void;
  /** Ends the process once what was posted is on its way. */
  exit(code: number): void;
}

/** Electron's `process.parentPort`, as far as it is used here. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Electron's port flushes by itself, only not within the same turn. */
const FLUSH_MS = 50;

export function openPort(): TeePort {
  const parentPort: ParentPort | undefined = Reflect.get(process, 'parentPort');
  return parentPort === undefined ? openNodePort() : openElectronPort(parentPort);
}

function openElectronPort(parentPort: ParentPort): TeePort {
  return {
    post: (message) => parentPort.postMessage(message),
    onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
    // Electron ends a utility process with the process that forked it.
    onClose: () => undefined,
    exit: (code) => {
      setTimeout(() => process.exit(code), FLUSH_MS);
    },
  };
}

function openNodePort(): TeePort {
  const ignore = (): void => undefined;
  return {
    // A failed send means that the other end is gone, which `disconnect` tells.
    post: (message) => process.send?.(message, undefined, undefined, ignore),
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.once('disconnect', listener),
    exit: (code) => {
      if (!process.connected) process.exit(code);
      process.once('disconnect', () => process.exit(code));
      process.disconnect?.();
    },
  };
}

// What the preload and the build put into the page's global scope.
import type { Bridge } from '../../preload/contract.ts';

declare global {
  interface Window {
    readonly airaccount: Bridge;
  }

  /** SM3 of the TEE's bundle as it was when this client was built, hex. */
  const __TEE_MEASUREMENT__: string;
}

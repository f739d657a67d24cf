// Both engines by name: for the TEE, the command line and tests, which let QA choose. Windows import only the default.
import type { CryptoEngine, EngineName } from './engine.ts';
import { nobleEngine } from './noble-engine.ts';
import { smCryptoEngine } from './sm-crypto-engine.ts';

const engines: Readonly<Record<EngineName, CryptoEngine>> = {
  noble: nobleEngine,
  'sm-crypto': smCryptoEngine,
};

/** For the TEE, the command line and tests: the renderer imports the one engine it uses. */
export function engineByName(name: EngineName): CryptoEngine {
  return engines[name];
}

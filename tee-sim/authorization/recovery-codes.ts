// Recovery codes: eight codes on paper that stand in for the one-time code, each of them once.
// Only their keyed digests are kept.
import type { CryptoEngine, RandomBytes } from '../crypto/engine.ts';
import { hmacSm3 } from '../crypto/hmac.ts';
import { equalBytes, utf8ToBytes, wipe } from '../protocol/bytes.ts';
import { base32 } from './base32.ts';

export const RECOVERY_CODES = 8;
/** Ten characters of five bits each. */
const CODE_BYTES = 7;
const CODE_CHARACTERS = 10;

/** Eight different codes of 50 random bits. */
export function newRecoveryCodes(random: RandomBytes): string[] {
  const codes = new Set<string>();
  while (codes.size < RECOVERY_CODES) {
    const bytes = random(CODE_BYTES);
    const text = base32(bytes).slice(0, CODE_CHARACTERS);
    wipe(bytes);
    codes.add(`${text.slice(0, 5)}-${text.slice(5)}`);
  }
  return [...codes];
}

/** HMAC-SM3(key, code), 32 bytes; the key is the user's own. */
export function recoveryCodeMac(
  engine: Pick<CryptoEngine, 'sm3'>,
  key: Uint8Array,
  code: string,
): Uint8Array {
  return hmacSm3(engine, key, utf8ToBytes(code));
}

/** Which of `macs` is the code's; looks at all of them, whichever it is. `undefined`: none. */
export function findRecoveryCode(
  engine: Pick<CryptoEngine, 'sm3'>,
  key: Uint8Array,
  macs: readonly Uint8Array[],
  code: string,
): number | undefined {
  const mac = recoveryCodeMac(engine, key, code);
  let found: number | undefined;
  for (const [index, candidate] of macs.entries()) {
    if (equalBytes(candidate, mac)) found = index;
  }
  wipe(mac);
  return found;
}

// The four keys of a request: derived as PROTOCOL.md says, all different, bound to header and wrapped key.
import { hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deriveRequestKeys, type RequestKeys } from '../../../../tee-sim/crypto/request-keys.ts';
import { bytesToHex } from '../../../../tee-sim/protocol/bytes.ts';
import { encodeHeader } from '../../../../tee-sim/protocol/envelope.ts';
import { bothEngines, nobleEngine, seededRandom } from '../../../helpers/engines.ts';

const random = seededRandom('request keys');
const SESSION_KEY = random(16);
const HEADER = encodeHeader({ v: 1, suite: 2, keyId: random(8) });
const WRAPPED_KEY = random(113);

function all({ request, answer }: RequestKeys): Uint8Array[] {
  return [request.encKey, request.macKey, answer.encKey, answer.macKey];
}

describe.each(bothEngines)('request keys over the %s engine', (_name, engine) => {
  it('are HKDF-SM3 of the session key with the digest of header and wrapped key as salt', () => {
    const keys = deriveRequestKeys(engine, SESSION_KEY, HEADER, WRAPPED_KEY);
    const salt = engine.sm3(HEADER, WRAPPED_KEY);
    const expected = (['req-enc', 'req-mac', 'res-enc', 'res-mac'] as const).map((label) =>
      Buffer.from(hkdfSync('sm3', SESSION_KEY, salt, label, label.endsWith('enc') ? 16 : 32)).toString('hex'),
    );
    expect(all(keys).map(bytesToHex)).toEqual(expected);
  });
});

describe('request keys', () => {
  it('change with session key, header and wrapped key', () => {
    const variants = [
      deriveRequestKeys(nobleEngine, SESSION_KEY, HEADER, WRAPPED_KEY),
      deriveRequestKeys(nobleEngine, random(16), HEADER, WRAPPED_KEY),
      deriveRequestKeys(
        nobleEngine,
        SESSION_KEY,
        encodeHeader({ v: 1, suite: 1, keyId: random(8) }),
        WRAPPED_KEY,
      ),
      deriveRequestKeys(nobleEngine, SESSION_KEY, HEADER, random(113)),
    ];
    expect(new Set(variants.flatMap(all).map(bytesToHex)).size).toBe(16);
  });

  it('are zeroed by destroy, the session key is not', () => {
    const sessionKey = SESSION_KEY.slice();
    const keys = deriveRequestKeys(nobleEngine, sessionKey, HEADER, WRAPPED_KEY);
    keys.destroy();
    for (const key of all(keys)) expect(key.every((byte) => byte === 0)).toBe(true);
    expect(sessionKey).toEqual(SESSION_KEY);
  });
});

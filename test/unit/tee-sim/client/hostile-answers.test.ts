// A hostile driver between client and TEE, or a TEE that lies: no answer is believed that is not the answer.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { InvokeError } from '../../../../tee-sim/client/errors.ts';
import { verifyAnswer } from '../../../../tee-sim/client/open-answer.ts';
import { memoryPins } from '../../../../tee-sim/client/pins.ts';
import { TeeClient } from '../../../../tee-sim/client/tee-client.ts';
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { randomBytes } from '../../../../tee-sim/crypto/random.ts';
import {
  base64UrlToBytes,
  bytesToBase64Url,
  equalBytes,
  utf8ToBytes,
} from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import {
  type AnswerPayloadText,
  LABELS,
  type SignedText,
  signedBytes,
} from '../../../../tee-sim/protocol/envelope.ts';
import { operationIdSchema } from '../../../../tee-sim/protocol/schema.ts';
import { FakeTee, type Lies, MEASUREMENTS, PROVER } from './fake-tee.ts';

const operationId = operationIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAQ');
const erased = { logId: 1, erasureLogId: 2 };
let tee: FakeTee;
let client: TeeClient;

beforeEach(async () => {
  tee = new FakeTee();
  tee.handle = () => ({ code: 'SUCCESS', body: erased });
  client = new TeeClient({
    prover: PROVER,
    transport: tee,
    engine: nobleEngine,
    random: randomBytes,
    pins: memoryPins(),
    expected: MEASUREMENTS,
    monotonicNowMs: () => 0,
  });
  await client.connect();
});

async function erase(): Promise<InvokeError | typeof erased> {
  try {
    return (await client.invoke('ERASE_FEATURES', { logId: 1 }, { operationId })).result;
  } catch (error) {
    if (error instanceof InvokeError) return error;
    throw error;
  }
}

function flipFirstBit(text: string): string {
  const bytes = base64UrlToBytes(text);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return bytesToBase64Url(bytes);
}

function changeAt(text: string, index: number): string {
  return `${text.slice(0, index)}${text[index] === 'x' ? 'y' : 'x'}${text.slice(index + 1)}`;
}

function editPayload(
  signed: SignedText,
  edit: (payload: AnswerPayloadText) => AnswerPayloadText,
): SignedText {
  return { ...signed, payload: JSON.stringify(edit(JSON.parse(signed.payload) as AnswerPayloadText)) };
}

function alterSealed(payload: AnswerPayloadText, field: 'iv' | 'ciphertext' | 'tag'): AnswerPayloadText {
  const { sealed } = payload;
  if (sealed === undefined) throw new Error('nothing is sealed');
  return { ...payload, sealed: { ...sealed, [field]: flipFirstBit(sealed[field]) } };
}

const foreign = nobleEngine.sm2GenerateKeyPair(randomBytes);

function signForeign(signed: SignedText, label: string): SignedText {
  const message = signedBytes(label, signed.payload);
  const signature = nobleEngine.sm2Sign(foreign.privateKey, message, randomBytes);
  return { ...signed, signature: bytesToBase64Url(signature) };
}

describe('an answer changed on its way', () => {
  const lies: [string, NonNullable<Lies['answer']>][] = [
    ['another signature', (signed) => ({ ...signed, signature: flipFirstBit(signed.signature) })],
    ['the signature of another key', (signed) => signForeign(signed, LABELS.answer)],
    ['another code', (signed) => editPayload(signed, (p) => ({ ...p, code: 'ACCESS_DENIED' }))],
    ['another time', (signed) => editPayload(signed, (p) => ({ ...p, issuedAtMs: p.issuedAtMs + 1 }))],
    [
      'a driver context that the TEE never saw',
      (signed) => editPayload(signed, (p) => ({ ...p, driverContext: '{"channelId":"x"}' })),
    ],
    ['an altered sealed body', (signed) => editPayload(signed, (p) => alterSealed(p, 'ciphertext'))],
    ['no sealed body', (signed) => editPayload(signed, ({ sealed: _, ...rest }) => rest)],
    ['white space', (signed) => ({ ...signed, payload: ` ${signed.payload}` })],
  ];

  it.each(lies)('%s: its signature does not verify', async (_name, answer) => {
    tee.lies = { answer };
    expect(await erase()).toMatchObject({
      code: 'SIGNATURE_INVALID',
      origin: 'API',
      unknownOperation: operationId,
    });
  });

  it('is not asked for again: the request was perhaps carried out', async () => {
    const sent = tee.envelopes.length;
    tee.lies = { answer: (signed) => ({ ...signed, signature: flipFirstBit(signed.signature) }) };
    await erase();
    expect(tee.envelopes).toHaveLength(sent + 1);
    expect(client.session).toBeDefined();
  });

  it('any one character of it: refused wherever it is', async () => {
    let genuine: SignedText | undefined;
    tee.lies = {
      answer: (signed) => {
        genuine = signed;
        return signed;
      },
    };
    const { exchange } = await client.invoke('ERASE_FEATURES', { logId: 1 });
    if (genuine === undefined) throw new Error('there was no answer');
    const { payload, signature } = genuine;
    const responseKey = base64UrlToBytes(tee.responsePublicKey);
    const verify = (answer: SignedText) => verifyAnswer(nobleEngine, responseKey, exchange.envelope, answer);
    expect(verify(genuine).code).toBe('SUCCESS');
    for (let i = 0; i < payload.length; i += 5) {
      expect(() => verify({ payload: changeAt(payload, i), signature })).toThrow(TeeError);
    }
    for (let i = 0; i < signature.length; i += 3) {
      expect(() => verify({ payload, signature: changeAt(signature, i) })).toThrow(TeeError);
    }
  });

  const forms: [string, unknown][] = [
    ['nothing', undefined],
    ['a string', 'ok'],
    ['no signature', { payload: '{}' }],
    ['a signature of another length', { payload: '{}', signature: bytesToBase64Url(new Uint8Array(63)) }],
    ['a field too many', { payload: '{}', signature: bytesToBase64Url(new Uint8Array(64)), more: 1 }],
    ['a result without any signature', { ok: true, result: erased }],
  ];

  it.each(forms)('%s: no answer at all', async (_name, form) => {
    tee.lies = { answer: () => form };
    expect(await erase()).toMatchObject({
      code: 'SECURITY',
      reason: 'answer-mismatch',
      origin: 'API',
      unknownOperation: operationId,
    });
  });
});

describe('a genuine refusal that decides nothing: of a second delivery, or by a defect', () => {
  it.each(['internal', 'replayed', 'stale', 'from-the-future', 'unknown-key', 'nonce-cache-full'] as const)(
    '%s: the first one was perhaps carried out',
    async (reason) => {
      tee.handle = () => ({ code: 'SECURITY', reason });
      expect(await erase()).toMatchObject({ code: 'SECURITY', reason, unknownOperation: operationId });
    },
  );

  it('session-mac: a repetition after the session ended says nothing of the first', async () => {
    tee.handle = () => ({ code: 'SECURITY', reason: 'session-mac' });
    expect(await erase()).toMatchObject({ reason: 'session-mac', unknownOperation: operationId });
  });

  it.each([
    ['STORAGE_NO_SPACE', 'disk-full'],
    ['STORAGE_NOT_AVAILABLE', 'folder-not-writable'],
    ['STORAGE_NOT_AVAILABLE', undefined],
    ['OUT_OF_MEMORY', undefined],
    ['ACCESS_CONFLICT', 'folder-in-use'],
    ['CORRUPT_OBJECT', 'damaged-database'],
  ] as const)('%s %s: the head may have failed after the commit', async (code, reason) => {
    tee.handle = () => ({ code, ...(reason && { reason }) });
    expect(await erase()).toMatchObject({ code, reason, unknownOperation: operationId });
  });

  it.each([
    ['ACCESS_CONFLICT', 'operation-conflict'],
    ['CORRUPT_OBJECT', 'damaged-record'],
    ['ITEM_NOT_FOUND', 'unknown-log-row'],
    ['ACCESS_DENIED', undefined],
  ] as const)('%s %s is decided', async (code, reason) => {
    tee.handle = () => ({ code, ...(reason && { reason }) });
    expect(await erase()).toMatchObject({ code, reason, unknownOperation: undefined });
  });

  it('and not of what changes nothing', async () => {
    tee.handle = () => ({ code: 'SECURITY', reason: 'replayed' });
    await expect(client.invoke('GET_STATUS', {})).rejects.toMatchObject({ unknownOperation: undefined });
  });
});

describe('a genuine answer to something else', () => {
  it('swapped between two requests is refused for both', async () => {
    const held: { signed: SignedText; release: (other: SignedText) => void }[] = [];
    const invoke = tee.invoke.bind(tee);
    tee.invoke = async (envelope) => {
      const signed = await invoke(envelope);
      return new Promise((release) => {
        held.push({ signed, release });
        if (held.length === 2) {
          held[0]?.release(held[1]?.signed ?? signed);
          held[1]?.release(held[0]?.signed ?? signed);
        }
      });
    };
    for (const outcome of await Promise.all([erase(), erase()])) {
      expect(outcome).toMatchObject({ code: 'SECURITY', reason: 'answer-mismatch', origin: 'API' });
    }
  });

  it('replayed is refused', async () => {
    let old: SignedText | undefined;
    tee.lies = {
      answer: (signed) => {
        old ??= signed;
        return old;
      },
    };
    expect(await erase()).toEqual(erased);
    expect(await erase()).toMatchObject({ code: 'SECURITY', reason: 'answer-mismatch' });
  });

  it('an attestation is not an answer, though the TEE signed it', async () => {
    tee.lies = { answer: (signed) => signForeign(signed, LABELS.attestation) };
    expect(await erase()).toMatchObject({ code: 'SIGNATURE_INVALID' });
  });
});

describe('a TEE that signs what does not fit', () => {
  const lies: [string, Lies][] = [
    ['another request digest', { payload: (p) => ({ ...p, requestDigest: flipFirstBit(p.requestDigest) }) }],
    [
      'a driver context other than the one it digested',
      {
        driverContext: '{"channelId":"a","idleSeconds":900}',
        payload: (p) => ({ ...p, driverContext: '{"channelId":"a","idleSeconds":0}' }),
      },
    ],
    [
      'a driver context left out',
      {
        driverContext: '{"channelId":"a"}',
        payload: ({ driverContext: _, ...rest }) => rest,
      },
    ],
    ['an altered ciphertext', { payload: (p) => alterSealed(p, 'ciphertext') }],
    ['an altered iv', { payload: (p) => alterSealed(p, 'iv') }],
    ['an altered tag', { payload: (p) => alterSealed(p, 'tag') }],
    ['a body sealed for another code', { payload: (p) => ({ ...p, code: 'ITEM_NOT_FOUND' }) }],
    ['success without a sealed body', { payload: ({ sealed: _, ...rest }) => rest }],
    ['another protocol version', { payload: (p) => ({ ...p, v: 2 }) }],
    ['an unknown code', { payload: (p) => ({ ...p, code: 'FINE' }) }],
    ['a payload that is no object', { payload: () => [] }],
    ['a body without its fields', { answerBody: (b) => ({ ...b, body: {} }) }],
    ['a body with a field too many', { answerBody: (b) => ({ ...b, body: { ...erased, more: 1 } }) }],
    ['no body', { answerBody: ({ body: _, ...rest }) => rest }],
    ['an unknown step', { answerBody: (b) => ({ ...b, steps: [{ step: 'guess', durationUs: 1 }] }) }],
  ];

  it.each(lies)('%s', async (_name, lie) => {
    tee.lies = lie;
    expect(await erase()).toMatchObject({
      code: 'SECURITY',
      reason: 'answer-mismatch',
      origin: 'API',
      unknownOperation: operationId,
    });
  });

  it('an honest driver context is accepted, and shown', async () => {
    tee.lies = { driverContext: '{"channelId":"a","idleSeconds":900}' };
    const { exchange } = await client.invoke('ERASE_FEATURES', { logId: 1 });
    expect(exchange.driverContext).toBe('{"channelId":"a","idleSeconds":900}');
  });

  it.each([
    ['a command that does not exist', { command: '__proto__', result: '{}' }],
    ['a result of another command', { command: 'GET_STATUS', result: JSON.stringify(erased) }],
    ['a result that is not JSON', { command: 'ERASE_FEATURES', result: '{' }],
  ])('an outcome with %s', async (_name, told) => {
    tee.handle = () => ({ code: 'SUCCESS', body: { outcome: 'committed', ...told } });
    await expect(client.findOutcome(operationId)).rejects.toMatchObject({
      code: 'SECURITY',
      reason: 'answer-mismatch',
    });
  });
});

const phrase = utf8ToBytes('zoo zoo zoo');

describe('what comes beside the JSON of an answer', () => {
  const drawn = { wordsToCheck: [0, 1, 2] };
  const prepare = () => client.invoke('PREPARE_WALLET', { words: 12 });

  it('is handed out as the table says', async () => {
    tee.handle = () => ({ code: 'SUCCESS', body: drawn, secrets: [phrase] });
    const { result, secrets, exchange } = await prepare();
    expect([result, secrets]).toEqual([drawn, [phrase]]);
    expect(JSON.stringify(exchange)).not.toContain('zoo zoo');
  });

  const wrong: readonly (readonly [string, Uint8Array[]])[] = [
    ['nothing', []],
    ['one too many', [phrase, phrase]],
    ['an empty one', [new Uint8Array(0)]],
    ['one too long', [new Uint8Array(1_025).fill(7)]],
  ];

  it.each(wrong)('%s: no answer', async (_name, secrets) => {
    tee.handle = () => ({ code: 'SUCCESS', body: drawn, secrets });
    await expect(prepare()).rejects.toMatchObject({ code: 'SECURITY', reason: 'answer-mismatch' });
  });

  it('of what is no answer, what was copied is zeroed', async () => {
    tee.handle = () => ({ code: 'SUCCESS', body: drawn, secrets: [phrase, phrase] });
    const copies = watchCopies();
    await expect(prepare()).rejects.toMatchObject({ reason: 'answer-mismatch' });
    vi.restoreAllMocks();
    expect(copies.size).toBeGreaterThan(0);
    for (const copy of copies) expect(copy).not.toEqual(phrase);
  });

  it('is nothing for a command that tells none, and nothing beside a refusal or a wrong body', async () => {
    const copies = watchCopies();
    tee.handle = () => ({ code: 'SUCCESS', body: erased, secrets: [phrase] });
    expect(await erase()).toMatchObject({ code: 'SECURITY', reason: 'answer-mismatch' });
    tee.handle = () => ({ code: 'ACCESS_DENIED', reason: 'not-permitted', secrets: [phrase] });
    await expect(prepare()).rejects.toMatchObject({ code: 'SECURITY', reason: 'answer-mismatch' });
    tee.handle = () => ({ code: 'SUCCESS', body: {}, secrets: [phrase] });
    await expect(prepare()).rejects.toMatchObject({ code: 'SECURITY', reason: 'answer-mismatch' });
    vi.restoreAllMocks();
    expect(copies.size).toBeGreaterThanOrEqual(3);
    for (const copy of copies) expect(copy).not.toEqual(phrase);
  });

  it('is told by no outcome that is found later: only that it was told', async () => {
    const told = (result: string) => () => ({
      code: 'SUCCESS' as const,
      body: { outcome: 'committed', command: 'EXPORT_PHRASE', result },
    });
    tee.handle = told('null');
    expect(await client.findOutcome(operationId)).toEqual({
      outcome: 'committed',
      command: 'EXPORT_PHRASE',
      result: undefined,
    });
    tee.handle = told('{"hasPassphrase":true}');
    await expect(client.findOutcome(operationId)).rejects.toMatchObject({ reason: 'answer-mismatch' });
  });
});

/** Every buffer of a secret's length that was written into: the client copies secrets out of what it decrypted. */
function watchCopies(): Set<Uint8Array> {
  const copies = new Set<Uint8Array>();
  const original = Uint8Array.prototype.set;
  vi.spyOn(Uint8Array.prototype, 'set').mockImplementation(function (this: Uint8Array, ...args) {
    original.apply(this, args);
    if (equalBytes(this, phrase)) copies.add(this);
  });
  return copies;
}

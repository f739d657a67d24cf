import { expect, test } from 'vitest';
import { TraceRecorder } from '../../../../tee-sim/authorization/trace.ts';
import { utf8ToBytes } from '../../../../tee-sim/protocol/bytes.ts';
import { logIdSchema } from '../../../../tee-sim/protocol/schema.ts';
import type { SecureStorage } from '../../../../tee-sim/storage/storage.ts';
import type { Call, TaServices } from '../../../../tee-sim/ta/call.ts';
import { getRiskLog } from '../../../../tee-sim/ta/get-risk-log.ts';

const logId = logIdSchema.parse(7);
const call: Call<'GET_RISK_LOG'> = {
  params: { logId },
  features: undefined,
  secrets: [],
  operationId: undefined,
  session: undefined,
  client: { channelId: 'main-window', measurement: new Uint8Array(32) },
  trace: new TraceRecorder(() => 0),
  proof: undefined,
  proofPasswords: [],
  payloadDigest: new Uint8Array(32),
  user: undefined,
  binding: undefined,
  demands: undefined,
  conditions: [],
  requestDigest: new Uint8Array(32),
  driverContext: undefined,
  atMs: 0,
  steps: { measure: (_step, _sizeBytes, work) => work() },
};

function servicesWith(record: Uint8Array, features: Uint8Array): TaServices {
  const storage: Pick<SecureStorage, 'getLog'> = {
    getLog: (id) => ({
      summary: {
        id,
        atMs: 1,
        kind: 'assessment',
        sizeBytes: 1,
        ciphertextHead: '',
        suite: 2,
        features: 'stored',
      },
      userId: 'device-owner',
      record,
      features,
    }),
  };
  const nameOf = (id: string) => (id === 'device-owner' ? 'Ada' : undefined);
  return { storage, users: { nameOf } } as unknown as TaServices;
}

test('gives record and features, and zeroes what storage decrypted', () => {
  const [record, features] = [utf8ToBytes('{"a":1}'), utf8ToBytes('{"localHour":3}')];
  expect(getRiskLog(call, servicesWith(record, features))).toMatchObject({
    result: { summary: { id: 7 }, person: 'Ada', record: '{"a":1}', features: { localHour: 3 } },
  });
  for (const buffer of [record, features]) expect(buffer.every((byte) => byte === 0)).toBe(true);
});

test('zeroes it also when it is no text', () => {
  const [record, features] = [Uint8Array.of(0xff), utf8ToBytes('{')];
  expect(() => getRiskLog(call, servicesWith(record, features))).toThrow();
  for (const buffer of [record, features]) expect(buffer.every((byte) => byte === 0)).toBe(true);
});

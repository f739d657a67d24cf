import { expect, test } from 'vitest';
import { SessionRenewal, type SessionWork } from '../../../../renderer/app/session-renewal.ts';
import { AttestationError, InvokeError } from '../../../../tee-sim/client/errors.ts';
import type { Exchange } from '../../../../tee-sim/client/exchange.ts';
import type { TeeClient } from '../../../../tee-sim/client/tee-client.ts';
import { TeeError, type TeeReason } from '../../../../tee-sim/protocol/codes.ts';
import { operationIdSchema } from '../../../../tee-sim/protocol/schema.ts';

const operationId = operationIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAQ');

/** A refusal, signed by the TEE or not. */
function refused(reason: TeeReason, signed: boolean): InvokeError {
  const exchange = signed ? ({ operationId } as Exchange) : undefined;
  const failure = { code: 'SECURITY', origin: 'TEE', reason } as const;
  return new InvokeError(failure, { ...(exchange && { exchange }), unknownOperation: operationId });
}

/** Runs work that always fails with `error`; tells what it was sent as each time. */
async function run(error: unknown, connect: () => Promise<unknown> = async () => undefined) {
  const sentAs: unknown[] = [];
  let renewals = 0;
  const client = {
    connect: () => {
      renewals += 1;
      return connect();
    },
  } as unknown as TeeClient;
  const work: SessionWork<never> = (_client, again) => {
    sentAs.push(again);
    return Promise.reject(error);
  };
  const thrown = await new SessionRenewal().run(client, work).catch((reason: unknown) => reason);
  return { sentAs, renewals, thrown };
}

test('repeats a request once, as the same operation, and then believes the refusal', async () => {
  const error = refused('session-mac', true);
  expect(await run(error)).toEqual({ sentAs: [undefined, operationId], renewals: 1, thrown: error });
});

test.each([
  ['a refusal that the TEE did not sign', refused('session-mac', false)],
  ['any other signed refusal', refused('replayed', true)],
  ['a lost answer', new InvokeError({ code: 'TIMEOUT', origin: 'COMMS', reason: 'tee-slow' }, {})],
  ['a client without a session', new TeeError('BAD_STATE', 'no-session', 'API')],
])('never repeats after %s', async (_name, error) => {
  expect(await run(error)).toEqual({ sentAs: [undefined], renewals: 0, thrown: error });
});

test('a TEE that is not trusted any more is said to be that', async () => {
  const error = new AttestationError('attestation-pin');
  const { sentAs, thrown } = await run(refused('session-mac', true), () => Promise.reject(error));
  expect(sentAs).toEqual([undefined]);
  expect(thrown).toBe(error);
});

test('a session that cannot be opened leaves the outcome as unknown as it was', async () => {
  const busy = new TeeError('BUSY', 'tee-queue-full', 'COMMS');
  const { sentAs, thrown } = await run(refused('session-mac', true), () => Promise.reject(busy));
  expect(sentAs).toEqual([undefined]);
  expect(thrown).toMatchObject({ code: 'BUSY', reason: 'tee-queue-full', unknownOperation: operationId });
});

test('a denial in the new session leaves the outcome as unknown as it was', async () => {
  const denied = new InvokeError(
    { code: 'ACCESS_DENIED', origin: 'TRUSTED_APP', reason: 'login-required', layer: 2 },
    { exchange: { operationId, trace: [] } as unknown as Exchange },
  );
  const errors = [refused('session-mac', true), denied];
  const client = { connect: async () => undefined } as unknown as TeeClient;
  const work = () => Promise.reject(errors.shift());
  const thrown = await new SessionRenewal().run(client, work).catch((reason: unknown) => reason);
  expect(thrown).toMatchObject({ reason: 'login-required', layer: 2, unknownOperation: operationId });
  expect((thrown as InvokeError).exchange).toBe(denied.exchange);
});

// A race for the limit: many payments at once, over several sessions, against the real TEE process.
import { expect, test, vi } from 'vitest';
import { InvokeError } from '../../tee-sim/client/errors.ts';
import { utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import { prepareDevice } from '../helpers/prepared-device.ts';
import { transferOf } from '../helpers/signing.ts';
import { startTee } from '../helpers/tee-harness.ts';

vi.mock('../../tee-sim/authorization/password.ts', async (original) =>
  (await import('../helpers/cheap-passwords.ts')).cheapPasswords(original),
);

const REQUESTS = 100;
/** A session keeps sixteen reviews. */
const SESSIONS = 7;

test('of 100 payments at once, each of 60 % of the daily limit, exactly one succeeds', async () => {
  const device = prepareDevice({ perTransaction: '100', perDay: '100' });
  const { dataDir, masterKey, clientMeasurement, clockOffsetMs, owner, walletId } = device;
  const tee = await startTee({ dataDir, masterKey, clientMeasurement, clockOffsetMs });
  try {
    const clients = await Promise.all(Array.from({ length: SESSIONS }, () => tee.newClient()));
    for (const client of clients) {
      await client.connect();
      await client.login({ factor: 'password', user: owner.name }, [utf8ToBytes(owner.password)]);
    }
    const prepared: (() => Promise<unknown>)[] = [];
    for (let i = 0; i < REQUESTS; i += 1) {
      const client = clients[i % SESSIONS];
      if (client === undefined) throw new Error('unreachable');
      const transaction = transferOf(`0x${'1'.repeat(40)}`, '60', { nonce: String(i) });
      const { result } = await client.invoke('PREPARE_TRANSACTION', { walletId, account: 0, transaction });
      const params = { walletId, reviewId: result.reviewId };
      prepared.push(() => client.invoke('SIGN_TRANSACTION', params));
    }
    const answers = await Promise.allSettled(prepared.map((sign) => sign()));
    const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
    expect(refusals.length).toBe(REQUESTS - 1);
    for (const refusal of refusals) {
      expect(refusal).toBeInstanceOf(InvokeError);
      expect(refusal).toMatchObject({ code: 'ACCESS_DENIED', layer: 3, reason: 'daily-limit' });
    }
    const [client] = clients;
    const shown = (await client?.invoke('GET_WALLET', { walletId }))?.result;
    expect(shown?.wallet.binding.usage).toEqual([{ chainId: 1, asset: 'native', usedToday: '60' }]);
    const history = (await client?.invoke('LIST_SIGNATURES', { walletId, limit: 100 }))?.result;
    expect(history).toMatchObject({ total: 1, signatures: [{ number: 1 }] });
  } finally {
    await tee.stop();
    device.dispose();
  }
});

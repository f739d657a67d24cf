import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createNetworkHandlers, forwardNetworkUpdates } from '../../../../main/ipc/network-handlers.ts';
import { NetworkService } from '../../../../main/networks/network-service.ts';
import { callNames } from '../../../../preload/channels.ts';
import { events } from '../../../../preload/contract.ts';
import type { TrackedInput } from '../../../../preload/networks.ts';
import { callNetworks, NetworkFixture } from '../../../helpers/network-fixture.ts';

const HASH = `0x${'ab'.repeat(32)}`;
const ADDRESS = `0x${'11'.repeat(20)}`;
let fixture: NetworkFixture;
beforeEach(() => {
  fixture = new NetworkFixture();
});
afterEach(() => {
  fixture.dispose();
  vi.restoreAllMocks();
});

it('has one function for each call of the contract', () => {
  expect(Object.keys(createNetworkHandlers(fixture.service)).sort()).toEqual(
    Object.keys(callNames.networks).sort(),
  );
});

it('starts with nothing configured, and something offered', async () => {
  const list = await callNetworks(fixture.service, 'list');
  expect(list).toMatchObject({ ok: true, value: { networks: [], putAside: [] } });
  expect(list.ok && list.value.offered.length > 0).toBe(true);
  expect(await callNetworks(fixture.service, 'transactions', { limit: 1 })).toEqual({ ok: true, value: [] });
});

it('answers the network’s failures as answers', async () => {
  const unknown = { ok: false, problem: { reason: 'unknown-network' } };
  expect(await callNetworks(fixture.service, 'fees', { chainId: 1 })).toEqual(unknown);
  expect(await callNetworks(fixture.service, 'remove', { chainId: 1 })).toEqual(unknown);
  expect(await callNetworks(fixture.service, 'check', { url: 'http://rpc.example/key' })).toEqual({
    ok: false,
    problem: { reason: 'insecure-url' },
  });
  expect(await callNetworks(fixture.service, 'refresh', { hash: HASH })).toEqual({
    ok: false,
    problem: { reason: 'unknown-transaction' },
  });
  expect(await callNetworks(fixture.service, 'broadcast', { chainId: 1, raw: '0x02c0' })).toEqual({
    ok: false,
    problem: { reason: 'bad-transaction' },
  });
});

it('throws what is our own fault', async () => {
  vi.spyOn(NetworkService.prototype, 'list').mockRejectedValue(new TypeError('ours'));
  await expect(callNetworks(fixture.service, 'list')).rejects.toThrow('ours');
});

it('says so when nothing can be kept', async () => {
  rmSync(fixture.folder, { recursive: true });
  const file = new NetworkFixture({}, '/dev/null/networks');
  expect(await callNetworks(file.service, 'list')).toEqual({ ok: false, problem: { reason: 'storage' } });
  file.service.stop();
});

it('tells the page of each change, in the contract’s form, while there is a page', () => {
  const send = vi.fn();
  const transaction: TrackedInput = {
    kind: 'transaction',
    hash: HASH,
    chainId: 1,
    account: ADDRESS,
    nonce: '0',
    to: null,
    valueWei: '1',
    state: 'pending',
    createdAtMs: 1,
    confirmations: 0,
    confirmationsNeeded: 1,
    settled: false,
    reorganizations: 0,
  };
  forwardNetworkUpdates(() => undefined)(transaction);
  forwardNetworkUpdates(() => ({ send }) as never)(transaction);
  expect(send).toHaveBeenCalledExactlyOnceWith('event:networkUpdate', { transaction });
  expect(events.networkUpdate.safeParse({ transaction }).success).toBe(true);
});

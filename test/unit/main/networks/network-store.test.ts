import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KNOWN_NETWORKS } from '../../../../main/networks/known-networks.ts';
import { NetworkStore } from '../../../../main/networks/network-store.ts';
import type { Keychain } from '../../../../main/wrapped-key.ts';
import { offeredNetworkSchema } from '../../../../preload/networks.ts';
import { CHAINS } from '../../../../renderer/app/chains.ts';
import { networkOf, temporaryFolder, testKeychain } from '../../../helpers/network-fixture.ts';

const SECRET = 'https://user:pass-word@rpc.example/v3/0123456789abcdef';
let folder: string;
let path: string;
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'networks.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (keychain: Keychain = testKeychain): NetworkStore => new NetworkStore(path, keychain);
const locked: Keychain = { ...testKeychain, unwrap: () => Promise.reject(new Error('locked')) };

describe('a network', () => {
  it('is there again after a restart', async () => {
    await open().save(networkOf(['http://127.0.0.1:8545', SECRET]), false);
    const { view, endpoints } = await open().get(31_337);
    expect(view).toMatchObject({ name: 'Anvil', confirmations: 3 });
    expect(endpoints.map(({ address }) => address?.url)).toEqual([
      'http://127.0.0.1:8545/',
      'https://rpc.example/v3/0123456789abcdef',
    ]);
    expect(endpoints[1]?.address?.authorization).toBe(`Basic ${btoa('user:pass-word')}`);
  });

  it('shows no credential, and has none in its file that could be read', async () => {
    const { view } = await open().save(networkOf([SECRET], { bundlers: [{ url: SECRET }] }), false);
    const file = readFileSync(path, 'utf8');
    for (const text of [JSON.stringify(view), file]) expect(text).not.toMatch(/pass-word|0123456789abcdef/);
    expect(view.endpoints).toMatchObject([
      { label: 'https://rpc.example/…', hasCredentials: true, kept: 'keychain' },
    ]);
  });

  it('says so where the keychain protects nothing', async () => {
    const { view } = await open({ ...testKeychain, protects: async () => false }).save(
      networkOf([SECRET]),
      false,
    );
    expect(view.endpoints).toMatchObject([{ kept: 'plain', hasCredentials: true }]);
    expect(readFileSync(path, 'utf8')).toContain('pass-word');
  });

  it('keeps an endpoint that cannot be opened now, by its label', async () => {
    const { view } = await open().save(networkOf([SECRET]), false);
    const store = open(locked);
    const [again] = (await store.get(31_337)).endpoints;
    expect(again).toMatchObject({
      address: undefined,
      view: { kept: 'locked', label: 'https://rpc.example/…' },
    });
    await store.save(networkOf([], { name: 'New', endpoints: [{ id: view.endpoints[0]?.id ?? '' }] }), true);
    expect((await open().get(31_337)).endpoints[0]?.address?.url).toContain('0123456789abcdef');
  });

  it('is added once, changed where it is, and removed', async () => {
    const store = open();
    await expect(store.save(networkOf(['http://localhost:1']), true)).rejects.toMatchObject({
      reason: 'unknown-network',
    });
    await store.save(networkOf(['http://localhost:1']), false);
    await expect(store.save(networkOf(['http://localhost:1']), false)).rejects.toMatchObject({
      reason: 'network-exists',
    });
    await store.save(networkOf(['http://localhost:2'], { name: 'Other' }), true);
    expect((await store.get(31_337)).view).toMatchObject({
      name: 'Other',
      endpoints: [{ label: 'http://localhost:2' }],
    });
    await expect(store.remove(1)).rejects.toMatchObject({ reason: 'unknown-network' });
    await store.remove(31_337);
    expect(await open().all()).toEqual([]);
  });

  it('calls the coin of a well-known chain by its name, whatever the page or the file says', async () => {
    const { view } = await open().save(networkOf(['http://localhost:1'], { symbol: 'XYZ' }), false);
    expect(view.symbol).toBe('ETH');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"ETH"', '"XYZ"'));
    expect((await open().get(31_337)).view.symbol).toBe('ETH');
  });

  it('takes no endpoint that is not one of its own', async () => {
    const store = open();
    const { view } = await store.save(networkOf([SECRET]), false);
    const stolen = { id: view.endpoints[0]?.id ?? '' };
    const save = store.save(networkOf([], { chainId: 1, endpoints: [stolen] }), false);
    await expect(save).rejects.toMatchObject({ reason: 'no-endpoint' });
  });

  it('is not lost to changes at the same time', async () => {
    const store = open();
    const ids = [1, 2, 3, 4, 5];
    await Promise.all(
      ids.map((chainId) => store.save(networkOf(['http://localhost:1'], { chainId }), false)),
    );
    expect((await open().all()).map(({ view }) => view.chainId)).toEqual(ids);
  });
});

describe('a file', () => {
  it.each(['', '{', '[]', 'null', '{"v":2,"networks":[]}', '{"v":1,"networks":[{"chainId":0}]}', '\u0000'])(
    'that says %j is put aside, and said so',
    async (text) => {
      writeFileSync(path, text);
      const store = open();
      expect(await store.all()).toEqual([]);
      expect(store.putAside).toMatch(/^networks\.damaged-.*\.json$/);
      expect(readFileSync(join(folder, store.putAside ?? ''), 'utf8')).toBe(text);
      await store.save(networkOf(['http://localhost:1']), false);
      expect(readdirSync(folder)).toHaveLength(2);
    },
  );

  it('that cannot be read is left alone', async () => {
    const store = new NetworkStore(folder, testKeychain);
    await expect(store.all()).rejects.toMatchObject({ reason: 'storage' });
    await expect(store.save(networkOf(['http://localhost:1']), false)).rejects.toMatchObject({
      reason: 'storage',
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that would be one too many is refused, and the others are there after a restart', async () => {
    const store = open();
    for (let chainId = 1; chainId <= 64; chainId += 1)
      await store.save(networkOf(['http://localhost:1'], { chainId }), false);
    const more = networkOf(['http://localhost:1'], { chainId: 65 });
    await expect(store.save(more, false)).rejects.toMatchObject({ reason: 'storage' });
    const again = open();
    expect(await again.all()).toHaveLength(64);
    expect(again.putAside).toBeUndefined();
  });

  it('that cannot be written changes nothing', async () => {
    const store = open();
    await store.save(networkOf(['http://localhost:1']), false);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    await expect(store.remove(31_337)).rejects.toMatchObject({ reason: 'storage' });
    expect(await store.all()).toHaveLength(1);
  });
});

it('offers networks without an endpoint that somebody else runs', () => {
  for (const each of KNOWN_NETWORKS) {
    expect(offeredNetworkSchema.parse(each)).toEqual(each);
    if (each.suggestedUrl !== undefined) expect(each.suggestedUrl).toMatch(/^http:\/\/127\.0\.0\.1:/);
  }
  expect(new Set(KNOWN_NETWORKS.map(({ chainId }) => chainId)).size).toBe(KNOWN_NETWORKS.length);
});

it('every chain that the page names is on offer, so that its coin is called the same everywhere', () => {
  for (const { id } of CHAINS) {
    expect(KNOWN_NETWORKS.find(({ chainId }) => chainId === id)).toMatchObject({ symbol: 'ETH' });
  }
});

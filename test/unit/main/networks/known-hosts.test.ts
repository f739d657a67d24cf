import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KnownHosts } from '../../../../main/networks/known-hosts.ts';
import type { NetworkError } from '../../../../main/networks/network-error.ts';
import { networkProblemSchema } from '../../../../preload/networks.ts';
import { answering, HostileNode } from '../../../helpers/hostile-node.ts';
import { ALWAYS, callNetworks, NetworkFixture, networkOf, unwrap } from '../../../helpers/network-fixture.ts';

describe('a host', () => {
  it('of a saved endpoint is not asked about, and one that was allowed only once', async () => {
    const confirm = vi.fn(async () => true);
    const hosts = new KnownHosts(confirm);
    await hosts.require('https://rpc.example/a', ['https://rpc.example/b?key=1']);
    expect(confirm).not.toHaveBeenCalled();
    await hosts.require('https://new.example/a', []);
    await hosts.require('https://new.example/b', []);
    expect(confirm).toHaveBeenCalledExactlyOnceWith('https://new.example');
  });

  it.each([
    'http://rpc.example/',
    'https://rpc.example:8443/',
    'https://rpc.example.org/',
    'https://a.rpc.example/',
  ])('%s is not the saved one', async (url) => {
    const hosts = new KnownHosts(async () => false);
    await expect(hosts.require(url, ['https://rpc.example/'])).rejects.toMatchObject({
      reason: 'host-refused',
    });
  });

  it('is asked about only one at a time, and once refused, again only after a while', async () => {
    const waiting = Promise.withResolvers<boolean>();
    const confirm = vi.fn(() => waiting.promise);
    let now = 0;
    const hosts = new KnownHosts(confirm, () => now);
    const first = hosts.require('https://one.example/', []);
    await expect(hosts.require('https://two.example/', [])).rejects.toMatchObject({ reason: 'host-refused' });
    waiting.resolve(false);
    await expect(first).rejects.toMatchObject({
      problem: { reason: 'host-refused', endpoint: 'https://one.example' },
    });
    confirm.mockResolvedValue(true);
    now = 29_999;
    await expect(hosts.require('https://one.example/', [])).rejects.toMatchObject({ reason: 'host-refused' });
    expect(confirm).toHaveBeenCalledOnce();
    await hosts.require('https://two.example/', []);
    now = 30_000;
    await hosts.require('https://one.example/', []);
    expect(confirm).toHaveBeenCalledTimes(3);
  });

  it('is not asked about after three refusals of whichever, for five minutes', async () => {
    const confirm = vi.fn(async () => false);
    let now = 0;
    const hosts = new KnownHosts(confirm, () => now);
    const ask = (i: number) => hosts.require(`https://${i}.example/`, []).catch(() => undefined);
    for (let i = 0; i < 100; i += 1) await ask(i);
    expect(confirm).toHaveBeenCalledTimes(3);
    now = 299_999;
    await ask(100);
    expect(confirm).toHaveBeenCalledTimes(3);
    now = 300_000;
    for (let i = 200; i < 300; i += 1) await ask(i);
    expect(confirm).toHaveBeenCalledTimes(6);
  });

  it('can be asked about again when a question broke', async () => {
    const confirm = vi.fn(async () => true).mockRejectedValueOnce(new Error('no display'));
    const hosts = new KnownHosts(confirm);
    await expect(hosts.require('https://one.example/', [])).rejects.toThrow('no display');
    await hosts.require('https://one.example/', []);
  });
});

it('asks nobody about a host whose name no question could show', async () => {
  const confirm = vi.fn(async () => true);
  const asked = new KnownHosts(confirm).require(`https://${'a'.repeat(1_000)}.example/`, []);
  const { problem } = (await asked.catch((error: NetworkError) => error)) as NetworkError;
  expect(networkProblemSchema.parse(problem).reason).toBe('host-refused');
  expect(confirm).not.toHaveBeenCalled();
});

describe('the service', () => {
  let node: HostileNode;
  let fixture: NetworkFixture;
  const confirmHost = vi.fn(async () => true);
  beforeEach(async () => {
    node = await HostileNode.start(answering({ eth_chainId: () => '0x7a69' }));
    confirmHost.mockReset().mockResolvedValue(true);
    fixture = new NetworkFixture({ confirmHost });
  });
  afterEach(async () => {
    fixture.dispose();
    await node.stop();
  });

  it('talks to nobody whom the person refused', async () => {
    confirmHost.mockResolvedValue(false);
    const refused = { ok: false, problem: { reason: 'host-refused', endpoint: node.url } };
    expect(await callNetworks(fixture.service, 'check', { url: `${node.url}/secret` })).toEqual(refused);
    const network = networkOf([node.url]);
    expect(await callNetworks(fixture.service, 'save', { network, replaces: false })).toEqual(refused);
    expect(node.asked).toEqual([]);
    expect(confirmHost).toHaveBeenCalledWith(node.url);
    expect(unwrap(await callNetworks(fixture.service, 'list')).networks).toEqual([]);
  });

  it('asks once for a test and the saving after it, and not at all after a restart', async () => {
    await callNetworks(fixture.service, 'check', { url: node.url });
    await fixture.service.save(networkOf([node.url]), false, ALWAYS);
    expect(confirmHost).toHaveBeenCalledOnce();
    const again = fixture.restart();
    expect(await callNetworks(again, 'check', { url: `${node.url}/other` })).toMatchObject({ ok: true });
    expect(confirmHost).toHaveBeenCalledOnce();
  });

  it('asks for a host again once its network is gone', async () => {
    await fixture.service.save(networkOf([node.url]), false, ALWAYS);
    const again = fixture.restart();
    await again.remove(31_337);
    await callNetworks(again, 'check', { url: node.url });
    expect(confirmHost).toHaveBeenCalledTimes(2);
  });

  it('checks a kept endpoint by its id, of nodes and bundlers, and no other', async () => {
    const network = networkOf([node.url], { bundlers: [{ url: `${node.url}/bundler` }] });
    const { endpoints, bundlers } = await fixture.service.save(network, false, ALWAYS);
    for (const { id, label } of [...endpoints, ...bundlers]) {
      expect(unwrap(await callNetworks(fixture.service, 'check', { id }))).toMatchObject({
        label,
        chainId: 31_337,
      });
    }
    expect(await callNetworks(fixture.service, 'check', { id: 'not-there-at-all' })).toEqual({
      ok: false,
      problem: { reason: 'no-endpoint' },
    });
  });

  it('says so where a kept endpoint cannot be opened', async () => {
    const { endpoints } = await fixture.service.save(networkOf([`${node.url}/?key=1`]), false, ALWAYS);
    const id = endpoints[0]?.id ?? '';
    const locked = new NetworkFixture(
      {
        confirmHost,
        keychain: {
          protects: async () => true,
          wrap: async (text) => Buffer.from(text),
          unwrap: () => Promise.reject(new Error('locked')),
        },
      },
      fixture.folder,
    );
    expect(await callNetworks(locked.service, 'check', { id })).toMatchObject({
      ok: false,
      problem: { reason: 'endpoint-locked', endpoint: `${node.url}/…` },
    });
    locked.service.stop();
  });

  it('knows the explorers of its networks, and none where they cannot be read', async () => {
    await fixture.service.save(networkOf([node.url], { explorer: 'https://scan.example/a' }), false, ALWAYS);
    expect(await fixture.service.explorers()).toEqual(['https://scan.example/a']);
    const broken = new NetworkFixture({}, '/dev/null/networks');
    expect(await broken.service.explorers()).toEqual([]);
    broken.service.stop();
  });
});

import { describe, expect, test, vi } from 'vitest';
import { NETWORK_REASONS } from '../../../../../preload/networks.ts';
import { answerOf, newTask, wasStopped } from '../../../../../renderer/app/networks/answer.ts';
import {
  createNetworksStore,
  loadNetworks,
  loadNetworksOnce,
  networkOf,
  removeNetwork,
  saveNetwork,
  stillOffered,
} from '../../../../../renderer/app/networks/networks-store.ts';
import { troubleDetails, troubleText } from '../../../../../renderer/app/networks/trouble-notice.tsx';
import { LANGUAGES, messagesFor } from '../../../../../renderer/i18n/languages.ts';
import { TeeError } from '../../../../../tee-sim/protocol/codes.ts';
import { bad, good, LOCAL, OFFERED } from './network-samples.ts';

const listed = (networks = [LOCAL]) => good({ networks, offered: [...OFFERED], putAside: [] });
const CHOICE = {
  name: 'Anvil',
  chainId: 31_337,
  symbol: 'ETH',
  confirmations: 3,
  endpoints: [{ url: 'http://127.0.0.1:8545' }],
  bundlers: [],
};

describe('the list of networks', () => {
  test('is asked for once, however many parts of the page want it', async () => {
    const store = createNetworksStore();
    const list = vi.fn(() => listed());
    await Promise.all([loadNetworksOnce(store, { list }), loadNetworksOnce(store, { list })]);
    await loadNetworksOnce(store, { list });
    expect(list).toHaveBeenCalledOnce();
    expect(networkOf(store.getState().known, 31_337)).toEqual(LOCAL);
    expect(networkOf(store.getState().known, 1)).toBeUndefined();
  });

  test('offers what is not configured yet', async () => {
    const store = createNetworksStore();
    await loadNetworks(store, { list: () => listed() });
    const { known } = store.getState();
    expect(known && stillOffered(known).map(({ chainId }) => chainId)).toEqual([1]);
  });

  test('that cannot be read says why and keeps what was known', async () => {
    const store = createNetworksStore();
    await loadNetworks(store, { list: () => listed() });
    await loadNetworks(store, { list: () => bad({ reason: 'storage' }) });
    expect(store.getState()).toMatchObject({
      list: { status: 'failed', trouble: { by: 'network', problem: { reason: 'storage' } } },
      known: { networks: [LOCAL] },
    });
  });

  test('is read again after a change, and not after one that was refused', async () => {
    const store = createNetworksStore();
    const list = vi.fn(() => listed());
    const input = { network: CHOICE, replaces: false };
    const refused = await saveNetwork(store, { list, save: () => bad({ reason: 'wrong-chain' }) }, input);
    expect(refused).toMatchObject({ ok: false, trouble: { problem: { reason: 'wrong-chain' } } });
    expect(list).not.toHaveBeenCalled();
    expect(await saveNetwork(store, { list, save: () => good(LOCAL) }, input)).toEqual({
      ok: true,
      value: LOCAL,
    });
    expect(list).toHaveBeenCalledOnce();
    await removeNetwork(store, { list, remove: () => good(undefined) }, 31_337);
    expect(list).toHaveBeenCalledTimes(2);
  });
});

describe('an answer', () => {
  test('never rejects', async () => {
    const broken = await answerOf(Promise.reject(new TeeError('COMMUNICATION', 'internal', 'COMMS')));
    expect(broken).toMatchObject({ ok: false, trouble: { by: 'app', failure: { code: 'COMMUNICATION' } } });
    expect(await answerOf(Promise.reject(new Error('x')))).toMatchObject({
      trouble: { by: 'app', failure: { code: 'GENERIC' } },
    });
  });

  test('that was stopped is told from one that failed', () => {
    expect(wasStopped({ by: 'network', problem: { reason: 'cancelled' } })).toBe(true);
    expect(wasStopped({ by: 'network', problem: { reason: 'timed-out' } })).toBe(false);
  });

  test('is waited for under a name of its own, as the contract takes it', () => {
    const names = Array.from({ length: 50 }, newTask);
    expect(new Set(names).size).toBe(50);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,32}$/);
  });
});

describe.each(LANGUAGES)('%s', (language) => {
  const m = messagesFor(language);

  test('has what happened and what to do for every reason, each its own', () => {
    const { problems } = m.networks;
    expect(Object.keys(problems).sort()).toEqual([...NETWORK_REASONS].sort());
    const whats = NETWORK_REASONS.map((reason) => troubleText(m, { by: 'network', problem: { reason } }));
    expect(new Set(whats).size).toBe(NETWORK_REASONS.length);
    for (const { what, todo } of Object.values(problems)) expect(todo).not.toBe(what);
  });

  test('marks the node’s words as the node’s, and names the chains', () => {
    const details = troubleDetails(m, {
      by: 'network',
      problem: {
        reason: 'rpc-error',
        endpoint: 'https://node.example/…',
        rpc: { code: -32_000, message: 'header not found' },
        chain: { expected: 1, actual: 56 },
      },
    });
    expect(details).toHaveLength(3);
    expect(details.join('\n')).toMatch(
      /1.*56[\s\S]*“header not found”.*-32000[\s\S]*https:\/\/node\.example\/…/,
    );
  });
});

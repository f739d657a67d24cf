// What the Send screen's actions need, and what the screen asks for by itself while it is shown.
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { useAuthorized } from '../../app/authorized.ts';
import { cancelAllBalances } from '../../app/networks/balances-store.ts';
import { useKnownNetworks } from '../../app/networks/network-services.ts';
import { useServedUser } from '../../app/role.ts';
import { useRouteParameter } from '../../app/routes.ts';
import { useConnection, useTee } from '../../app/tee-context.ts';
import type { BehaviourCollector } from '../../behaviour/collector.ts';
import { loadSigners } from '../../signing/signer-actions.ts';
import { chosenAccount } from '../../signing/signer-store.ts';
import type { SendServices } from './check-actions.ts';
import { callOf, editRecipient, type Known, settleNetwork } from './form-actions.ts';
import { estimateKey, loadBalance, loadEstimate, loadFees, stopAsking } from './quotes.ts';
import { resumePayments } from './send-actions.ts';
import type { SendStore } from './send-store.ts';
import type { UnfinishedPayments } from './unfinished.ts';

/** A hand that types pauses less than this. */
const PAUSE_MS = 500;

/** `undefined` before main named the networks. */
export function useKnown(): Known | undefined {
  const services = useKnownNetworks();
  const networks = useStore(services.networks, ({ known }) => known?.networks);
  const tokens = useStore(services.tokens, (state) => state.tokens);
  const sent = useStore(services.transactions, ({ byHash }) => byHash);
  return useMemo(() => networks && { networks, tokens, sent }, [networks, tokens, sent]);
}

export function useSendServices(unfinished: UnfinishedPayments): SendServices {
  const tee = useTee();
  const authorized = useAuthorized();
  const { calls, networks, tokens, transactions } = useKnownNetworks();
  const userId = useServedUser();
  return useMemo(() => {
    const known = (): Known => {
      const listed = networks.getState().known?.networks ?? [];
      return { networks: listed, tokens: tokens.getState().tokens, sent: transactions.getState().byHash };
    };
    const monotonicNowMs = (): number => performance.now();
    return {
      tee,
      authorized,
      monotonicNowMs,
      calls,
      transactions,
      unfinished,
      userId: userId ?? '',
      known,
    };
  }, [tee, authorized, calls, networks, tokens, transactions, unfinished, userId]);
}

/** Loads when somebody is served, looks for what was left behind, and takes over what the address asks for. */
export function useWanted(store: SendStore, services: SendServices, collector: BehaviourCollector): void {
  const { tee } = services;
  const { state } = useConnection();
  const userId = useServedUser();
  const walletId = useRouteParameter('wallet');
  const account = indexOf(useRouteParameter('account'));
  const to = useRouteParameter('to');
  const chain = useRouteParameter('chain');
  // Not all that is known: what was sent changes while somebody chooses another network.
  const networks = useKnown()?.networks;
  useEffect(() => {
    if (state !== 'connected' || userId === undefined) return;
    void loadSigners(store.signer, tee, { walletId, account });
  }, [store, tee, state, userId, walletId, account]);
  useEffect(() => {
    if (state === 'connected' && userId !== undefined) void resumePayments(store, services);
  }, [store, services, state, userId]);
  useEffect(() => {
    if (networks === undefined) return;
    settleNetwork(store, { networks }, chain === undefined ? undefined : Number(chain));
  }, [store, networks, chain]);
  useEffect(() => {
    if (to === undefined) return;
    collector.chosen('recipient', to.length);
    editRecipient(store, to);
  }, [store, collector, to]);
}

function indexOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}

/** Balance and fees of what is chosen, and the gas of what is wanted; nothing is asked once this is not shown. */
export function useQuotes(store: SendStore, { calls }: SendServices, known: Known): void {
  const { tokens } = known;
  const chainId = useStore(store, ({ values }) => values.chainId);
  const address = useStore(store.signer, (state) => chosenAccount(state)?.address);
  useEffect(() => {
    if (address !== undefined && chainId !== undefined) void loadBalance(store, calls, tokens);
  }, [store, calls, tokens, chainId, address]);
  useEffect(() => {
    if (chainId !== undefined) void loadFees(store, calls);
  }, [store, calls, chainId]);
  useEstimate(store, calls, known);
  useEffect(
    () => () => {
      void cancelAllBalances(store.balances, calls);
      void stopAsking(store, calls, 'fees');
      void stopAsking(store, calls, 'estimate');
    },
    [store, calls],
  );
}

function useEstimate(store: SendStore, calls: SendServices['calls'], known: Known): void {
  useStore(store);
  useStore(store.balances);
  const { chainId } = store.getState().values;
  const call = callOf(store, known);
  const wanted = call === undefined || chainId === undefined ? '' : estimateKey(chainId, call);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for another call, not for another object
  useEffect(() => {
    if (call === undefined || chainId === undefined) return;
    const { estimate } = store.getState();
    // What was called off, because nobody looked, is asked again.
    if (estimate?.about === wanted && (estimate.read ?? estimate.task ?? estimate.trouble) !== undefined)
      return;
    const timer = setTimeout(() => void loadEstimate(store, calls, { chainId, call }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
}

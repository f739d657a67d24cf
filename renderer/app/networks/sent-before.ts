// What this app knows to have been sent, and since when it knows: where the list of it was lost, it does not say that
// something was not sent.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '../../../tee-sim/protocol/bytes.ts';
import { useKnownNetworks } from './network-services.ts';
import type { NetworksState } from './networks-store.ts';
import type { TransactionsState } from './transactions-store.ts';

type ByHash = TransactionsState['byHash'];

export interface Sent {
  readonly byHash: ByHash;
  /** UserOperations before v0.8 by the hash that was signed, which is not their own. */
  readonly bySignedHash: ByHash;
  /** Main was asked for all that it knows. */
  readonly isLoaded: boolean;
  /** What was sent until then may not be known: the list of it was damaged, or became too long. */
  readonly lostUntilMs: number | undefined;
}

export function sentOf(
  { byHash, isLoaded }: Pick<TransactionsState, 'byHash' | 'isLoaded'>,
  { known }: Pick<NetworksState, 'known'>,
): Sent {
  const operations = Object.values(byHash).filter(({ kind }) => kind === 'user-operation');
  return {
    byHash,
    bySignedHash: Object.fromEntries(operations.map((each) => [signedHashOf(each.hash), each])),
    isLoaded: isLoaded && known !== undefined,
    lostUntilMs: lostUntil(known),
  };
}

function lostUntil(known: NetworksState['known']): number | undefined {
  const times = [known?.lostJournal?.atMs, known?.forgottenUntilMs].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.max(...times);
}

export function useSent(): Sent {
  const { networks, transactions } = useKnownNetworks();
  const listed = useStore(transactions);
  const configured = useStore(networks);
  return useMemo(() => sentOf(listed, configured), [listed, configured]);
}

/** Whether it may have been sent without being known. What has no time was signed just now. */
export function isLost(
  { lostUntilMs }: Pick<Sent, 'lostUntilMs'>,
  { signedAtMs }: { readonly signedAtMs?: number | undefined },
): boolean {
  return lostUntilMs !== undefined && signedAtMs !== undefined && signedAtMs <= lostUntilMs;
}

/** EIP-191 over the EntryPoint's hash of the operation, as v0.7's reference account takes it. */
function signedHashOf(hash: string): string {
  const prefix = utf8ToBytes('\x19Ethereum Signed Message:\n32');
  return `0x${bytesToHex(keccak_256(concatBytes(prefix, hexToBytes(hash.slice(2)))))}`;
}

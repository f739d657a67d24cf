// Wallets of tests: the phrase that everybody knows, imported over the TEE in the test's process or over a client.
import type { TeeClient } from '../../tee-sim/client/tee-client.ts';
import type { WalletId } from '../../tee-sim/protocol/bindings.ts';
import { hexToBytes, utf8ToBytes } from '../../tee-sim/protocol/bytes.ts';
import type { TestSession } from './seal-request.ts';
import { operationId, type TestTee } from './tee-in-process.ts';

export const JUNK_PHRASE = 'test test test test test test test test test test test junk';

/** The first accounts of that phrase without a passphrase, as every development chain has them. */
export const JUNK_ACCOUNTS = [
  '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
] as const;

/** Of the first one. */
export const JUNK_KEY = hexToBytes('ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');

export interface TestPhrase {
  readonly phrase?: string;
  readonly passphrase?: string;
  readonly name?: string;
}

export function phraseSecrets({ phrase = JUNK_PHRASE, passphrase = '' }: TestPhrase = {}): Uint8Array[] {
  return [utf8ToBytes(phrase), utf8ToBytes(passphrase)];
}

/** Who is logged in to `session` owns the wallet that it names. */
export function importTestWallet(tee: TestTee, session: TestSession, options: TestPhrase = {}): WalletId {
  const { name = 'junk' } = options;
  const sent = { session, secrets: phraseSecrets(options), operationId: operationId() };
  return (tee.mustCall('IMPORT_PHRASE', { name }, sent) as { walletId: WalletId }).walletId;
}

/** The same over the client's library. */
export async function importWalletOver(
  client: Pick<TeeClient, 'invoke'>,
  options: TestPhrase = {},
): Promise<WalletId> {
  const { name = 'junk' } = options;
  const { result } = await client.invoke('IMPORT_PHRASE', { name }, { secrets: phraseSecrets(options) });
  return result.walletId;
}

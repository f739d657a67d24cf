// Finds in a wallet's history what was signed, by the transaction's hash. Changes nothing.
import type { WalletId } from '../../../tee-sim/protocol/bindings.ts';
import { bytesToHex } from '../../../tee-sim/protocol/bytes.ts';
import type { SignatureSummary } from '../../../tee-sim/protocol/review.ts';
import type { Tee } from '../tee.ts';

/** LIST_SIGNATURES gives no more at once; what lies further back than so many pages is not looked for. */
const PAGE = 100;
const MAX_PAGES = 5;

/** `hash`: 0x and lower-case hex. `undefined`: not among the newest 500. @throws as `Tee.invoke` */
export async function findSignature(
  tee: Pick<Tee, 'invoke'>,
  walletId: WalletId,
  hash: string,
): Promise<SignatureSummary | undefined> {
  let before: number | undefined;
  for (let page = 0; page < MAX_PAGES && before !== 1; page += 1) {
    const { signatures } = (await tee.invoke('LIST_SIGNATURES', { walletId, before, limit: PAGE })).result;
    const found = signatures.find(
      ({ transactionHash }) => transactionHash !== undefined && `0x${bytesToHex(transactionHash)}` === hash,
    );
    before = signatures.at(-1)?.number;
    if (found !== undefined || before === undefined) return found;
  }
  return undefined;
}

// CREATE_WALLET: a wallet's record, and the binding that makes its maker the owner. It holds no key yet.
import { PERMISSIONS_OF, walletIdSchema } from '../protocol/bindings.ts';
import { bytesToBase64Url } from '../protocol/bytes.ts';
import { type Handler, requireUser } from './call.ts';
import { encodeRecord } from './log-record.ts';

const WALLET_ID_BYTES = 16;

export const createWallet: Handler<'CREATE_WALLET'> = (call, { wallets, bindings, random }) => {
  const { atMs } = call;
  const { name } = call.params;
  const userId = requireUser(call).id;
  const walletId = walletIdSchema.parse(bytesToBase64Url(random(WALLET_ID_BYTES)));
  const record = encodeRecord('CREATE_WALLET', call, { wallet: { walletId, name } });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        const terms = { type: 'Owner' as const, permissions: [...PERMISSIONS_OF.Owner] };
        wallets.put(tx, { walletId, name, createdAtMs: atMs }, userId);
        bindings.put(tx, { walletId, userId, terms, createdAtMs: atMs });
        return { log: { userId, kind: 'wallet', atMs, record }, result: { walletId } };
      },
    },
  };
};

// PUT_BINDING: binds a user to a wallet, or changes on what terms. Tightening asks for less than loosening. Who may sign
// gets the wallet's key, wrapped to theirs; who may no longer, leaves the wallet with a new one.
// Must never make a second owner, nor leave a wallet without its one.
import { isNoLooser } from '../authorization/binding-changes.ts';
import { type BindingRecord, isOver, termsInput } from '../authorization/bindings.ts';
import { wipeUser } from '../authorization/user-record.ts';
import { refusal } from '../os/refusals.ts';
import type { BindingTerms } from '../protocol/bindings.ts';
import { type Call, type Demander, type Handler, requireUser, type TaServices } from './call.ts';
import { encodeRecord } from './log-record.ts';
import { reKey, wrapFor } from './re-key.ts';
import { requireWallet } from './wallet-of.ts';

/** Enhanced where every part gets tighter or stays, Maximum for anything else: above all for a new binding. */
export const demands: Demander<'PUT_BINDING'> = ({ params }, { bindings }) => {
  const before = bindings.find(params.walletId, params.userId);
  const tighter = before !== undefined && isNoLooser(before.terms, params.terms);
  return { level: tighter ? 'Enhanced' : 'Maximum' };
};

/**
 * @throws BAD_STATE own-binding · ACCESS_DENIED not-permitted, password-needed · ITEM_NOT_FOUND unknown-wallet,
 *   unknown-user
 */
export const putBinding: Handler<'PUT_BINDING'> = (call, ta) => {
  const { params, atMs } = call;
  const { walletId, userId, terms } = params;
  const actor = requireUser(call).id;
  const wallet = requireWallet(call, ta);
  const before = ta.bindings.find(walletId, userId);
  if (userId === actor) requireWholeOwner(before, terms);
  else requireOtherUser(ta, params);
  const signs = terms.permissions.includes('SIGN');
  const now = ta.clock.laterMs();
  // One that was over may have slept through a change of the wallet's key.
  const kept = before !== undefined && !isOver(before.terms, now) ? before.walletKey : undefined;
  const isKeyed = signs && !isOver(terms, now);
  const walletKey = isKeyed ? (kept ?? shareKey(call, ta)) : undefined;
  const loses = before?.terms.permissions.includes('SIGN') === true && !signs;
  const sealAnew = loses ? reKey(call, ta, wallet, userId) : undefined;
  const record = encodeRecord('PUT_BINDING', call, {
    binding: { walletId, userId, from: before && termsInput(before.terms), to: termsInput(terms) },
  });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        ta.bindings.put(tx, {
          ...{ walletId, userId, terms, createdAtMs: before?.createdAtMs ?? atMs },
          ...(walletKey === undefined ? {} : { walletKey }),
        });
        sealAnew?.(tx, actor);
        return { log: { userId: actor, kind: 'binding', atMs, record }, result: {} };
      },
      committed: () => loses && ta.accountKeys.forget(walletId),
    },
  };
};

/** The wallet's key, which the one who grants opens, wrapped to the other. */
function shareKey(call: Call<'PUT_BINDING'>, ta: TaServices): Uint8Array {
  const { walletId, userId } = call.params;
  return ta.accountKeys.withWalletKey(call, walletId, (walletKey) => wrapFor(ta, userId, walletKey));
}

/** An owner may limit what they pay themselves, and no more: type, permissions and duration stay. */
function requireWholeOwner(before: BindingRecord | undefined, terms: BindingTerms): void {
  const kept = before?.terms.permissions.every((permission) => terms.permissions.includes(permission));
  if (kept !== true || terms.type !== 'Owner' || terms.expiresAtMs !== undefined)
    throw refusal('own-binding');
}

function requireOtherUser(
  { users }: TaServices,
  { userId, terms }: Pick<BindingRecord, 'userId' | 'terms'>,
): void {
  if (terms.type === 'Owner') throw refusal('not-permitted');
  const user = users.find(userId);
  if (user === undefined) throw refusal('unknown-user');
  wipeUser(user);
}

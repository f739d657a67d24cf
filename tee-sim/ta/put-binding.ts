// PUT_BINDING: binds a user to a wallet, or changes on what terms. Tightening asks for less than loosening.
// Must never make a second owner, nor leave a wallet without its one.
import { isNoLooser } from '../authorization/binding-changes.ts';
import { type BindingRecord, termsInput } from '../authorization/bindings.ts';
import { wipeUser } from '../authorization/user-record.ts';
import { refusal } from '../os/refusals.ts';
import type { BindingTerms } from '../protocol/bindings.ts';
import { type Demander, type Handler, requireUser, type TaServices } from './call.ts';
import { encodeRecord } from './log-record.ts';

/** Enhanced where every part gets tighter or stays, Maximum for anything else: above all for a new binding. */
export const demands: Demander<'PUT_BINDING'> = ({ params }, { bindings }) => {
  const before = bindings.find(params.walletId, params.userId);
  const tighter = before !== undefined && isNoLooser(before.terms, params.terms);
  return { level: tighter ? 'Enhanced' : 'Maximum' };
};

/** @throws BAD_STATE own-binding · ACCESS_DENIED not-permitted · ITEM_NOT_FOUND unknown-user */
export const putBinding: Handler<'PUT_BINDING'> = (call, ta) => {
  const { params, atMs } = call;
  const { walletId, userId, terms } = params;
  const actor = requireUser(call).id;
  const before = ta.bindings.find(walletId, userId);
  if (userId === actor) requireWholeOwner(before, terms);
  else requireOtherUser(ta, params);
  const record = encodeRecord('PUT_BINDING', call, {
    binding: { walletId, userId, from: before && termsInput(before.terms), to: termsInput(terms) },
  });
  return {
    change: {
      plaintexts: [record],
      store(tx) {
        ta.bindings.put(tx, { walletId, userId, terms, createdAtMs: before?.createdAtMs ?? atMs });
        return { log: { userId: actor, kind: 'binding', atMs, record }, result: {} };
      },
    },
  };
};

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

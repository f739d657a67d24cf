// Who is in front of the window, as plain data: what the TEE said last, kept in step with the client's session.
import type { StoreApi } from 'zustand/vanilla';
import type { TeeClient } from '../../tee-sim/client/tee-client.ts';
import { bytesToBase64Url } from '../../tee-sim/protocol/bytes.ts';
import type { UserSummary } from '../../tee-sim/protocol/factors.ts';

export interface Account {
  /** Without one the device is still to be set up. */
  readonly ownerExists: boolean;
  /** Who is logged in. */
  readonly user: UserSummary | undefined;
  /** Who was, until it was locked. */
  readonly lockedUser: string | undefined;
  /** The TEE serves nothing until the owner confirmed this window's program. */
  readonly programChanged: boolean;
  /** base64url, as a typing proof names it. */
  readonly typingTemplateHash: string | undefined;
}

type AccountStore = Pick<StoreApi<{ readonly account: Account | undefined }>, 'getState'> & {
  setState(
    change: (state: { readonly account: Account | undefined }) => { account: Account | undefined },
  ): void;
};

/**
 * A session that was opened before its program was confirmed goes on saying that it changed: `confirmed` names it.
 * @throws as `TeeClient.invoke`
 */
export async function readAccount(
  client: TeeClient,
  before: Account | undefined,
  confirmed?: TeeClient['session'],
): Promise<Account> {
  const { ownerExists, user, lockedUser, typingTemplateHash } = (await client.invoke('GET_ACCOUNT', {}))
    .result;
  return {
    ownerExists,
    user,
    lockedUser: user === undefined ? (lockedUser ?? nameOf(before)) : undefined,
    programChanged: client.session !== confirmed && (client.session?.programChanged ?? false),
    typingTemplateHash: typingTemplateHash === undefined ? undefined : bytesToBase64Url(typingTemplateHash),
  };
}

/** The same account, once its session is over or locked: nobody is logged in. */
export function locked(account: Account): Account {
  return { ...account, user: undefined, lockedUser: nameOf(account) };
}

/** An account that is not known yet stays so. */
export function changeAccount(store: AccountStore, change: (account: Account) => Account): void {
  store.setState(({ account }) => ({ account: account && change(account) }));
}

/** The session ended, or the TEE locked it: the client knows from an answer. */
export function noticeLock(store: AccountStore, client: Pick<TeeClient, 'user'>): void {
  if (store.getState().account?.user !== undefined && client.user === undefined) changeAccount(store, locked);
}

function nameOf(account: Account | undefined): string | undefined {
  return account?.user?.name ?? account?.lockedUser;
}

/** What stands between the person and the screens. */
export type Gate = 'waiting' | 'set-up' | 'unlock' | 'confirm-program' | 'open';

export function gateOf(account: Account | undefined): Gate {
  if (account === undefined) return 'waiting';
  if (!account.ownerExists) return 'set-up';
  if (account.user === undefined) return 'unlock';
  return account.programChanged ? 'confirm-program' : 'open';
}

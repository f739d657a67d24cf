// GET_ACCOUNT: who this session's user is, and what a client needs to know to ask them for a factor.

import { wipeUser } from '../authorization/user-record.ts';
import { bytesToBase64Url } from '../protocol/bytes.ts';
import type { UserId } from '../protocol/factors.ts';
import { typingTemplateHash } from '../risk/keystroke-verifier.ts';
import { type Handler, requireSession, type TaServices } from './call.ts';

export const getAccount: Handler<'GET_ACCOUNT'> = (call, ta) => {
  const { user, lockedUser, factorShownAtMs } = requireSession(call);
  const templateHash = templateHashOf((user ?? lockedUser)?.id, ta);
  const { enhancedForMs } = ta.policy.current.userAuthentication;
  const shownForMs = factorShownAtMs === undefined ? enhancedForMs : ta.clock.laterMs() - factorShownAtMs;
  return {
    result: {
      ownerExists: ta.users.ownerExists(),
      ...(user === undefined ? {} : { user: ta.users.summaryOf(user.id) }),
      ...(lockedUser === undefined ? {} : { lockedUser: lockedUser.name }),
      ...(templateHash === undefined ? {} : { typingTemplateHash: bytesToBase64Url(templateHash) }),
      enhancedForMs: Math.max(0, enhancedForMs - shownForMs),
      unconfirmedGapMs: ta.runningTime.unconfirmedGapMs,
    },
  };
};

function templateHashOf(userId: UserId | undefined, { users, engine }: TaServices): Uint8Array | undefined {
  const user = userId && users.find(userId);
  if (user === undefined) return undefined;
  wipeUser(user);
  return user.typing && typingTemplateHash(engine, user.typing.template);
}

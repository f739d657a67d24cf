// A household whose people prove who they are, and the reason that a refusal gives.
import { nobleEngine } from '../../../../tee-sim/crypto/noble-engine.ts';
import { bytesToBase64Url } from '../../../../tee-sim/protocol/bytes.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import type { AuthenticationProofInput, KeystrokeSample } from '../../../../tee-sim/protocol/factors.ts';
import { typingTemplateHash } from '../../../../tee-sim/risk/keystroke-verifier.ts';
import { sample, UsersBoot } from './users-fixture.ts';

const TYPING = Array.from({ length: 5 }, (_, i) => sample(100, i));

type Single = Exclude<AuthenticationProofInput, { factor: 'multi-factor' }>;

export const both = (primary: AuthenticationProofInput, secondary: AuthenticationProofInput) =>
  ({ factor: 'multi-factor', primary: primary as Single, secondary: secondary as Single }) as const;

export function byTyping(boot: UsersBoot, freshSample: KeystrokeSample, user = 'Alice') {
  const template = boot.users.findByName('Alice')?.typing?.template;
  const hash = template === undefined ? new Uint8Array(32) : typingTemplateHash(nobleEngine, template);
  return { factor: 'typing', user, templateHash: bytesToBase64Url(hash), freshSample } as const;
}

/** The reason of a refusal; '' when nothing was refused. */
export function reasonOf(action: () => unknown): string {
  try {
    action();
    return '';
  } catch (error) {
    if (!(error instanceof TeeError)) throw error;
    return error.reason ?? error.code;
  }
}

export function household(): { boot: UsersBoot; alice: ReturnType<UsersBoot['register']> } {
  const boot = new UsersBoot();
  return { boot, alice: boot.register('Alice', TYPING) };
}

// For `vi.mock` of authorization/password.ts: argon2id as it is, under parameters that cost next to nothing. They are
// stored with each user, so that a TEE which is not mocked opens what was registered here just as cheaply.
import type * as passwords from '../../tee-sim/authorization/password.ts';

type Passwords = typeof passwords;

export async function cheapPasswords(original: () => Promise<unknown>): Promise<Passwords> {
  const real = (await original()) as Passwords;
  return { ...real, PASSWORD_PARAMETERS: { memoryKib: 8, passes: 1, lanes: 1 } };
}

// What a person can do while locked out of the screens: unlock, or set a new password with the recovery words.
// Secrets come as text, leave as bytes, and the bytes are zeroed here.
import { InvokeError } from '../../../tee-sim/client/errors.ts';
import { wipe } from '../../../tee-sim/protocol/bytes.ts';
import { toTeeFailure } from '../../../tee-sim/protocol/codes.ts';
import { passwordBytes, wordsBytes } from '../../app/secrets.ts';
import type { TeeConnection } from '../../app/tee-connection.ts';
import type { UnlockStore } from './unlock-store.ts';

/** Never rejects; `true` once unlocked. */
export async function unlock(
  store: UnlockStore,
  tee: Pick<TeeConnection, 'login'>,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<boolean> {
  const secret = passwordBytes(password);
  return attempt(store, [secret], async () => {
    await tee.login({ factor: 'password', user: name }, [secret]);
    store.setState({ name: undefined });
  });
}

/** Never rejects; `true` once the new password is set. */
export async function recover(
  store: UnlockStore,
  tee: Pick<TeeConnection, 'invoke'>,
  entered: { readonly name: string; readonly words: string; readonly password: string },
): Promise<boolean> {
  const secrets = [wordsBytes(entered.words), passwordBytes(entered.password)];
  return attempt(store, secrets, async () => {
    await tee.invoke('RECOVER_PASSWORD', { name: entered.name }, { secrets });
    store.setState({ view: 'unlock', name: entered.name, recovered: true });
  });
}

export function showRecovery(store: UnlockStore, name: string): void {
  store.setState({ view: 'recover', name, run: { status: 'idle' }, recovered: false });
}

export function showUnlock(store: UnlockStore): void {
  store.setState({ view: 'unlock', run: { status: 'idle' } });
}

async function attempt(
  store: UnlockStore,
  secrets: readonly Uint8Array[],
  work: () => Promise<void>,
): Promise<boolean> {
  if (store.getState().run.status === 'busy') {
    wipe(...secrets);
    return false;
  }
  store.setState({ run: { status: 'busy' }, recovered: false });
  try {
    await work();
    store.setState({ run: { status: 'idle' } });
    return true;
  } catch (error) {
    const trace = error instanceof InvokeError ? error.trace : [];
    store.setState({ run: { status: 'failed', failure: toTeeFailure(error, 'API'), trace } });
    return false;
  } finally {
    wipe(...secrets);
  }
}

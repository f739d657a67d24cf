// Opens a keystore file in the TEE, follows how far it is, and ends that. Never rejects.
import { wipe } from '../../../../tee-sim/protocol/bytes.ts';
import { refusedBy } from '../../../app/refused.ts';
import { passwordBytes } from '../../../app/secrets.ts';
import type { Tee } from '../../../app/tee.ts';
import type { KeystoreStore } from './keystore-store.ts';

const POLL_MS = 250;

/** `pause` resolves after so many milliseconds. */
export async function openKeystore(
  store: KeystoreStore,
  tee: Tee,
  { file, password }: { readonly file: string; readonly password: string },
  pause: (ms: number) => Promise<void> = sleep,
): Promise<void> {
  if (store.getState().opening.status === 'opening') return;
  const secret = passwordBytes(password);
  const opening = { status: 'opening', fraction: 0 } as const;
  store.setState({ opening });
  try {
    await tee.invoke('OPEN_KEYSTORE', { file }, { secrets: [secret] });
    await follow(store, tee, pause);
  } catch (error) {
    if (isOpening(store)) store.setState({ opening: { status: 'failed', ...refusedBy(error) } });
  } finally {
    wipe(secret);
  }
}

/** Until it is decided, or somebody ended it. */
async function follow(store: KeystoreStore, tee: Tee, pause: (ms: number) => Promise<void>): Promise<void> {
  while (isOpening(store)) {
    const { result } = await tee.invoke('GET_KEYSTORE', {});
    if (!isOpening(store)) return;
    switch (result.state) {
      case 'opening':
        store.setState({ opening: { status: 'opening', fraction: result.fraction } });
        break;
      case 'opened':
        return store.setState({ opening: { status: 'opened', address: result.address } });
      case 'failed':
        return store.setState({ opening: { status: 'wrong', reason: result.reason } });
      case 'none':
        return store.setState({ opening: { status: 'lost' } });
    }
    await pause(POLL_MS);
  }
}

/** Nobody waits for it any more. What the TEE holds it forgets by itself, too. */
export async function cancelKeystore(store: KeystoreStore, tee: Tee): Promise<void> {
  const { status } = store.getState().opening;
  store.setState({ opening: { status: 'idle' } });
  if (status !== 'opening' && status !== 'opened') return;
  await tee.invoke('CANCEL_KEYSTORE', {}).catch(() => undefined);
}

function isOpening(store: KeystoreStore): boolean {
  return store.getState().opening.status === 'opening';
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

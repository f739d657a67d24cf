// A keystore file that is being opened in the background, for one session: it takes seconds, in pieces, and the TEE
// answers others between them. Must never leave a promise that rejects, nor a password or key once it is wiped.
import type { SessionTable } from '../authorization/layer-2-sessions.ts';
import type { Wipeable } from '../authorization/session-things.ts';
import { pinned, pinnedCopy, wipe } from '../protocol/bytes.ts';
import { toTeeFailure } from '../protocol/codes.ts';
import type { CommandResult } from '../protocol/commands.ts';
import type { SessionId } from '../protocol/schema.ts';
import { addressOfKey } from '../wallet/account-key.ts';
import { openKeystore } from '../wallet/keystore.ts';

/** For so long a session keeps it, from when it is asked for, ms. */
const LIFE_MS = 15 * 60_000;

type State = Exclude<CommandResult<'GET_KEYSTORE'>, { state: 'none' }>;

export class KeystoreJob implements Wipeable {
  readonly #file: Uint8Array;
  readonly #password: Uint8Array;
  #state: State = { state: 'opening', fraction: 0 };
  #key: Uint8Array | undefined;
  #wiped = false;

  /** Copies `password`. */
  constructor(file: Uint8Array, password: Uint8Array) {
    this.#file = file;
    this.#password = pinnedCopy(password);
  }

  get state(): State {
    return this.#state;
  }

  /** The private key once it is opened, 32 bytes; it stays the job's to zero. */
  get key(): Uint8Array | undefined {
    return this.#key;
  }

  /** Never rejects. */
  async run(): Promise<void> {
    if (this.#wiped) return;
    try {
      this.#take(await openKeystore(this.#file, this.#password, this.#progress));
    } catch (error) {
      this.#state = { state: 'failed', reason: reasonOf(error) };
    } finally {
      wipe(this.#password);
    }
  }

  /** Zeroes what there is, and ends the opening at its next piece. */
  wipe(): void {
    this.#wiped = true;
    wipe(this.#password, this.#key);
    this.#key = undefined;
  }

  readonly #progress = {
    report: (fraction: number): void => {
      this.#state = { state: 'opening', fraction };
    },
    cancelled: (): boolean => this.#wiped,
  };

  /** The last piece may end just after nobody waits any more. */
  #take(key: Uint8Array): void {
    if (this.#wiped) {
      wipe(key);
      return;
    }
    this.#state = { state: 'opened', address: addressOfKey(key) };
    this.#key = pinned(key);
  }
}

/** One after another, whoever asked: each takes up to 256 MiB while it runs. */
export class KeystoreQueue {
  #last: Promise<void> = Promise.resolve();

  /** Copies `password`. The job belongs to the caller, who wipes it. */
  open(file: Uint8Array, password: Uint8Array): KeystoreJob {
    const job = new KeystoreJob(file, password);
    this.#last = this.#last.then(() => job.run());
    return job;
  }
}

/** In place of the one before, which ends. @throws BAD_STATE no-session when it is over */
export function holdKeystore(sessions: Pick<SessionTable, 'hold'>, id: SessionId, job: KeystoreJob): void {
  sessions.hold(id, 'keystore', job, LIFE_MS);
}

export function heldKeystore(sessions: Pick<SessionTable, 'held'>, id: SessionId): KeystoreJob | undefined {
  return sessions.held<KeystoreJob>(id, 'keystore');
}

/** A wrong password and a changed file look alike. */
function reasonOf(error: unknown): Extract<State, { state: 'failed' }>['reason'] {
  const { code } = toTeeFailure(error);
  if (code === 'MAC_INVALID') return 'wrong-password';
  return code === 'ACCESS_CONFLICT' ? 'other-address' : 'damaged';
}

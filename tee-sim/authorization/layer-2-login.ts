// Layer 2's check of an operation: the session still stands, and whoever must be logged in is.
import type { Subject } from '../protocol/command-spec.ts';
import type { SessionTable } from './layer-2-sessions.ts';
import type { Session, SessionUser } from './session.ts';
import type { TraceRecorder } from './trace.ts';

export class LoginCheck {
  readonly #sessions: Pick<SessionTable, 'isOpen'>;
  readonly #ownerExists: () => boolean;

  constructor(sessions: Pick<SessionTable, 'isOpen'>, ownerExists: () => boolean) {
    this.#sessions = sessions;
    this.#ownerExists = ownerExists;
  }

  /**
   * Who acts; nobody only for what serves any client.
   * @throws SECURITY session-mac · ACCESS_DENIED login-required · BAD_STATE no-owner
   */
  check(session: Session, subject: Subject, trace: TraceRecorder): SessionUser | undefined {
    trace.check(2, 'session', () =>
      this.#sessions.isOpen(session.id) ? {} : { refusal: 'session-not-proven' },
    );
    const { user } = session;
    if (subject.kind === 'client') return user;
    trace.check(2, 'logged-in', () => {
      if (user !== undefined) return {};
      return { refusal: this.#ownerExists() ? 'login-required' : 'no-owner' };
    });
    return user;
  }
}

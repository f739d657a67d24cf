// The one way by which screens ask for what may need a proof: asks the person for the factors that the TEE wants for
// this very request, and sends it again with them. Cancelling changes nothing. Zeroes the passwords it is given.
import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { InvokeError } from '../../tee-sim/client/errors.ts';
import type { Invoked, ShownFactors } from '../../tee-sim/client/one-request.ts';
import type { InvokeOptions, SessionCommand } from '../../tee-sim/client/tee-client.ts';
import type { Factor as RiskFactor } from '../../tee-sim/protocol/assessment.ts';
import { wipe } from '../../tee-sim/protocol/bytes.ts';
import { type TeeFailure, type TeeReason, toTeeFailure } from '../../tee-sim/protocol/codes.ts';
import type { CommandParams } from '../../tee-sim/protocol/commands.ts';
import type { AuthLevel } from '../../tee-sim/protocol/factors.ts';
import type { Trace } from '../../tee-sim/protocol/trace.ts';
import type { TeeConnection } from './tee-connection.ts';

export type StepUpLevel = Exclude<AuthLevel, 'Standard'>;

/** What the person is asked, as plain data. */
export interface StepUpQuestion {
  readonly command: SessionCommand;
  readonly level: StepUpLevel;
  /** Only the password will do: it opens the person's keys, which this session has not seen yet. */
  readonly needsPassword: boolean;
  /** Why the TEE wants it, as far as it is a matter of risk. */
  readonly because: readonly RiskFactor[];
  /** What the four layers checked when it was denied last. */
  readonly trace: Trace;
  /** Why the last proof was not taken. */
  readonly failure: TeeFailure | undefined;
  /** The proof is on its way. */
  readonly isBusy: boolean;
}

export interface AuthorizedOptions extends InvokeOptions {
  /** The reasons of an assessment that the person already saw. */
  readonly because?: readonly RiskFactor[] | undefined;
}

/** The person thought better of it: nothing was done. */
export interface Cancelled {
  readonly cancelled: true;
}

export function wasCancelled<T extends object>(outcome: T | Cancelled): outcome is Cancelled {
  return 'cancelled' in outcome;
}

/** Refusals of a proof: another one may do. */
const ASKED_AGAIN: ReadonlySet<TeeReason | undefined> = new Set<TeeReason>([
  'wrong-proof',
  'locked-out',
  'password-needed',
  'same-factor',
  'other-user',
]);

type Connection = Pick<TeeConnection, 'invoke' | 'whenOpen' | 'store'>;

export class Authorized {
  readonly store: StoreApi<{ readonly question: StepUpQuestion | undefined }> = createStore(() => ({
    question: undefined as StepUpQuestion | undefined,
  }));
  readonly #tee: Connection;
  #settle: ((shown: ShownFactors | undefined) => void) | undefined;
  /** One question at a time: the next waits for the one before. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(tee: Connection) {
    this.#tee = tee;
  }

  /** As `TeeConnection.invoke`, and asks for a proof where one is needed. @throws TeeError */
  async invoke<C extends SessionCommand>(
    command: C,
    params: CommandParams<C>,
    { because = [], ...options }: AuthorizedOptions = {},
  ): Promise<Invoked<C> | Cancelled> {
    const person = this.#userId();
    try {
      return await this.#send(command, params, options);
    } catch (error) {
      const level = neededLevel(error);
      if (level === undefined) throw error;
      const question = {
        command,
        level,
        needsPassword: asksForPassword(error),
        because: reasonsOf(error, because),
        trace: traceOf(error),
        failure: undefined,
        isBusy: false,
      };
      const again = { ...options, operationId: operationOf(error) ?? options.operationId };
      const asked = this.#turn.then(() =>
        this.#ask(person, question, (proof) => this.#send(command, params, { ...again, proof })),
      );
      this.#turn = asked.catch(() => undefined);
      return asked;
    }
  }

  /** What the person showed; its passwords are zeroed once they were used. */
  answer(shown: ShownFactors): void {
    const settle = this.#settle;
    const { question } = this.store.getState();
    this.#settle = undefined;
    if (settle === undefined || question === undefined) {
      wipe(...shown.passwords);
      return;
    }
    this.store.setState({ question: { ...question, failure: undefined, isBusy: true } });
    settle(shown);
  }

  cancel(): void {
    this.#settle?.(undefined);
  }

  async #ask<T>(
    person: string | undefined,
    first: StepUpQuestion,
    send: (shown: ShownFactors) => Promise<T>,
  ): Promise<T | Cancelled> {
    try {
      for (let question = first; ; ) {
        const shown = await this.#answerTo(person, question);
        if (shown === undefined) return { cancelled: true };
        try {
          return await send(shown);
        } catch (error) {
          question = askedAgain(question, error);
        } finally {
          wipe(...shown.passwords);
        }
      }
    } finally {
      this.store.setState({ question: undefined });
    }
  }

  async #answerTo(person: string | undefined, question: StepUpQuestion): Promise<ShownFactors | undefined> {
    this.store.setState({ question });
    let unsubscribe = (): void => undefined;
    try {
      return await new Promise<ShownFactors | undefined>((resolve) => {
        this.#settle = resolve;
        // Whoever unlocked as somebody else, also while this waited its turn, is not asked about it.
        const look = (): void => {
          const now = this.#userId();
          if (now !== undefined && now !== person) resolve(undefined);
        };
        unsubscribe = this.#tee.store.subscribe(look);
        look();
      });
    } finally {
      this.#settle = undefined;
      unsubscribe();
    }
  }

  /** A session that was locked or ended meanwhile is unlocked first; another person's request is not sent. */
  async #send<C extends SessionCommand>(
    command: C,
    params: CommandParams<C>,
    options: InvokeOptions,
  ): Promise<Invoked<C>> {
    const asked = this.#userId();
    try {
      return await this.#tee.invoke(command, params, options);
    } catch (error) {
      if (asked === undefined || toTeeFailure(error).reason !== 'login-required') throw error;
      await this.#tee.whenOpen(new AbortController().signal);
      if (this.#userId() !== asked) throw error;
      return this.#tee.invoke(command, params, {
        ...options,
        operationId: operationOf(error) ?? options.operationId,
      });
    }
  }

  #userId(): string | undefined {
    return this.#tee.store.getState().account?.user?.userId;
  }
}

export const AuthorizedContext = createContext<Authorized | undefined>(undefined);

export function useAuthorized(): Authorized {
  const authorized = useContext(AuthorizedContext);
  if (authorized === undefined) throw new Error('no AuthorizedContext above');
  return authorized;
}

/** @throws the error itself, unless another proof may do */
function askedAgain(question: StepUpQuestion, error: unknown): StepUpQuestion {
  // The password alone raises no level that was asked for already.
  const level = asksForPassword(error) ? question.level : (neededLevel(error) ?? question.level);
  const failure = toTeeFailure(error);
  // Where no layer said it, what was wrong is in the request itself, such as the code of a new authenticator app.
  const isOfProof = failure.layer !== undefined && ASKED_AGAIN.has(failure.reason);
  if (neededLevel(error) === undefined && !isOfProof) throw error;
  const needsPassword = asksForPassword(error) || (question.needsPassword && isOfProof);
  const because = reasonsOf(error, question.because);
  return { ...question, level, needsPassword, because, trace: traceOf(error), failure, isBusy: false };
}

function neededLevel(error: unknown): StepUpLevel | undefined {
  if (!(error instanceof InvokeError) || error.exchange === undefined) return undefined;
  if (error.reason === 'enhanced-needed' || asksForPassword(error)) return 'Enhanced';
  return error.reason === 'maximum-needed' ? 'Maximum' : undefined;
}

/** The keys that this needs are still closed: nobody showed their password in this session. */
function asksForPassword(error: unknown): boolean {
  return error instanceof InvokeError && error.reason === 'password-needed' && error.layer === 4;
}

function operationOf(error: unknown) {
  return error instanceof InvokeError ? error.exchange?.operationId : undefined;
}

/** The TEE's own reasons for refusing this request, with the values that the person saw of them before. */
function reasonsOf(error: unknown, seen: readonly RiskFactor[]): readonly RiskFactor[] {
  const told = error instanceof InvokeError ? error.exchange?.because : undefined;
  if (told === undefined) return seen;
  const valuesOf = (rule: RiskFactor['rule']) => seen.find((factor) => factor.rule === rule)?.values ?? {};
  return told.map(({ rule, points }) => ({ rule, points, values: valuesOf(rule) }));
}

function traceOf(error: unknown): Trace {
  return error instanceof InvokeError ? error.trace : [];
}

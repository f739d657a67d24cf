// What a person can do while registering. Each action leaves a state that can be shown; passwords are zeroed.
import { InvokeError } from '../../../tee-sim/client/errors.ts';
import { wipe } from '../../../tee-sim/protocol/bytes.ts';
import { type TeeReason, toTeeFailure } from '../../../tee-sim/protocol/codes.ts';
import type { CommandParams, CommandResult } from '../../../tee-sim/protocol/commands.ts';
import { oneTimeCodeOf } from '../factor-draft.ts';
import { passwordBytes } from '../secrets.ts';
import { plainWord, problemsOf, typingOf } from './registration-rules.ts';
import { type RegistrationState, type RegistrationStore, STEPS, type Step } from './registration-store.ts';

/** How one kind of user is registered: the owner of a new device, or somebody else by the owner. */
export interface RegistrationServices {
  readonly prepare: (name: string) => Promise<CommandResult<'PREPARE_FACTORS'>>;
  /**
   * The password stays the caller's to zero. `unknown` is called while nobody knows the outcome.
   * @throws TeeError
   */
  readonly register: (
    params: CommandParams<'REGISTER_USER'>,
    password: Uint8Array,
    unknown: () => void,
  ) => Promise<'registered' | 'cancelled'>;
  readonly bootId: () => string | undefined;
}

export function edit(store: RegistrationStore, change: Partial<RegistrationState>): void {
  store.setState(change);
}

/** To the step before; what was entered stays. */
export function goBack(store: RegistrationStore): void {
  const { step, run } = store.getState();
  if (run.status === 'busy' || run.status === 'unknown') return;
  const before = STEPS[STEPS.indexOf(step) - 1];
  if (before !== undefined) goTo(store, before);
}

/** To the next step, or nowhere while this one has problems: then they are shown. */
export function goOn(store: RegistrationStore, minCharacters: number): 'has-problems' | 'went-on' {
  const state = store.getState();
  if (Object.keys(problemsOf(state.step, state, minCharacters)).length > 0) {
    store.setState({ attempted: true });
    return 'has-problems';
  }
  const next = STEPS[STEPS.indexOf(state.step) + 1];
  if (next !== undefined) goTo(store, next);
  return 'went-on';
}

function goTo(store: RegistrationStore, step: Step): void {
  store.setState({ step, attempted: false, run: { status: 'idle' } });
}

/** Has the TEE draw words and codes, unless there are some for this name and boot. Never rejects. */
export async function prepare(store: RegistrationStore, services: RegistrationServices): Promise<void> {
  const { name, prepared, run, written } = store.getState();
  if (prepared !== undefined || run.status === 'busy') return;
  // What was written down for another name, or at another boot, is worth nothing.
  const wasLost = run.status === 'lost' || written;
  store.setState({ run: { status: 'busy' } });
  try {
    const bootId = services.bootId();
    const drawn = await services.prepare(name);
    store.setState({
      prepared: { ...drawn, bootId },
      written: false,
      checkedWords: ['', ''],
      code: '',
      run: { status: wasLost ? 'lost' : 'idle' },
    });
  } catch (error) {
    fail(store, error);
  }
}

/** The TEE forgot what it drew: back to the words, which are to be drawn anew. */
export function forgetPrepared(store: RegistrationStore): void {
  store.setState({ prepared: undefined, step: 'words', attempted: false, run: { status: 'lost' } });
}

/** Where something that was entered was refused. */
const STEP_OF: Readonly<Partial<Record<TeeReason, Step>>> = {
  'name-taken': 'person',
  'password-too-short': 'person',
  'words-do-not-match': 'check',
  'wrong-proof': 'code',
};

/** Sends it all. Never rejects. */
export async function register(
  store: RegistrationStore,
  services: RegistrationServices,
): Promise<'registered' | 'not-registered'> {
  const state = store.getState();
  const oneTimeCode = oneTimeCodeOf(state.code);
  if (state.run.status === 'busy' || state.run.status === 'unknown') return 'not-registered';
  if (oneTimeCode === undefined) {
    store.setState({ attempted: true });
    return 'not-registered';
  }
  store.setState({ run: { status: 'busy' }, attempted: false });
  const password = passwordBytes(state.password);
  try {
    const checkedWords = state.checkedWords.map(plainWord);
    const params = { name: state.name, oneTimeCode, checkedWords, typing: typingOf(state) };
    const unknown = (): void => store.setState({ run: { status: 'unknown' } });
    const outcome = await services.register(params, password, unknown);
    if (outcome === 'registered') return 'registered';
    store.setState({ run: { status: 'idle' } });
  } catch (error) {
    fail(store, error);
  } finally {
    wipe(password);
  }
  return 'not-registered';
}

function fail(store: RegistrationStore, error: unknown): void {
  const failure = toTeeFailure(error, 'API');
  if (failure.reason === 'not-prepared') {
    forgetPrepared(store);
    return;
  }
  const trace = error instanceof InvokeError ? error.trace : [];
  const step = (failure.reason && STEP_OF[failure.reason]) ?? store.getState().step;
  store.setState({ step, code: '', run: { status: 'failed', failure, trace } });
}

// What a person can do while making a wallet. Nothing is stored before the last step; every action leaves a state that
// can be shown. Never rejects.
import { wipe } from '../../../../tee-sim/protocol/bytes.ts';
import type { CommandResult } from '../../../../tee-sim/protocol/commands.ts';
import type { HeldSecret } from '../../../app/held-secret.ts';
import { refusedBy } from '../../../app/refused.ts';
import { forgetChange, isUnderWay, performChange, type Services } from '../../../app/section.ts';
import { passphraseBytes, plainWord, problemsOf } from './create-rules.ts';
import { type CreateState, type Creation, STEPS, type Step } from './create-store.ts';

export function edit({ draft }: Creation, change: Partial<CreateState>): void {
  draft.setState(change);
}

export function goBack(creation: Creation): void {
  if (isUnderWay(creation.run.getState().change)) return;
  const before = STEPS[STEPS.indexOf(creation.draft.getState().step) - 1];
  if (before !== undefined) showStep(creation, before);
}

/** To the next step; not while this one has problems: then they are shown. */
export function goOn(creation: Creation, phrase: HeldSecret): 'has-problems' | 'went-on' | 'complete' {
  const state = creation.draft.getState();
  if (Object.keys(problemsOf(state, phrase.bytes)).length > 0) {
    creation.draft.setState({ attempted: true });
    return 'has-problems';
  }
  const next = STEPS[STEPS.indexOf(state.step) + 1];
  if (next === undefined) return 'complete';
  // What was said of words that were lost has been read by now.
  creation.draft.setState({ drawing: { status: 'idle' } });
  showStep(creation, next);
  return 'went-on';
}

function showStep({ draft, run }: Creation, step: Step): void {
  forgetChange(run);
  draft.setState({ step, attempted: false });
}

/** Has the TEE draw words, unless there are some of this length. */
export async function drawWords(
  { draft }: Creation,
  phrase: HeldSecret,
  { tee }: Pick<Services, 'tee'>,
): Promise<void> {
  const { length, drawn, drawing } = draft.getState();
  if (drawing.status === 'busy' || (drawn?.length === length && phrase.bytes !== undefined)) return;
  draft.setState({ drawing: { status: 'busy' }, drawn: undefined, ...UNWRITTEN });
  try {
    const { result, secrets } = await tee.invoke('PREPARE_WALLET', { words: length });
    const [words, ...others] = secrets;
    wipe(...others);
    if (words === undefined) throw new TypeError('no phrase');
    phrase.hold(words);
    const { wordsToCheck } = result;
    draft.setState({
      drawn: { length, wordsToCheck },
      drawing: { status: drawing.status === 'lost' ? 'lost' : 'idle' },
    });
  } catch (error) {
    draft.setState({ drawing: { status: 'failed', ...refusedBy(error) } });
  }
}

const UNWRITTEN = { seen: false, written: false, checkedWords: [] } as const;

/** The words are gone, here or in the TEE: others are to be drawn and written down. */
export function loseWords({ draft }: Creation, phrase: HeldSecret): void {
  const { step, drawn, seen } = draft.getState();
  phrase.wipe();
  if (drawn === undefined) return;
  draft.setState({
    ...UNWRITTEN,
    drawn: undefined,
    step: step === 'about' ? step : 'words',
    attempted: false,
    drawing: { status: seen ? 'lost' : 'idle' },
  });
}

/** The window was locked: nothing secret stays in it, here as in the TEE. */
export function loseSecrets(creation: Creation, phrase: HeldSecret): void {
  loseWords(creation, phrase);
  creation.draft.setState(({ withPassphrase, step }) => ({
    passphrase: '',
    repeat: '',
    step: withPassphrase ? 'about' : step,
  }));
}

/** Makes the wallet. Its words leave this page with it. */
export async function createWallet(
  creation: Creation,
  phrase: HeldSecret,
  services: Services,
): Promise<CommandResult<'CREATE_WALLET'> | undefined> {
  const { name, withPassphrase, passphrase, checkedWords } = creation.draft.getState();
  const secret = passphraseBytes(withPassphrase ? passphrase : '');
  const params = { name: name.trim(), checkedWords: checkedWords.map(plainWord) };
  try {
    const made = await performChange(creation.run, services, 'CREATE_WALLET', params, {
      secrets: [secret],
    });
    if (made !== undefined) phrase.wipe();
    else if (isNotPrepared(creation)) {
      loseWords(creation, phrase);
      forgetChange(creation.run);
    }
    return made;
  } finally {
    wipe(secret);
  }
}

function isNotPrepared({ run }: Creation): boolean {
  const { change } = run.getState();
  return 'failure' in change && change.failure.reason === 'not-prepared';
}

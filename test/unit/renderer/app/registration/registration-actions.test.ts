import { beforeEach, describe, expect, test } from 'vitest';
import {
  edit,
  forgetPrepared,
  goBack,
  goOn,
  prepare,
  type RegistrationServices,
  register,
} from '../../../../../renderer/app/registration/registration-actions.ts';
import {
  createRegistration,
  type RegistrationStore,
} from '../../../../../renderer/app/registration/registration-store.ts';
import { TeeError, type TeeReason } from '../../../../../tee-sim/protocol/codes.ts';
import { ENROLMENT_SAMPLES } from '../../../../../tee-sim/protocol/factors.ts';

const MIN = 10;
const WORDS = 'able acid also amid apex aqua arch area army atom aunt away'.split(' ');
const DRAWN = {
  oneTimeCodeSecret: 'A'.repeat(32),
  oneTimeCodeUri: 'otpauth://totp/x',
  recoveryCodes: Array.from({ length: 8 }, (_, i) => `AAAAA-AAAA${i + 2}`),
  recoveryWords: WORDS,
  wordsToCheck: [10, 2],
};
const SAMPLE = { holdMs: Array(23).fill(80), flightMs: Array(22).fill(120) };
const GOOD = { name: ' Ada ', password: 'correct horse', repeat: 'correct horse' };

interface Sent {
  readonly params: unknown;
  readonly password: Uint8Array;
  readonly text: string;
}

class Services implements RegistrationServices {
  readonly prepared: string[] = [];
  readonly sent: Sent[] = [];
  outcome: 'registered' | 'cancelled' | TeeError = 'registered';
  failsToPrepare: TeeError | undefined;
  boot = 'boot-1';

  prepare = async (name: string) => {
    this.prepared.push(name);
    if (this.failsToPrepare !== undefined) throw this.failsToPrepare;
    return DRAWN;
  };
  register: RegistrationServices['register'] = async (params, password) => {
    this.sent.push({ params, password, text: new TextDecoder().decode(password) });
    if (this.outcome instanceof TeeError) throw this.outcome;
    return this.outcome;
  };
  bootId = () => this.boot;
}

let store: RegistrationStore;
let services: Services;
beforeEach(() => {
  store = createRegistration();
  services = new Services();
});

const step = () => store.getState().step;

/** To the last step, as a person goes. */
async function toCode(): Promise<void> {
  edit(store, GOOD);
  goOn(store, MIN);
  await prepare(store, services);
  edit(store, { written: true });
  goOn(store, MIN);
  edit(store, { checkedWords: [' AUNT', 'Also'] });
  goOn(store, MIN);
  goOn(store, MIN);
  expect(step()).toBe('code');
}

describe('a step is left only when it is complete', () => {
  test.each([
    [{ ...GOOD, name: '  ' }],
    [{ ...GOOD, name: '-Ada' }],
    [{ ...GOOD, password: 'too short', repeat: 'too short' }],
    [{ ...GOOD, password: '月'.repeat(400), repeat: '月'.repeat(400) }],
    [{ ...GOOD, repeat: 'correct house' }],
  ])('name and password: %j', (entries) => {
    edit(store, entries);
    expect(goOn(store, MIN)).toBe('has-problems');
    expect(store.getState()).toMatchObject({ step: 'person', attempted: true });
  });

  test('the password’s length is counted in characters, and is the policy’s', () => {
    edit(store, { ...GOOD, password: '月亮很圆', repeat: '月亮很圆' });
    expect(goOn(store, 5)).toBe('has-problems');
    expect(goOn(store, 4)).toBe('went-on');
  });

  test('words: shown, and ticked as written', async () => {
    edit(store, GOOD);
    goOn(store, MIN);
    edit(store, { written: true });
    expect(goOn(store, MIN)).toBe('has-problems');
    await prepare(store, services);
    expect(goOn(store, MIN)).toBe('has-problems');
    edit(store, { written: true });
    expect(goOn(store, MIN)).toBe('went-on');
  });

  test('check: both words, in the order that was asked for', async () => {
    await toCode();
    goBack(store);
    goBack(store);
    expect(step()).toBe('check');
    for (const words of [
      ['aunt', ''],
      ['also', 'aunt'],
      ['aunt', 'able'],
    ] as const) {
      edit(store, { checkedWords: words });
      expect(goOn(store, MIN)).toBe('has-problems');
    }
  });
});

describe('what is drawn', () => {
  test('is drawn once for a name', async () => {
    edit(store, GOOD);
    goOn(store, MIN);
    await Promise.all([prepare(store, services), prepare(store, services)]);
    goBack(store);
    goOn(store, MIN);
    await prepare(store, services);
    expect(services.prepared).toEqual([' Ada ']);
    expect(store.getState().prepared).toMatchObject({ bootId: 'boot-1', recoveryWords: WORDS });
  });

  test('and lost is drawn anew: nothing written or checked counts any more, what was typed stays', async () => {
    await toCode();
    forgetPrepared(store);
    expect(store.getState()).toMatchObject({ step: 'words', prepared: undefined, run: { status: 'lost' } });
    services.boot = 'boot-2';
    await prepare(store, services);
    expect(store.getState()).toMatchObject({
      ...GOOD,
      prepared: { bootId: 'boot-2' },
      written: false,
      checkedWords: ['', ''],
      run: { status: 'lost' },
    });
  });

  test('for another name makes what was written down worthless, and says so', async () => {
    await toCode();
    edit(store, { name: 'Bea', prepared: undefined });
    await prepare(store, services);
    expect(services.prepared).toEqual([' Ada ', 'Bea']);
    expect(store.getState()).toMatchObject({ written: false, run: { status: 'lost' } });
  });

  test('may fail, and says why', async () => {
    services.failsToPrepare = new TeeError('TARGET_DEAD', 'tee-stopped', 'COMMS');
    edit(store, GOOD);
    goOn(store, MIN);
    await prepare(store, services);
    expect(store.getState()).toMatchObject({
      prepared: undefined,
      run: { status: 'failed', failure: { reason: 'tee-stopped' } },
    });
  });
});

describe('the registration', () => {
  test('sends it all, and zeroes the password', async () => {
    await toCode();
    edit(store, { code: ' 123 456' });
    expect(await register(store, services)).toBe('registered');
    const [sent] = services.sent;
    expect(sent?.params).toEqual({
      name: ' Ada ',
      oneTimeCode: '123456',
      checkedWords: ['aunt', 'also'],
      typing: undefined,
    });
    expect(sent?.text).toBe('correct horse');
    expect(sent?.password).toEqual(new Uint8Array(13));
  });

  test.each([
    [ENROLMENT_SAMPLES, true],
    [ENROLMENT_SAMPLES - 1, false],
  ])('with %i typings enrols them: %j', async (count, enrols) => {
    await toCode();
    edit(store, { code: '123456', typing: Array.from({ length: count }, () => SAMPLE) });
    await register(store, services);
    const typing = enrols ? Array(ENROLMENT_SAMPLES).fill(SAMPLE) : undefined;
    expect(services.sent[0]?.params).toEqual(expect.objectContaining({ typing }));
  });

  test('is not sent without a code', async () => {
    await toCode();
    expect(await register(store, services)).toBe('not-registered');
    expect(services.sent).toEqual([]);
    expect(store.getState().attempted).toBe(true);
  });

  test.each<[TeeReason, string]>([
    ['name-taken', 'person'],
    ['password-too-short', 'person'],
    ['words-do-not-match', 'check'],
    ['wrong-proof', 'code'],
    ['disk-full', 'code'],
  ])('refused for %s leads to %s, and keeps what was typed', async (reason, where) => {
    await toCode();
    edit(store, { code: '123456' });
    services.outcome = new TeeError('BAD_STATE', reason);
    expect(await register(store, services)).toBe('not-registered');
    expect(store.getState()).toMatchObject({
      ...GOOD,
      step: where,
      code: '',
      run: { status: 'failed', failure: { reason } },
    });
    expect(services.sent[0]?.password).toEqual(new Uint8Array(13));
  });

  test('of what the TEE forgot goes back to the words', async () => {
    await toCode();
    edit(store, { code: '123456' });
    services.outcome = new TeeError('BAD_STATE', 'not-prepared');
    await register(store, services);
    expect(store.getState()).toMatchObject({ step: 'words', prepared: undefined, run: { status: 'lost' } });
  });

  test('that was cancelled can be sent again', async () => {
    await toCode();
    edit(store, { code: '123456' });
    services.outcome = 'cancelled';
    expect(await register(store, services)).toBe('not-registered');
    expect(store.getState().run.status).toBe('idle');
    services.outcome = 'registered';
    expect(await register(store, services)).toBe('registered');
  });

  test('is sent once, and cannot be walked away from meanwhile', async () => {
    await toCode();
    edit(store, { code: '123456' });
    const both = Promise.all([register(store, services), register(store, services)]);
    goBack(store);
    expect(step()).toBe('code');
    expect(await both).toEqual(['registered', 'not-registered']);
    expect(services.sent).toHaveLength(1);
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { Authorized, type StepUpQuestion, wasCancelled } from '../../../../renderer/app/authorized.ts';
import { InvokeError } from '../../../../tee-sim/client/errors.ts';
import type { Exchange } from '../../../../tee-sim/client/exchange.ts';
import type { InvokeOptions } from '../../../../tee-sim/client/tee-client.ts';
import type { TeeReason } from '../../../../tee-sim/protocol/codes.ts';
import { operationIdSchema } from '../../../../tee-sim/protocol/schema.ts';

const OPERATION = operationIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAQ');
const FACTORS = { factor: 'password', user: 'Ada' } as const;

function denied(
  reason: TeeReason,
  signed = true,
  layer: 2 | 4 = 4,
  because?: Exchange['because'],
): InvokeError {
  const exchange = signed
    ? ({ operationId: OPERATION, trace: [], because } as unknown as Exchange)
    : undefined;
  const failure = { code: 'ACCESS_DENIED', origin: 'TRUSTED_APP', reason, layer } as const;
  return new InvokeError(failure, { ...(exchange && { exchange }) });
}

/** A connection whose answers are prepared; keeps what was sent, as it was when it was sent. */
class ScriptedTee {
  readonly sent: InvokeOptions[] = [];
  readonly passwords: number[][] = [];
  readonly answers: unknown[] = [];
  readonly store = createStore(() => ({
    account: { user: { userId: 'ada' } as { userId: string } | undefined },
  }));
  opened: () => void = () => undefined;

  invoke = async (_command: string, _params: unknown, options: InvokeOptions): Promise<unknown> => {
    this.sent.push(options);
    this.passwords.push([...(options.proof?.passwords[0] ?? [])]);
    await Promise.resolve();
    const answer = this.answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };

  whenOpen = (): Promise<boolean> =>
    new Promise((resolve) => {
      this.opened = () => resolve(true);
    });
}

let tee: ScriptedTee;
let authorized: Authorized;
beforeEach(() => {
  tee = new ScriptedTee();
  authorized = new Authorized(tee as unknown as ConstructorParameters<typeof Authorized>[0]);
});

const remove = () => authorized.invoke('REMOVE_FACTOR', { factor: 'typing' });

/** The next question that waits for an answer. */
function asked(): Promise<StepUpQuestion> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      const { question } = authorized.store.getState();
      if (question === undefined || question.isBusy) return false;
      resolve(question);
      return true;
    };
    if (look()) return;
    const unsubscribe = authorized.store.subscribe(() => {
      if (look()) unsubscribe();
    });
  });
}

const password = () => new TextEncoder().encode('secret');
const show = (secret = password()) => {
  authorized.answer({ factors: FACTORS, passwords: [secret] });
  return secret;
};

describe('a request', () => {
  test('that needs no proof asks nothing', async () => {
    tee.answers.push({ result: {} });
    expect(await remove()).toEqual({ result: {} });
    expect(authorized.store.getState().question).toBeUndefined();
    expect(tee.sent).toEqual([{}]);
  });

  test('that needs one is sent again as the same operation, with it', async () => {
    tee.answers.push(denied('maximum-needed'), { result: {} });
    const running = remove();
    expect(await asked()).toMatchObject({ command: 'REMOVE_FACTOR', level: 'Maximum', failure: undefined });
    const secret = show();
    expect(await running).toEqual({ result: {} });
    expect(tee.sent[1]).toMatchObject({ operationId: OPERATION, proof: { factors: FACTORS } });
    expect(tee.passwords[1]).toEqual([...password()]);
    expect(secret).toEqual(new Uint8Array(6));
    expect(authorized.store.getState().question).toBeUndefined();
  });

  test('says the TEE’s reasons for this request, with the values that were seen before', async () => {
    const told = [
      { rule: 'look-alike-address', points: 55 },
      { rule: 'unusual-hour', points: 12 },
    ] as const;
    const seen = { rule: 'unusual-hour', points: 7, values: { hour: 3 } } as const;
    const other = { rule: 'recipient-pasted', points: 6, values: {} } as const;
    tee.answers.push(denied('enhanced-needed', true, 4, told), denied('maximum-needed', true, 4, []), {
      result: {},
    });
    const running = authorized.invoke('REMOVE_FACTOR', { factor: 'typing' }, { because: [seen, other] });
    expect((await asked()).because).toEqual([
      { rule: 'look-alike-address', points: 55, values: {} },
      { rule: 'unusual-hour', points: 12, values: { hour: 3 } },
    ]);
    show();
    // Assessed anew: what was a reason before may be none now.
    expect(await asked()).toMatchObject({ level: 'Maximum', because: [] });
    show();
    await running;
  });

  test('that was not assessed keeps the reasons that were seen', async () => {
    const seen = [{ rule: 'recipient-pasted', points: 6, values: {} }] as const;
    tee.answers.push(denied('enhanced-needed'), { result: {} });
    const running = authorized.invoke('REMOVE_FACTOR', { factor: 'typing' }, { because: seen });
    expect((await asked()).because).toEqual(seen);
    show();
    await running;
  });

  test('that needs keys which are still closed asks for the password alone, and is then done', async () => {
    tee.answers.push(denied('password-needed'), { result: {} });
    const running = remove();
    expect(await asked()).toMatchObject({ level: 'Enhanced', needsPassword: true });
    show();
    expect(await running).toEqual({ result: {} });
    expect(tee.sent[1]).toMatchObject({ operationId: OPERATION, proof: { factors: FACTORS } });
  });

  test('that needs two proofs as well asks for them after the password', async () => {
    tee.answers.push(denied('password-needed'), denied('maximum-needed'), denied('password-needed'), {
      result: {},
    });
    const running = remove();
    await asked();
    show();
    expect(await asked()).toMatchObject({ level: 'Maximum', needsPassword: false });
    show();
    // The password never lowers what is needed.
    expect(await asked()).toMatchObject({ level: 'Maximum', needsPassword: true });
    show();
    await running;
  });

  test('that is refused for the password before the operation itself is not asked about', async () => {
    tee.answers.push(denied('password-needed', true, 2));
    await expect(remove()).rejects.toMatchObject({ reason: 'password-needed' });
    expect(authorized.store.getState().question).toBeUndefined();
  });

  test('keeps its features and its secrets', async () => {
    tee.answers.push(denied('enhanced-needed'), { result: {} });
    const options = { features: { localHour: 3 }, secrets: [new Uint8Array(4)] };
    const running = authorized.invoke('REMOVE_FACTOR', { factor: 'typing' }, options);
    expect((await asked()).level).toBe('Enhanced');
    show();
    await running;
    expect(tee.sent[1]).toMatchObject(options);
  });

  test('that is cancelled says so, and nothing more is sent', async () => {
    tee.answers.push(denied('maximum-needed'));
    const running = remove();
    await asked();
    authorized.cancel();
    const outcome = await running;
    expect(wasCancelled(outcome)).toBe(true);
    expect(tee.sent).toHaveLength(1);
    expect(authorized.store.getState().question).toBeUndefined();
  });

  test.each(['not-permitted', 'wrong-proof', 'locked-out'] as const)(
    'that is denied for %s at once is denied, not asked about',
    async (reason) => {
      tee.answers.push(denied(reason));
      await expect(remove()).rejects.toMatchObject({ reason });
      expect(authorized.store.getState().question).toBeUndefined();
    },
  );

  test('that waits its turn is not asked of whoever unlocks meanwhile', async () => {
    tee.answers.push(denied('maximum-needed'), denied('maximum-needed'));
    const [first, second] = [remove(), remove()];
    await asked();
    tee.store.setState({ account: { user: { userId: 'bob' } } });
    expect(wasCancelled(await first)).toBe(true);
    expect(wasCancelled(await second)).toBe(true);
    expect(tee.sent).toHaveLength(2);
  });

  test('is not asked about by a refusal that the TEE did not sign', async () => {
    tee.answers.push(denied('maximum-needed', false));
    await expect(remove()).rejects.toMatchObject({ reason: 'maximum-needed' });
    expect(authorized.store.getState().question).toBeUndefined();
  });
});

describe('a proof that is not taken', () => {
  test.each(['wrong-proof', 'locked-out', 'password-needed', 'same-factor', 'other-user'] as const)(
    'for %s can be given again, and says why',
    async (reason) => {
      tee.answers.push(denied('maximum-needed'), denied(reason), { result: {} });
      const running = remove();
      await asked();
      const first = show();
      const again = await asked();
      expect(again).toMatchObject({ level: 'Maximum', failure: { reason }, isBusy: false });
      expect(first).toEqual(new Uint8Array(6));
      show();
      expect(await running).toEqual({ result: {} });
    },
  );

  test('because the operation now needs more asks for more', async () => {
    tee.answers.push(denied('enhanced-needed'), denied('maximum-needed'), { result: {} });
    const running = remove();
    expect((await asked()).level).toBe('Enhanced');
    show();
    expect((await asked()).level).toBe('Maximum');
    show();
    await running;
  });

  test('for anything else ends it; the password is zeroed all the same', async () => {
    tee.answers.push(denied('maximum-needed'), denied('payload-changed'));
    const running = remove();
    await asked();
    const secret = show();
    await expect(running).rejects.toMatchObject({ reason: 'payload-changed' });
    expect(secret).toEqual(new Uint8Array(6));
    expect(authorized.store.getState().question).toBeUndefined();
  });
});

test('one question at a time', async () => {
  tee.answers.push(denied('maximum-needed'), denied('enhanced-needed'), { result: 1 }, { result: 2 });
  const first = remove();
  const second = remove();
  expect((await asked()).level).toBe('Maximum');
  show();
  expect(await first).toEqual({ result: 1 });
  expect((await asked()).level).toBe('Enhanced');
  show();
  expect(await second).toEqual({ result: 2 });
});

test('the same answer given twice is sent once, and both are zeroed', async () => {
  tee.answers.push(denied('maximum-needed'), { result: {} });
  const running = remove();
  await asked();
  const secrets = [show(), show()];
  await running;
  expect(tee.sent).toHaveLength(2);
  expect(secrets).toEqual([new Uint8Array(6), new Uint8Array(6)]);
});

test('an answer that nobody waits for is zeroed', () => {
  expect(show()).toEqual(new Uint8Array(6));
});

describe('a session that is locked meanwhile', () => {
  test('is unlocked first, and the same operation is sent then', async () => {
    tee.answers.push(denied('login-required'), { result: {} });
    const running = remove();
    await expect.poll(() => tee.sent.length).toBe(1);
    await Promise.resolve();
    await expect
      .poll(() => {
        tee.opened();
        return tee.sent.length;
      })
      .toBe(2);
    expect(await running).toEqual({ result: {} });
    expect(tee.sent[1]?.operationId).toBe(OPERATION);
  });

  test('and unlocked by somebody else does not send the first one’s request', async () => {
    tee.answers.push(denied('login-required'));
    const running = remove();
    await expect.poll(() => tee.sent.length).toBe(1);
    tee.store.setState({ account: { user: { userId: 'bob' } } });
    const ended = expect(running).rejects.toMatchObject({ reason: 'login-required' });
    const timer = setInterval(() => tee.opened());
    await ended;
    clearInterval(timer);
    expect(tee.sent).toHaveLength(1);
  });

  test('and unlocked by somebody else does not ask them for the first one’s proof', async () => {
    tee.answers.push(denied('maximum-needed'));
    const running = remove();
    await asked();
    tee.store.setState({ account: { user: undefined } });
    expect(authorized.store.getState().question).toBeDefined();
    tee.store.setState({ account: { user: { userId: 'bob' } } });
    expect(wasCancelled(await running)).toBe(true);
    expect(tee.sent).toHaveLength(1);
  });
});

test('nobody who was not logged in waits for an unlock', async () => {
  tee.store.setState({ account: { user: undefined } });
  tee.answers.push(denied('login-required'));
  await expect(remove()).rejects.toMatchObject({ reason: 'login-required' });
});

import { describe, expect, test, vi } from 'vitest';
import {
  CHANGE_COMMANDS,
  type Change,
  createSection,
  forgetChange,
  loadSection,
  performChange,
  type SectionStore,
  type Services,
} from '../../../../renderer/app/section.ts';
import type { Tee } from '../../../../renderer/app/tee.ts';
import { InvokeError } from '../../../../tee-sim/client/errors.ts';
import type { Exchange } from '../../../../tee-sim/client/exchange.ts';
import { TeeError } from '../../../../tee-sim/protocol/codes.ts';
import { commands } from '../../../../tee-sim/protocol/commands.ts';
import { operationIdSchema } from '../../../../tee-sim/protocol/schema.ts';
import type { Trace } from '../../../../tee-sim/protocol/trace.ts';

const TRACE: Trace = [{ layer: 3, check: 'role', outcome: 'deny', durationUs: 4 }];
const OPERATION = operationIdSchema.parse('AAAAAAAAAAAAAAAAAAAAAA');
const DENIED = new InvokeError(
  { code: 'ACCESS_DENIED', reason: 'not-device-owner', origin: 'TRUSTED_APP', layer: 3 },
  { exchange: { trace: TRACE } as Exchange },
);
const LOST = new InvokeError(
  { code: 'TARGET_DEAD', reason: 'tee-stopped', origin: 'COMMS' },
  { unknownOperation: OPERATION },
);

function services(answer: () => Promise<unknown>, outcome?: unknown): Services {
  const tee = { whenOpen: async () => true, findOutcome: async () => outcome };
  return {
    tee: tee as unknown as Tee,
    authorized: { invoke: answer } as unknown as Services['authorized'],
  };
}

function statuses(store: SectionStore<number>): Change['status'][] {
  const seen: Change['status'][] = [];
  store.subscribe(({ change }, before) => {
    if (change !== before.change) seen.push(change.status);
  });
  return seen;
}

const createWallet = (store: SectionStore<number>, by: Services) =>
  performChange(store, by, 'CREATE_WALLET', { name: 'Rent', checkedWords: ['one', 'two', 'three'] });

describe('a change', () => {
  test('that was carried out says which one, and gives its result', async () => {
    const store = createSection<number>();
    const seen = statuses(store);
    const result = await createWallet(
      store,
      services(async () => ({ result: { walletId: 'w' }, exchange: { trace: TRACE } })),
    );
    expect(result).toEqual({ walletId: 'w' });
    expect(seen).toEqual(['busy', 'done']);
    expect(store.getState().change).toEqual({ status: 'done', command: 'CREATE_WALLET', trace: TRACE });
  });

  test('that was cancelled leaves everything as it was', async () => {
    const store = createSection<number>();
    const seen = statuses(store);
    const result = await createWallet(
      store,
      services(async () => ({ cancelled: true })),
    );
    expect(result).toBeUndefined();
    expect(seen).toEqual(['busy', 'idle']);
  });

  test('that a layer denied keeps what the layers checked', async () => {
    const store = createSection<number>();
    await createWallet(
      store,
      services(() => Promise.reject(DENIED)),
    );
    expect(store.getState().change).toEqual({
      status: 'failed',
      failure: { code: 'ACCESS_DENIED', reason: 'not-device-owner', origin: 'TRUSTED_APP', layer: 3 },
      trace: TRACE,
    });
  });

  test('whose answer was lost is asked for, and found', async () => {
    const store = createSection<number>();
    const seen = statuses(store);
    const found = { outcome: 'committed', command: 'CREATE_WALLET', result: { walletId: 'w' } };
    const result = await createWallet(
      store,
      services(() => Promise.reject(LOST), found),
    );
    expect(seen).toEqual(['busy', 'unknown', 'done']);
    expect(result).toEqual({ walletId: 'w' });
  });

  test('whose answer was lost and that never happened says so', async () => {
    const store = createSection<number>();
    const seen = statuses(store);
    await createWallet(
      store,
      services(() => Promise.reject(LOST), { outcome: 'unknown' }),
    );
    expect(seen).toEqual(['busy', 'unknown', 'not-carried-out']);
    expect(store.getState().change).toMatchObject({ failure: { reason: 'operation-unknown' } });
  });

  test('is not begun while another is under way, and its notice stays until then', async () => {
    const store = createSection<number>();
    const answered = Promise.withResolvers<unknown>();
    const first = createWallet(
      store,
      services(() => answered.promise),
    );
    const invoke = vi.fn();
    expect(await createWallet(store, services(invoke))).toBeUndefined();
    expect(invoke).not.toHaveBeenCalled();
    forgetChange(store);
    expect(store.getState().change.status).toBe('busy');
    answered.resolve({ result: {}, exchange: { trace: TRACE } });
    await first;
    forgetChange(store);
    expect(store.getState().change.status).toBe('idle');
  });

  test('of every kind changes state, so that a lost answer can be found', () => {
    for (const command of CHANGE_COMMANDS) expect(commands[command].changesState, command).toBe(true);
  });
});

describe('what a section shows', () => {
  test('stays while the TEE is asked again, and when it cannot be', async () => {
    const store = createSection<number>();
    await loadSection(store, async () => 1);
    expect(store.getState()).toMatchObject({ data: 1, list: { status: 'idle' } });
    const failing = loadSection(store, () =>
      Promise.reject(new TeeError('BAD_STATE', 'not-attested', 'API')),
    );
    expect(store.getState()).toMatchObject({ data: 1, list: { status: 'busy' } });
    await failing;
    expect(store.getState()).toMatchObject({
      data: 1,
      list: { status: 'failed', failure: { reason: 'not-attested' }, trace: undefined },
    });
  });
});

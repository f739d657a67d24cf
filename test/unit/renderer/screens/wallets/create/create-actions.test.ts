import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { HeldSecret } from '../../../../../../renderer/app/held-secret.ts';
import {
  createWallet,
  drawWords,
  edit,
  goBack,
  goOn,
  loseSecrets,
  loseWords,
} from '../../../../../../renderer/screens/wallets/create/create-actions.ts';
import {
  type Creation,
  createCreation,
} from '../../../../../../renderer/screens/wallets/create/create-store.ts';
import { bytesToUtf8 } from '../../../../../../tee-sim/protocol/bytes.ts';
import { FakeBridge } from '../../../../../helpers/fake-bridge.ts';
import { type OwnedDevice, ownedDevice } from '../../with-owner.ts';

vi.mock('../../../../../../tee-sim/authorization/password.ts', async (original) =>
  (await import('../../../../../helpers/cheap-passwords.ts')).cheapPasswords(original),
);

let fake: FakeBridge;
let device: OwnedDevice;
let creation: Creation;
let phrase: HeldSecret;
beforeEach(async () => {
  fake = new FakeBridge();
  device = await ownedDevice(fake);
  creation = createCreation();
  phrase = new HeldSecret();
  edit(creation, { name: ' Household ' });
});
afterEach(() => fake.dispose());

const words = (): string[] => bytesToUtf8(phrase.bytes ?? new Uint8Array()).split(' ');

async function toCheck(): Promise<void> {
  expect(goOn(creation, phrase)).toBe('went-on');
  await drawWords(creation, phrase, device);
  edit(creation, { seen: true, written: true });
  expect(goOn(creation, phrase)).toBe('went-on');
}

function typeWords(): void {
  const all = words();
  const checkedWords = creation.draft.getState().drawn?.wordsToCheck.map((place) => all[place] ?? '') ?? [];
  edit(creation, { checkedWords });
}

async function wallets() {
  return (await device.tee.invoke('LIST_WALLETS', {})).result.wallets;
}

describe('a new wallet', () => {
  test.each([12, 24] as const)('of %i words is made at the end, and not before', async (length) => {
    edit(creation, { length });
    await toCheck();
    expect(words()).toHaveLength(length);
    typeWords();
    expect(goOn(creation, phrase)).toBe('complete');
    expect(await wallets()).toEqual([]);
    const held = phrase.bytes;
    const made = await createWallet(creation, phrase, device);
    expect(await wallets()).toMatchObject([
      { walletId: made?.walletId, name: 'Household', source: 'phrase', imported: false, accounts: 1 },
    ]);
    expect(made?.account.index).toBe(0);
    expect(phrase.bytes).toBeUndefined();
    expect(held?.every((byte) => byte === 0)).toBe(true);
  });

  test('with a passphrase is not the one that its words alone would be', async () => {
    edit(creation, { withPassphrase: true, passphrase: 'apart', repeat: 'apart' });
    await toCheck();
    typeWords();
    const ownWords = phrase.bytes?.slice() ?? new Uint8Array();
    const made = await createWallet(creation, phrase, device);
    const plain = await device.tee.invoke(
      'IMPORT_PHRASE',
      { name: 'Plain' },
      { secrets: [ownWords, new Uint8Array()] },
    );
    expect(plain.result.account.address).not.toBe(made?.account.address);
  });

  test('goes on only with the right words, which stay the same however often one goes back', async () => {
    await toCheck();
    const before = words();
    expect(goOn(creation, phrase)).toBe('has-problems');
    expect(creation.draft.getState()).toMatchObject({ step: 'check', attempted: true });
    goBack(creation);
    goBack(creation);
    goBack(creation);
    expect(creation.draft.getState()).toMatchObject({ step: 'about', attempted: false });
    await drawWords(creation, phrase, device);
    expect(words()).toEqual(before);
  });

  test('of another length has other words, to be written down anew', async () => {
    await toCheck();
    const before = words();
    goBack(creation);
    edit(creation, { length: 24 });
    await drawWords(creation, phrase, device);
    expect(words()).toHaveLength(24);
    expect(words().slice(0, 12)).not.toEqual(before);
    expect(creation.draft.getState()).toMatchObject({ written: false, seen: false, checkedWords: [] });
  });

  test('whose words the TEE forgot needs others, and says so', async () => {
    await toCheck();
    typeWords();
    await device.tee.lock();
    await device.unlock();
    expect(await createWallet(creation, phrase, device)).toBeUndefined();
    expect(creation.draft.getState()).toMatchObject({
      step: 'words',
      drawn: undefined,
      written: false,
      drawing: { status: 'lost' },
    });
    expect(creation.run.getState().change.status).toBe('idle');
    expect(phrase.bytes).toBeUndefined();
    expect(await wallets()).toEqual([]);
    await drawWords(creation, phrase, device);
    expect(creation.draft.getState().drawing).toEqual({ status: 'lost' });
    expect(words()).toHaveLength(12);
  });

  test('whose answer was lost is found again', async () => {
    await toCheck();
    typeWords();
    fake.prepareAccident('dies-after', 1);
    const making = createWallet(creation, phrase, device);
    await vi.waitFor(() => expect(creation.run.getState().change.status).toBe('unknown'));
    await vi.waitFor(() => expect(device.tee.store.getState().connection.state).toBe('connected'));
    await device.unlock();
    const made = await making;
    expect(await wallets()).toMatchObject([{ walletId: made?.walletId }]);
  });
});

test('words that cannot be drawn leave a failure, and can be asked for again', async () => {
  fake.prepareAccident('dies-before', 1);
  await drawWords(creation, phrase, device);
  expect(creation.draft.getState()).toMatchObject({ drawing: { status: 'failed' }, drawn: undefined });
  await vi.waitFor(() => expect(device.tee.store.getState().connection.state).toBe('connected'));
  await device.unlock();
  await drawWords(creation, phrase, device);
  expect(words()).toHaveLength(12);
});

describe('under a lock', () => {
  test('nothing secret stays', async () => {
    edit(creation, { withPassphrase: true, passphrase: 'apart', repeat: 'apart' });
    await toCheck();
    typeWords();
    const held = phrase.bytes;
    loseSecrets(creation, phrase);
    expect(held?.every((byte) => byte === 0)).toBe(true);
    expect(creation.draft.getState()).toMatchObject({
      step: 'about',
      name: ' Household ',
      passphrase: '',
      repeat: '',
      checkedWords: [],
      drawing: { status: 'lost' },
    });
  });

  test('words that nobody saw are drawn anew without a word', async () => {
    goOn(creation, phrase);
    await drawWords(creation, phrase, device);
    loseWords(creation, phrase);
    expect(creation.draft.getState()).toMatchObject({ step: 'words', drawing: { status: 'idle' } });
  });
});
